"""Texts of unequal length come in padded batches; nothing is lost or mixed up."""

import collections
import random

import numpy as np
import pytest

from gluon_course import text
from gluon_course.base.errors import ConfigError, DataError

PAD = 1


def loader(sequences, labels=None, **options):
    options = {"length": 10, "pad": PAD, "batch_size": 2, **options}
    labels = [0] * len(sequences) if labels is None else labels
    return text.ReviewLoader(sequences, labels, **options)


def rows(data_iter):
    """(tokens without padding, label) of every text, batch by batch."""
    found = []
    for X, y in data_iter:
        X, y = X.asnumpy(), y.asnumpy()
        for row, label in zip(X, y):
            kept = row[row != PAD]
            assert (row[: len(kept)] == kept).all(), "padding stands at the end"
            found.append((tuple(kept.astype(int)), int(label)))
    return found


def test_every_text_is_cut_and_filled_to_one_length():
    (X, y), (Z, _) = loader([[2, 3], [4] * 12, []], [1, 0, 1])
    assert X.asnumpy().tolist() == [[2, 3] + [PAD] * 8, [4] * 10]
    assert y.asnumpy().tolist() == [1, 0]
    assert Z.asnumpy().tolist() == [[PAD] * 10]
    assert X.dtype == np.float32 and y.dtype == np.int32


@pytest.mark.parametrize("num_buckets", [1, 3, 50])
@pytest.mark.parametrize("shuffle", [False, True])
def test_a_pass_has_every_text_once_with_its_label(num_buckets, shuffle):
    lengths = np.random.RandomState(0).randint(0, 60, 37)
    texts = [[2 + i] * length for i, length in enumerate(lengths)]
    labels = list(range(37))
    data_iter = loader(
        texts,
        labels,
        length=40,
        batch_size=4,
        num_buckets=num_buckets,
        shuffle=shuffle,
    )
    wanted = [(tuple(each[:40]), label) for each, label in zip(texts, labels)]
    assert collections.Counter(rows(data_iter)) == collections.Counter(wanted)
    assert len(data_iter) == len(list(data_iter))
    assert data_iter.num_samples == 37


def test_buckets_make_narrower_batches():
    texts = [[2] * length for length in (3, 5, 8, 9, 12, 16, 30, 31)]
    widths = [X.shape[1] for X, _ in loader(texts, length=20, num_buckets=3)]
    assert max(widths) == 20 and min(widths) < 12
    assert {X.shape[1] for X, _ in loader(texts, length=20)} == {20}


def test_the_order_is_a_function_of_seed_and_epoch_and_of_nothing_else():
    texts = [[2 + i] * (i % 17) for i in range(40)]
    options = {"length": 20, "batch_size": 4, "num_buckets": 3, "shuffle": True}
    one, other = (loader(texts, range(40), seed=5, **options) for _ in range(2))
    np.random.seed(1)
    random.seed(1)
    first, second = rows(one), rows(one)
    assert first != second
    other.set_epoch(2)
    np.random.seed(2)
    state = np.random.get_state()[1].copy()
    assert rows(other) == second
    assert (np.random.get_state()[1] == state).all()
    assert rows(loader(texts, range(40), seed=6, **options)) != first


@pytest.mark.parametrize(
    ("sequences", "labels", "options", "error"),
    [
        ([], [], {}, DataError),
        ([[2]], [0, 1], {}, DataError),
        ([[2]], [0], {"length": 0}, ConfigError),
        ([[2]], [0], {"num_buckets": 0}, ConfigError),
        ([[2]], [0], {"batch_size": 0}, ConfigError),
    ],
)
def test_what_is_no_set_of_texts_is_refused(sequences, labels, options, error):
    with pytest.raises(error):
        loader(sequences, labels, **options)
