"""Batches of sequences: the demo of 6.3, and what holds for every size."""

import random

import mxnet as mx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluon_course import text
from gluon_course.base.errors import ConfigError, DataError


def as_lists(batches):
    return [(X.asnumpy().tolist(), Y.asnumpy().tolist()) for X, Y in batches]


def run(start, count=6):
    return list(range(start, start + count))


def test_consecutive_batches_of_thirty_numbers_are_those_of_the_section():
    batches = text.consecutive_batches(list(range(30)), 2, 6)
    expected = [
        ([run(0), run(15)], [run(1), run(16)]),
        ([run(6), run(21)], [run(7), run(22)]),
    ]
    assert as_lists(batches) == expected == as_lists(batches)
    assert (len(batches), batches.num_tokens, batches.keeps_state) == (2, 24, True)


def test_random_batches_of_thirty_numbers_are_four_runs_in_any_order():
    batches = text.random_batches(list(range(30)), 2, 6)
    assert (len(batches), batches.num_tokens, batches.keeps_state) == (2, 24, False)
    for _ in range(3):
        rows = [row for X, _ in as_lists(batches) for row in X]
        assert sorted(rows) == [run(0), run(6), run(12), run(18)]
        later = [row for _, Y in as_lists(batches) for row in Y]
        assert sorted(later) == [run(1), run(7), run(13), run(19)]


def test_the_order_is_that_of_the_generator_and_new_in_each_pass():
    def passes(seed):
        rng = random.Random(seed)
        batches = text.random_batches(list(range(200)), 3, 4, rng=rng)
        return [as_lists(batches) for _ in range(2)]

    assert passes(1) == passes(1) != passes(2)
    assert passes(1)[0] != passes(1)[1]


@given(st.integers(1, 120), st.integers(1, 6), st.integers(1, 9), st.booleans())
def test_targets_are_the_next_tokens_and_the_number_is_that_of_the_section(
    length, batch_size, num_steps, is_random
):
    make = text.random_batches if is_random else text.consecutive_batches
    if is_random:
        number = ((length - 1) // num_steps) // batch_size
    else:
        number = (length // batch_size - 1) // num_steps
    if number < 1:
        with pytest.raises(DataError, match=f"corpus of {length} tokens"):
            make(range(length), batch_size, num_steps)
        return
    seen, last = [], None
    for X, Y in make(range(length), batch_size, num_steps):
        assert X.shape == Y.shape == (batch_size, num_steps)
        X, Y = X.asnumpy(), Y.asnumpy()
        np.testing.assert_array_equal(Y, X + 1)
        np.testing.assert_array_equal(np.diff(X), 1)
        if not is_random and last is not None:
            np.testing.assert_array_equal(X[:, 0], last)  # rows go on
        last = Y[:, -1]
        seen += X.ravel().tolist()
    assert len(seen) == len(set(seen)) == number * batch_size * num_steps


def test_batches_lie_on_the_device_that_is_named_and_take_arrays():
    corpus = mx.nd.arange(30)
    for make in (text.random_batches, text.consecutive_batches):
        X, Y = next(iter(make(corpus, 2, 6, mx.cpu(1))))
        assert X.context == Y.context == mx.cpu(1) and X.dtype == np.float32


def test_the_ten_thousand_characters_of_the_section_give_eight_batches():
    for make in (text.random_batches, text.consecutive_batches):
        assert len(make(range(10_000), 32, 35)) == 8


@pytest.mark.parametrize("sizes", [(0, 6), (2, 0), (-1, 6)])
def test_sizes_below_one_are_refused(sizes):
    for make in (text.random_batches, text.consecutive_batches):
        with pytest.raises(ConfigError, match="take 1 or more"):
            make(range(30), *sizes)
