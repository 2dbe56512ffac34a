"""Padding: against a slow version, with lengths of zero, one and too many."""

import mxnet as mx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gluon_course import text
from gluon_course.base.errors import ConfigError, DataError

SEQUENCES = st.lists(st.lists(st.integers(0, 50), max_size=7), min_size=1, max_size=5)


def padded_slowly(sequences, length, pad):
    return [[*each, *[pad] * length][:length] for each in sequences]


@settings(max_examples=50, deadline=None)
@given(SEQUENCES, st.integers(1, 9), st.integers(0, 3))
def test_rows_are_cut_or_filled(sequences, length, pad):
    X, valid_len = text.pad_sequences(sequences, length, pad)
    assert X.asnumpy().tolist() == padded_slowly(sequences, length, pad)
    expected = [min(len(each), length) for each in sequences]
    assert valid_len.asnumpy().tolist() == expected
    assert X.dtype == valid_len.dtype == np.float32
    assert X.context == valid_len.context == mx.cpu()


def test_a_batch_gets_the_smallest_length_that_holds_it():
    pad = text.PadTo(9, [6, 3])
    assert pad([[1], [1, 2]])[0].shape == (2, 3)
    assert pad([[1] * 4, [1, 2]])[0].shape == (2, 6)
    with pytest.raises(DataError, match="7 tokens does not fit into 6"):
        pad([[1] * 7])


def test_without_lengths_the_longest_counts():
    X, valid_len = text.PadTo(pad=1)([[5, 6, 7], [], [8]])
    assert X.asnumpy().tolist() == [[5, 6, 7], [1, 1, 1], [8, 1, 1]]
    assert valid_len.asnumpy().tolist() == [3, 0, 1]


def test_nothing_to_pad_is_refused():
    with pytest.raises(DataError, match="no sequence"):
        text.pad_sequences([], 3)
    with pytest.raises(DataError, match="All sequences"):
        text.PadTo()([[], []])
    with pytest.raises(ConfigError, match=r"lengths are \[0\]"):
        text.pad_sequences([[1]], 0)
