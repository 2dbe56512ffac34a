"""Our reader and writer of .params files against MXNet's own, and against damage."""

import random

import mxnet as mx
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from gluon_course.base.errors import CheckpointError, DataError
from gluon_course.base.params_file import BFLOAT16, read_params, write_params

TYPES = ["float32", "float64", "float16", "uint8", "int32", "int8", "int64", "bool"]
SHAPES = hnp.array_shapes(min_dims=1, max_dims=5, min_side=0, max_side=4)
ARRAYS = st.sampled_from(TYPES).flatmap(lambda dtype: hnp.arrays(dtype, SHAPES))
NAMES = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=12)
DICTS = st.dictionaries(NAMES, ARRAYS, min_size=1, max_size=4)
quiet = settings(
    suppress_health_check=[
        *settings.default.suppress_health_check,
        HealthCheck.function_scoped_fixture,
    ]
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "net.params"


def as_nd(arrays):
    return {
        name: mx.nd.array(array, dtype=array.dtype) for name, array in arrays.items()
    }


def assert_same(left, right):
    assert list(left) == list(right)
    for name in left:
        assert left[name].dtype == right[name].dtype
        np.testing.assert_array_equal(left[name], right[name])
        assert left[name].shape == right[name].shape


@quiet
@given(arrays=DICTS)
def test_reads_what_mxnet_writes(path, arrays):
    mx.nd.save(str(path), as_nd(arrays))
    assert_same(read_params(path), arrays)


@quiet
@given(arrays=DICTS)
def test_writes_the_bytes_that_mxnet_writes(tmp_path, path, arrays):
    theirs = tmp_path / "theirs.params"
    mx.nd.save(str(theirs), as_nd(arrays))
    write_params(path, arrays)
    assert path.read_bytes() == theirs.read_bytes()


@quiet
@given(arrays=DICTS)
def test_mxnet_reads_what_we_write(path, arrays):
    write_params(path, as_nd(arrays))
    loaded = {name: value.asnumpy() for name, value in mx.nd.load(str(path)).items()}
    assert_same({name: loaded[name] for name in arrays}, arrays)


def test_views_and_big_endian_arrays_are_written_by_value(path):
    arrays = {
        "transposed": np.arange(6.0, dtype="float32").reshape(2, 3).T,
        "strided": np.arange(10, dtype="int32")[::3],
        "big": np.arange(3, dtype=">f8"),
    }
    read = read_params(write_params(path, arrays))
    for name, array in arrays.items():
        np.testing.assert_array_equal(read[name], array)
    assert read["big"].dtype == np.dtype("<f8")


def test_arrays_read_can_be_changed(path):
    array = read_params(write_params(path, {"a": np.zeros((2, 2), "float32")}))["a"]
    array += 1
    assert array.sum() == 4


def test_a_saved_net_is_read(path):
    net = mx.gluon.nn.Sequential()
    net.add(mx.gluon.nn.Conv2D(4, 3), mx.gluon.nn.BatchNorm(), mx.gluon.nn.Dense(2))
    net.initialize()
    net(mx.nd.ones((1, 1, 8, 8)))
    net.save_parameters(str(path))
    want = {
        name: value.data().asnumpy()
        for name, value in net._collect_params_with_prefix().items()
    }
    assert_same(read_params(path), want)


def test_numpy_semantics_with_scalars_are_read(path):
    with mx.util.np_shape(True), mx.util.np_array(True):
        arrays = {"scalar": mx.np.array(3.0), "empty": mx.np.zeros((0, 3))}
        mx.npx.save(str(path), arrays)
    read = read_params(path)
    assert read["scalar"].shape == () and read["scalar"] == 3.0
    assert read["empty"].shape == (0, 3)


def test_version_one_files_are_read(path):
    # V1 = V2 without the storage word
    write_params(path, {"w": np.array([[1.5, -2.0]], "float32")})
    content = path.read_bytes()
    magic = content.index(bytes.fromhex("c9fa93f9"))
    path.write_bytes(content[:magic] + bytes.fromhex("c8fa93f9") + content[magic + 8 :])
    assert mx.nd.load(str(path))["w"].asnumpy().tolist() == [[1.5, -2.0]]
    assert read_params(path)["w"].tolist() == [[1.5, -2.0]]


def test_bfloat16_keeps_its_bits(path):
    bits = np.array([0x3F80, 0xC020, 0x7F7F], np.uint16)  # 1, -2.5, the largest
    write_params(path, {"w": bits.view(BFLOAT16)})
    read = read_params(path)["w"]
    assert read.dtype == BFLOAT16
    np.testing.assert_array_equal(read.view(np.uint16), bits)
    as_float = (bits.astype(np.uint32) << 16).view(np.float32)
    loaded = mx.nd.load(str(path))["w"]
    assert (
        mx.nd.amp_cast(loaded, dtype="float32").asnumpy().tolist() == as_float.tolist()
    )


def test_an_empty_dict_makes_a_readable_file(path):
    assert read_params(write_params(path, {})) == {}
    assert mx.nd.load(str(path)) == []


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (np.float32(1), "scalar"),
        (np.array([1j]), "complex"),
        (np.array(["a"]), "dtype"),
        (np.array([None]), "object"),
        (np.array([1], "uint32"), "uint32"),
    ],
)
def test_arrays_without_a_place_in_the_format_are_refused(path, value, word):
    with pytest.raises(CheckpointError, match=word):
        write_params(path, {"w": value})
    assert not path.exists()


def test_a_folder_that_cannot_be_written_is_an_error(path):
    path.write_text("a file")
    with pytest.raises(DataError, match="Cannot write"):
        write_params(path / "net.params", {"w": np.ones(1, "float32")})


def test_sparse_arrays_and_lists_without_names_are_refused(path):
    sparse = mx.nd.sparse.row_sparse_array(np.eye(3))
    mx.nd.save(str(path), {"w": sparse})
    with pytest.raises(CheckpointError, match="row-sparse"):
        read_params(path)
    mx.nd.save(str(path), [mx.nd.ones((2,))])
    with pytest.raises(CheckpointError, match="1 arrays but 0 names"):
        read_params(path)


def test_other_files_are_named_as_such(path, tmp_path):
    path.write_bytes(b"PK\x03\x04" + bytes(100))
    with pytest.raises(CheckpointError, match="another kind of file"):
        read_params(path)
    with pytest.raises(CheckpointError, match="Cannot read"):
        read_params(tmp_path / "missing.params")
    with pytest.raises(CheckpointError, match="Cannot read"):
        read_params(tmp_path)


@pytest.fixture
def sound(path):
    write_params(
        path,
        {
            "conv.weight": np.arange(24, dtype="float32").reshape(2, 3, 2, 2),
            "bn.count": np.array([7], "int64"),
            "empty": np.zeros((0, 3), "float16"),
            "名字": np.ones(3, "bool"),
        },
    )
    return path.read_bytes()


def test_a_file_cut_at_any_length_is_refused(path, sound):
    for length in range(len(sound)):
        path.write_bytes(sound[:length])
        with pytest.raises(CheckpointError):
            read_params(path)


def test_bytes_after_the_end_are_refused(path, sound):
    path.write_bytes(sound + b"\0")
    with pytest.raises(CheckpointError, match="follow its end"):
        read_params(path)


def test_flipped_bits_raise_nothing_but_checkpoint_errors(path, sound):
    """Every bit of the structure, one at a time, and 500 random handfuls."""
    flips = [[bit] for bit in range(8 * len(sound))]
    chance = random.Random(0)
    flips += [
        chance.sample(range(8 * len(sound)), chance.randint(2, 9)) for _ in range(500)
    ]
    refused = 0
    for bits in flips:
        content = bytearray(sound)
        for bit in bits:
            content[bit // 8] ^= 1 << bit % 8
        path.write_bytes(content)
        try:
            read_params(path)
        except CheckpointError:
            refused += 1
    assert refused > len(flips) / 3  # the rest fell on numbers and names


def test_counts_beyond_the_file_are_refused_at_once(path, sound):
    for place in (16, len(sound) - 8):
        content = bytearray(sound)
        content[place : place + 8] = (2**63).to_bytes(8, "little")
        path.write_bytes(content)
        with pytest.raises(CheckpointError):
            read_params(path)


def test_a_shape_whose_product_is_huge_is_refused(path):
    write_params(path, {"w": np.zeros((1, 1, 0), "float32")})
    content = bytearray(path.read_bytes())
    start = 24 + 12
    content[start : start + 16] = (2**62).to_bytes(8, "little") * 2
    path.write_bytes(content)
    with pytest.raises(CheckpointError, match="impossible shape"):
        read_params(path)
