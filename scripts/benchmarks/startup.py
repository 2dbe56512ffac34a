"""Fresh processes: import, help, first batch, first steps; their time and memory.

    GLUON_COURSE_DATA=FOLDER python scripts/benchmarks/startup.py
    python scripts/benchmarks/startup.py --only import,first-step-lenet --rounds 9
    python scripts/benchmarks/startup.py --json docs/results/speed/startup.json

Each time is that of a process of its own, from its start to the end of the work; memory
is the most that the process had, its workers not counted. text is d2lzh 1.0.0. The
first batch is of Fashion-MNIST, 256 pictures; the first step is that of families.py,
the net made and compiled, random pictures. Processes take turns.
"""

from __future__ import annotations

import contextlib
import io
import sys

import command
from turns import fresh

STEPS = ("course", "torch", "compiled")
TABLES = {
    "startup": {
        "import": ("course", "text", "torch"),
        "import-package-only": ("course",),
        "help": ("course",),
        "first-batch": ("course", "text"),
        "first-step-lenet": STEPS,
        "first-step-resnet18": STEPS,
        "first-step-lstm_lm": STEPS,
    }
}


def make(name, role):
    """The work of a process, which begins with its imports."""
    if name.startswith("first-step-"):
        import families

        def work(number):
            families.make(name.removeprefix("first-step-"), role)[0](1)

        return work, 1
    works = {"import": imports, "first-batch": first_batch}
    return lambda number: works.get(name, by_name(name))(role), 1


def imports(role):
    """What a notebook begins with."""
    if role == "text":
        import d2lzh  # noqa: F401
    elif role == "torch":
        import torch  # noqa: F401
    else:
        from gluon_course.data import load_images  # noqa: F401
        from gluon_course.models import get_model  # noqa: F401
        from gluon_course.train import Trainer  # noqa: F401


def first_batch(role):
    """The first 256 pictures of Fashion-MNIST."""
    if role == "text":
        import text_code

        loader, _ = text_code.load_data()
    else:
        from gluon_course import data

        loader, _ = data.fashion_mnist(256)
    X, _ = next(iter(loader))
    X.wait_to_read()


def by_name(name):
    """The package alone, and the help of the command line."""

    def package_only(role):
        import gluon_course  # noqa: F401

    def help_text(role):
        from gluon_course.cli import main

        sys.argv[1:] = ["--help"]
        with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
            main()

    return help_text if name == "help" else package_only


if __name__ == "__main__":
    command.run(__doc__, TABLES, make, measure=fresh)
