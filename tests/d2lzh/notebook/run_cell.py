"""Run one cell file in circumstances that only the tests need.

    python tests/d2lzh/notebook/run_cell.py CELL
    python tests/d2lzh/notebook/run_cell.py CELL --old-package

MXNet's own checksums are off: its data sets and embeddings compare a file with a
published sha1 and download it when it is another one, and the tiny files of the tests
are others. With ``--old-package`` the names come from d2lzh 1.0.0 (extra ``bench``),
which shows that a cell is true to the package that the text was written with.
"""

import runpy
import sys

from mxnet.gluon import utils
from mxnet.gluon.data.vision import datasets

PRIVATE = ("_download_pikachu", "_get_batch", "_make_list")


def main(cell, *options):
    """Run the file as the main program."""
    for module in (utils, datasets):
        module.check_sha1 = lambda *_: True
    if "--old-package" in options:
        import d2lzh

        import gluon_course

        for name in PRIVATE:  # the old package keeps them in its module utils
            setattr(d2lzh, name, getattr(d2lzh.utils, name))
        gluon_course.d2lzh = sys.modules["gluon_course.d2lzh"] = d2lzh
    sys.argv = [cell]
    runpy.run_path(cell, run_name="__main__")


if __name__ == "__main__":
    main(*sys.argv[1:])
