"""The folders that a learner has: notebook, data root, home; all of them tiny."""

import os
import shutil

import tiny_pictures
import tiny_texts


def make_folders(folder):
    """Write all data of the cells below ``folder``.

    ``notebook/data`` and ``notebook/img`` are the text's ``../data`` and ``../img``,
    ``root`` is the data root, ``home/.mxnet`` is where MXNet keeps what it fetches.
    """
    data, img = folder / "notebook" / "data", folder / "notebook" / "img"
    mxnet, root = folder / "home" / ".mxnet", folder / "root"
    data.mkdir(parents=True)
    tiny_texts.write_texts(data, mxnet / "embeddings")
    tiny_pictures.write_pictures(
        data,
        img,
        (root / "fashion-mnist", mxnet / "datasets" / "fashion-mnist"),
        mxnet / "datasets" / "cifar10",
    )


def pack_archives(folder):
    """The archives that d2lzh 1.0.0 insists on, beside what they hold."""
    data = folder / "notebook" / "data"
    voc, imdb = data / "VOCtrainval_11-May-2012", data / "aclImdb_v1"
    shutil.make_archive(str(voc), "tar", data, "VOCdevkit")
    shutil.make_archive(str(imdb), "gztar", data, "aclImdb")


def environment(folder, simulated_gpus=0):
    """Variables of a process that runs a cell: these folders and one thread."""
    ours = ("GLUON_COURSE_", "MXNET_", "OMP_", "DISPLAY", "MPLBACKEND", "PYTEST")
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(ours)
    }
    kept.update(
        HOME=str(folder / "home"),
        GLUON_COURSE_DATA=str(folder / "root"),
        GLUON_COURSE_CACHE=str(folder / "cache"),
        GLUON_COURSE_ANY_EDITION="1",  # the tiny files are no published edition
        OMP_NUM_THREADS="1",
    )
    if simulated_gpus:
        kept["GLUON_COURSE_FAKE_GPUS"] = str(simulated_gpus)
    return kept
