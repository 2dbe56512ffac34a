"""The IDX reader: what is in the file, or a sentence on what is wrong with it."""

import gzip
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gluon_course.base.errors import DataError
from gluon_course.data.idx import read_idx, read_labelled_images


def idx_bytes(array, magic=None, shape=None):
    shape = array.shape if shape is None else shape
    magic = 0x0800 | len(shape) if magic is None else magic
    return struct.pack(f">I{len(shape)}I", magic, *shape) + array.tobytes()


PICTURES = np.random.RandomState(0).randint(0, 256, (5, 4, 3)).astype(np.uint8)
LABELS = np.array([0, 1, 9, 3, 2], np.uint8)


@pytest.mark.parametrize("pack", [gzip.compress, bytes])
def test_reads_what_was_written(tmp_path, pack):
    path = tmp_path / "images"
    path.write_bytes(pack(idx_bytes(PICTURES)))
    np.testing.assert_array_equal(read_idx(path, num_dims=3), PICTURES)


def test_pictures_get_a_channel_and_labels_their_type(tmp_path):
    (tmp_path / "x").write_bytes(gzip.compress(idx_bytes(PICTURES)))
    (tmp_path / "y").write_bytes(gzip.compress(idx_bytes(LABELS)))
    X, y = read_labelled_images(tmp_path / "x", tmp_path / "y", num_classes=10)
    assert X.shape == (5, 4, 3, 1) and X.dtype == np.uint8 and y.dtype == np.int32
    np.testing.assert_array_equal(X[..., 0], PICTURES)
    np.testing.assert_array_equal(y, LABELS)
    # the second time from the cache
    again = read_labelled_images(tmp_path / "x", tmp_path / "y", num_classes=10)
    np.testing.assert_array_equal(again[0], X)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "inside its header"),
        (idx_bytes(PICTURES)[:10], "inside its header"),
        (idx_bytes(PICTURES)[:-1], "59 bytes where 60"),
        (idx_bytes(PICTURES) + b"x", "61 bytes where 60"),
        (idx_bytes(PICTURES, magic=0x0D03), "magic"),
        (idx_bytes(np.zeros(99, np.uint8)), "magic"),
        (idx_bytes(PICTURES, shape=(2**32 - 1,) * 3), "declared"),
        (gzip.compress(idx_bytes(PICTURES), mtime=0)[:-9], "gzip"),
        (gzip.compress(idx_bytes(PICTURES), mtime=0)[:20], "gzip"),
        (b"\x1f\x8bnot gzip at all", "gzip"),
        (b"<html>404 not found, but long enough</html>", "magic"),
    ],
)
def test_a_damaged_file_is_named_with_the_reason(tmp_path, content, message):
    path = tmp_path / "train-images-idx3-ubyte.gz"
    path.write_bytes(content)
    with pytest.raises(DataError, match=message) as error:
        read_idx(path, num_dims=3)
    assert str(path) in error.value.what


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_gzip_is_never_read_as_something_else(tmp_path_factory, data):
    packed = bytearray(gzip.compress(idx_bytes(PICTURES), mtime=0))
    where = data.draw(st.integers(10, len(packed) - 1))
    packed[where] ^= data.draw(st.integers(1, 255))
    path = tmp_path_factory.mktemp("idx") / "x.gz"
    path.write_bytes(packed)
    try:
        found = read_idx(path, num_dims=3)
    except DataError:
        return
    np.testing.assert_array_equal(found, PICTURES)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(DataError, match="no-such-file"):
        read_idx(tmp_path / "no-such-file", num_dims=1)


def test_files_that_do_not_belong_together_are_refused(tmp_path):
    (tmp_path / "x").write_bytes(idx_bytes(PICTURES))
    (tmp_path / "y").write_bytes(idx_bytes(LABELS[:4]))
    with pytest.raises(DataError, match=r"5 pictures.*4 labels"):
        read_labelled_images(tmp_path / "x", tmp_path / "y", num_classes=10)


def test_a_label_out_of_range_is_refused(tmp_path):
    (tmp_path / "x").write_bytes(idx_bytes(PICTURES))
    (tmp_path / "y").write_bytes(idx_bytes(LABELS))
    with pytest.raises(DataError, match="label 9"):
        read_labelled_images(tmp_path / "x", tmp_path / "y", num_classes=9)
