"""Weights by name, by file, or none."""

import pytest

from gluon_course.base.errors import DataError
from gluon_course.data import weights_file


def test_random_is_none_and_a_file_is_itself(tmp_path):
    path = tmp_path / "some.params"
    path.write_bytes(b"")
    assert weights_file("vgg19", "random") is None
    assert weights_file("vgg19", str(path)) == path


def test_what_is_not_there_is_told_with_the_ways_out(tmp_path, monkeypatch):
    with pytest.raises(DataError, match="no file of weights"):
        weights_file("vgg19", str(tmp_path / "none.params"))

    def fail(name):
        raise DataError(f"{name} is not there", "offline", "fetch it")

    monkeypatch.setattr("gluon_course.data.weights.locate", fail)
    with pytest.raises(DataError, match="vgg19 is not there") as caught:
        weights_file("vgg19")
    assert "--weights random" in str(caught.value) and "fetch it" in str(caught.value)
