"""Folders that the course reads and writes."""

import os
from pathlib import Path


def data_root() -> Path:
    """The data root: ``GLUON_COURSE_DATA``, else ``$MXNET_HOME/datasets``.

    Paths below it are those of the text's ``../data``. It may be read-only.
    """
    chosen = os.environ.get("GLUON_COURSE_DATA")
    return Path(chosen).expanduser() if chosen else mxnet_home() / "datasets"


def mxnet_home() -> Path:
    """``MXNET_HOME``, else ``~/.mxnet``; ``models`` and ``embeddings`` lie below it."""
    return Path(os.environ.get("MXNET_HOME") or "~/.mxnet").expanduser()


def cache_root() -> Path:
    """``GLUON_COURSE_CACHE``, else ``~/.cache/gluon_course``: what we unpack."""
    return Path(
        os.environ.get("GLUON_COURSE_CACHE") or "~/.cache/gluon_course"
    ).expanduser()
