"""nd.save and nd.load, both ways, for an array, a list and a dict."""

import numpy as np
import pytest
from mxnet import nd

from gluon_course.base import arrays_file
from gluon_course.base.errors import CheckpointError
from gluon_course.base.params_file import read_params

X = nd.array([[1.5, -2], [3, 4]])
Y = nd.array([7], dtype="int32")


@pytest.mark.parametrize("data", [X, [X, Y], [], {"x": X, "名字": Y}, {}, (Y,)])
def test_files_are_byte_for_byte_those_of_mxnet(tmp_path, data):
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    arrays_file.save(ours, data)
    nd.save(str(theirs), list(data) if isinstance(data, tuple) else data)
    assert ours.read_bytes() == theirs.read_bytes()


@pytest.mark.parametrize("data", [[X, Y], {"x": X, "y": Y}])
def test_what_mxnet_saved_is_loaded_with_type_and_order(tmp_path, data):
    nd.save(str(tmp_path / "file"), data)
    loaded = arrays_file.load(tmp_path / "file")
    assert type(loaded) is type(data)
    if isinstance(data, dict):
        assert [*loaded] == [*data]
        loaded, data = [*loaded.values()], [*data.values()]
    for ours, theirs in zip(loaded, data):
        assert ours.dtype == theirs.dtype
        np.testing.assert_array_equal(ours.asnumpy(), theirs.asnumpy())


def test_an_array_saved_alone_is_a_list_of_one(tmp_path):
    arrays_file.save(tmp_path / "x", X)
    (loaded,) = arrays_file.load(tmp_path / "x")
    assert (loaded == X).asnumpy().all()


def test_a_list_cut_anywhere_is_refused(tmp_path):
    path = arrays_file.save(tmp_path / "xy", [X, Y])
    content = path.read_bytes()
    for length in range(len(content)):
        path.write_bytes(content[:length])
        with pytest.raises(CheckpointError):
            arrays_file.load(path)


def test_a_list_is_no_parameter_file(tmp_path):
    arrays_file.save(tmp_path / "xy", [X, Y])
    with pytest.raises(CheckpointError, match="a list of arrays was saved"):
        read_params(tmp_path / "xy")


@pytest.mark.parametrize("data", [3, "x", nd.array([1]).sum, [np.float32(2)]])
def test_what_is_no_array_is_refused_and_nothing_is_written(tmp_path, data):
    with pytest.raises(CheckpointError):
        arrays_file.save(tmp_path / "x", data)
    assert not (tmp_path / "x").exists()
