"""A notebook's folder of its own, with neither ``../data`` nor a data root yet."""

import os

import pytest

REAL_DATA = os.environ.get("GLUON_COURSE_DATA")


@pytest.fixture
def notebook(tmp_path, monkeypatch):
    """The folder that holds the current folder ``notes`` and, once made, ``data``.

    Root, cache and MXNet's home lie elsewhere below it, away from the user's own.
    """
    (tmp_path / "notes").mkdir()
    monkeypatch.chdir(tmp_path / "notes")
    monkeypatch.setenv("GLUON_COURSE_DATA", str(tmp_path / "root"))
    monkeypatch.setenv("GLUON_COURSE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("MXNET_HOME", str(tmp_path / "mxnet"))
    for name in ("MXNET_GLUON_REPO", "GLUON_COURSE_ANY_EDITION", "GLUON_COURSE_SAMPLE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def real_notebook(notebook, monkeypatch):
    """The same with the real data root, where ``GLUON_COURSE_DATA`` names one."""
    if not REAL_DATA:
        pytest.skip("GLUON_COURSE_DATA is not set")
    monkeypatch.setenv("GLUON_COURSE_DATA", REAL_DATA)
    return notebook


@pytest.fixture
def offline(monkeypatch):
    """Every download ends as it does without a network."""
    from gluon_course.data import downloading

    def refuse(address, *args, **kwargs):
        raise downloading.TransferError("no network in tests")

    monkeypatch.setattr(downloading, "download", refuse)
