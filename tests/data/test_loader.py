"""BatchLoader: what is in the batches, in which order, and how many there are."""

import random

import mxnet as mx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mxnet import nd

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.data import BatchLoader, DataInfo, ToTensor


def numbers_of(loader):
    return [batch[0].asnumpy().astype(int).tolist() for batch in loader]


def flat(lists):
    return [each for part in lists for each in part]


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 40), st.integers(1, 45), st.booleans(), st.integers(0, 2**31 - 1))
def test_keep_yields_each_sample_once_in_batches_of_the_size(n, size, shuffle, seed):
    loader = BatchLoader(np.arange(n), batch_size=size, shuffle=shuffle, seed=seed)
    batches = numbers_of(loader)
    assert sorted(flat(batches)) == list(range(n))
    assert len(batches) == len(loader)
    assert all(len(batch) == size for batch in batches[:-1])


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 40), st.integers(1, 40), st.booleans())
def test_discard_leaves_out_only_the_smaller_last_batch(n, size, shuffle):
    if size > n:
        n, size = size, n
    data = np.arange(n)
    kept = BatchLoader(data, batch_size=size, shuffle=shuffle)
    cut = BatchLoader(data, batch_size=size, shuffle=shuffle, last_batch="discard")
    whole = [batch for batch in numbers_of(kept) if len(batch) == size]
    assert numbers_of(cut) == whole
    assert len(cut) == n // size


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 12), st.integers(1, 30), st.booleans(), st.integers(1, 6))
def test_rollover_loses_and_repeats_nothing_over_passes(n, size, shuffle, num_passes):
    loader = BatchLoader(
        np.arange(n), batch_size=size, shuffle=shuffle, last_batch="rollover"
    )
    seen = []
    for _ in range(num_passes):
        promised = len(loader)
        batches = numbers_of(loader)
        assert len(batches) == promised
        assert all(len(batch) == size for batch in batches)
        seen += flat(batches)
    # One sequence of whole epochs, cut off where the last whole batch ends.
    assert len(seen) == num_passes * n // size * size
    for epoch in range(len(seen) // n):
        assert sorted(seen[epoch * n : (epoch + 1) * n]) == list(range(n))


def test_order_depends_on_seed_and_epoch_only():
    def order(seed, epoch):
        loader = BatchLoader(np.arange(50), batch_size=7, shuffle=True, seed=seed)
        loader.set_epoch(epoch)
        return flat(numbers_of(loader))

    np.random.seed(1)
    mx.random.seed(1)
    first = order(3, 5)
    np.random.seed(2)
    mx.random.seed(2)
    assert order(3, 5) == first
    assert order(3, 6) != first
    assert order(4, 5) != first


def test_passes_follow_each_other_and_the_epoch_that_was_set():
    loader = BatchLoader(np.arange(30), batch_size=30, shuffle=True)
    passes = [flat(numbers_of(loader)) for _ in range(4)]
    assert len({tuple(each) for each in passes}) == 4
    loader.set_epoch(2)
    assert [flat(numbers_of(loader)) for _ in range(3)] == passes[1:]


def test_global_random_state_is_not_touched():
    np.random.seed(0)
    random.seed(0)
    expected = np.random.rand(), random.random()
    np.random.seed(0)
    random.seed(0)
    list(BatchLoader(np.arange(9), batch_size=2, shuffle=True))
    assert (np.random.rand(), random.random()) == expected


def test_arrays_stay_together_and_types_are_those_of_the_text():
    X = np.random.RandomState(0).rand(23, 3)
    y = np.arange(23, dtype=np.int64)
    for a, b in BatchLoader(X, y, batch_size=5, shuffle=True):
        assert a.dtype == np.float32 and b.dtype == np.int32
        np.testing.assert_array_equal(a.asnumpy(), X[b.asnumpy()].astype(np.float32))


def test_three_arrays_and_ndarrays_are_taken():
    arrays = nd.arange(10).reshape((5, 2)), nd.arange(5), np.arange(5)
    batches = list(BatchLoader(*arrays, batch_size=2))
    assert [len(batch) for batch in batches] == [3, 3, 3]
    assert [part.shape for part in batches[-1]] == [(1, 2), (1,), (1,)]


def test_batches_do_not_share_memory_with_the_data():
    X = np.zeros((4, 1), np.float32)
    for (batch,) in BatchLoader(X, batch_size=2):
        batch += 1
    assert X.sum() == 0


def test_batches_kept_by_the_caller_stay_as_they_were():
    pixels = np.arange(12, dtype=np.uint8).reshape(6, 2, 1, 1)
    loader = BatchLoader(pixels, batch_size=2, transform=ToTensor())
    kept = [X for (X,) in loader]
    expected = pixels.reshape(6, 2) / np.float32(255)
    found = np.concatenate([X.asnumpy().reshape(2, 2) for X in kept])
    np.testing.assert_array_equal(found, expected.astype(np.float32))


def test_an_abandoned_pass_leaves_nothing_behind():
    loader = BatchLoader(np.arange(10), batch_size=2)
    for _ in loader:
        break
    assert flat(numbers_of(loader)) == list(range(10))


def test_an_error_of_the_transform_reaches_the_loop():
    def fail(rows):
        raise ZeroDivisionError("in the transform")

    with pytest.raises(ZeroDivisionError, match="in the transform"):
        next(iter(BatchLoader(np.arange(4), batch_size=2, transform=fail)))


def test_limit_takes_the_first_samples_and_keeps_the_rest_of_the_settings():
    info = DataInfo("x", "X", (1,))
    loader = BatchLoader(
        np.arange(10), batch_size=4, last_batch="discard", seed=3, info=info
    )
    limited = loader.limit(9)
    assert flat(numbers_of(limited)) == list(range(8))
    assert limited.info is info and limited.num_samples == 9
    assert loader.limit(100).num_samples == 10


@pytest.mark.parametrize("batch_size", [0, -1, 2.5, "8"])
def test_a_batch_size_that_is_no_count_is_refused(batch_size):
    with pytest.raises(ConfigError, match="batch size"):
        BatchLoader(np.arange(4), batch_size=batch_size)


@pytest.mark.parametrize(
    ("arrays", "message"),
    [
        ((np.zeros((0, 2)),), "no samples"),
        ((np.zeros(3), np.zeros(4)), "3 and 4 samples"),
        ((np.array(["a", "b"]),), "type"),
        ((np.array([{}, {}]),), "type"),
        ((np.array(3.0),), "single number"),
        ((), "no samples"),
    ],
)
def test_arrays_that_cannot_be_batched_are_refused(arrays, message):
    with pytest.raises(DataError, match=message):
        BatchLoader(*arrays, batch_size=2)


def test_other_settings_out_of_range_are_refused():
    with pytest.raises(ConfigError, match="last_batch"):
        BatchLoader(np.arange(4), batch_size=2, last_batch="drop")
    with pytest.raises(ConfigError, match="discarded"):
        BatchLoader(np.arange(4), batch_size=5, last_batch="discard")
    with pytest.raises(ConfigError, match="limit"):
        BatchLoader(np.arange(4), batch_size=2).limit(0)
    with pytest.raises(DataError, match="uint8"):
        BatchLoader(np.zeros((4, 8, 8, 1)), batch_size=2, transform=ToTensor())
