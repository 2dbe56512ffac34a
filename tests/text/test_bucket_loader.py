"""Batches by length: no sample lost, little filler, the same again for a seed."""

import collections

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mxnet import nd

from gluon_course import text
from gluon_course.base.errors import ConfigError, DataError


def samples(loader):
    """(tokens, label) of a pass, in order."""
    found = []
    for X, valid_len, y in loader:
        for row, length, label in zip(*(each.asnumpy() for each in (X, valid_len, y))):
            assert (row[int(length) :] == 0).all()
            found.append((tuple(row[: int(length)]), int(label)))
    return found


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(1, 30), min_size=1, max_size=40),
    st.integers(1, 8),
    st.integers(1, 6),
    st.booleans(),
)
def test_every_sample_is_in_exactly_one_batch(
    lengths, batch_size, num_buckets, shuffle
):
    sequences = [[i + 1] * length for i, length in enumerate(lengths)]
    loader = text.BucketLoader(
        sequences,
        range(len(lengths)),
        batch_size=batch_size,
        num_buckets=num_buckets,
        shuffle=shuffle,
    )
    expected = [(tuple(each), i) for i, each in enumerate(sequences)]
    assert sorted(samples(loader)) == sorted(expected)
    shapes = [X.shape for X, _, _ in loader]
    assert len(shapes) == len(loader) and max(n for n, _ in shapes) <= batch_size
    assert {steps for _, steps in shapes} <= set(loader.lengths)
    assert len(loader.lengths) <= num_buckets


def test_a_batch_holds_lengths_of_one_bucket_only():
    random = np.random.RandomState(0)
    lengths = random.randint(1, 101, 400)
    sequences = [[1] * n for n in lengths]
    loader = text.BucketLoader(sequences, batch_size=16, num_buckets=10, shuffle=True)
    filler = total = 0
    for X, valid_len in loader:
        bound = [0, *loader.lengths][loader.lengths.index(X.shape[1])]
        assert bound < valid_len.min().asscalar() <= X.shape[1]
        filler += X.size - valid_len.sum().asscalar()
        total += X.size
    assert filler / total < 0.15  # one bucket of 100 would be half filler


def test_a_pass_depends_on_seed_and_epoch_and_leaves_numpy_alone():
    def make(seed):
        sequences = [[i + 1] * (1 + i % 7) for i in range(60)]
        return text.BucketLoader(
            sequences, range(60), batch_size=4, num_buckets=3, shuffle=True, seed=seed
        )

    np.random.seed(3)
    expected = np.random.rand(2)
    np.random.seed(3)
    one = make(1)
    passes = [samples(one) for _ in range(3)]
    np.testing.assert_array_equal(np.random.rand(2), expected)
    resumed = make(1)
    resumed.set_epoch(2)
    assert samples(resumed) == passes[1] != passes[0]
    assert samples(make(2)) != passes[0]


def test_labels_keep_their_kind_and_a_limit_takes_the_first():
    loader = text.BucketLoader([[1], [2], [3, 4]], nd.array([0.5, 1, 2]), batch_size=2)
    assert {y.dtype for _, _, y in loader} == {np.float32}
    loader = text.BucketLoader([[1], [2], [3, 4]], np.array([7, 8, 9]), batch_size=2)
    ((_, _, y),) = loader.limit(2)
    assert y.dtype == np.int32 and y.asnumpy().tolist() == [7, 8]
    counts = collections.Counter(len(X) for X, *_ in loader)
    assert sum(n * count for n, count in counts.items()) == 3


def test_what_cannot_be_batched_is_refused():
    with pytest.raises(DataError, match="no sequence"):
        text.BucketLoader([], batch_size=2)
    with pytest.raises(DataError, match="Sequence 1 is empty"):
        text.BucketLoader([[1], []], batch_size=2)
    with pytest.raises(DataError, match="2 sequences and 1 labels"):
        text.BucketLoader([[1], [2]], [0], batch_size=2)
    for options in ({"batch_size": 0}, {"batch_size": 2, "num_buckets": 0}):
        with pytest.raises(ConfigError):
            text.BucketLoader([[1], [2]], **options)
    with pytest.raises(ConfigError, match="limit is 0"):
        text.BucketLoader([[1]], batch_size=1).limit(0)
