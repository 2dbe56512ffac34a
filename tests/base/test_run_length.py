"""Run lengths of masks: worked out by hand, there and back, and as pycocotools."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gluon_course.base.errors import DataError, ShapeError
from gluon_course.base.run_length import decode_mask, encode_mask


def random_mask(seed):
    random = np.random.RandomState(seed)
    height, width = random.randint(1, 80, 2)
    coarse = random.rand(-(-height // 7), -(-width // 5)) < random.rand()
    mask = np.kron(coarse, np.ones((7, 5), bool))[:height, :width]
    return mask ^ (random.rand(height, width) < 0.02)


def test_runs_go_down_the_columns_and_begin_with_zeros():
    # columns 0 1, 1 1, 0 0: runs of 1, 3 and 2
    mask = np.array([[0, 1, 0], [1, 1, 0]])
    assert encode_mask(mask) == {"size": [2, 3], "counts": "132"}
    assert encode_mask(1 - mask)["counts"] == "0131"


def test_long_runs_take_several_characters_and_later_ones_are_differences():
    mask = np.zeros((1, 200), bool)
    mask[0, 100:103] = True
    # 100 = 00011 00100 in groups of five: 4 with more to come, then 3; 3; 97 = 3 1
    wanted = chr(48 + 4 + 32) + chr(48 + 3) + "3" + chr(48 + 1 + 32) + chr(48 + 3)
    assert encode_mask(mask)["counts"] == wanted
    # runs 5 2 1 1: the fourth is written as 1 - 2 = -1, all five bits set
    mask = np.array([[0] * 5 + [1] * 2 + [0, 1]], bool)
    assert encode_mask(mask)["counts"] == "521" + chr(48 + 31)


@pytest.mark.parametrize("value", [0, 1])
def test_a_mask_of_one_value_has_one_run(value):
    mask = np.full((3, 4), value)
    assert encode_mask(mask)["counts"] == ("<" if value == 0 else "0<")
    assert (decode_mask(encode_mask(mask)) == value).all()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_decoding_gives_back_the_mask(seed):
    mask = random_mask(seed)
    np.testing.assert_array_equal(decode_mask(encode_mask(mask)), mask)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_it_is_what_pycocotools_writes(seed):
    tools = pytest.importorskip("pycocotools.mask")
    mask = random_mask(seed)
    theirs = tools.encode(np.asfortranarray(mask.astype(np.uint8)))
    ours = encode_mask(mask)
    assert ours["counts"] == theirs["counts"].decode()
    np.testing.assert_array_equal(tools.decode(ours), mask)
    np.testing.assert_array_equal(decode_mask(theirs), mask)


def test_mistakes_are_told():
    with pytest.raises(ShapeError, match="no mask"):
        encode_mask(np.zeros((2, 2, 2)))
    with pytest.raises(ShapeError, match="no mask"):
        encode_mask(np.full((2, 2), 0.5))
    with pytest.raises(DataError, match="fill 6 pixels of 9"):
        decode_mask({"size": [3, 3], "counts": "132"})
