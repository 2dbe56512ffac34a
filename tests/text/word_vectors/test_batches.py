"""Batches laid out as the text's ``batchify``; an epoch as a whole."""

import numpy as np
import pytest

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.text import word_vectors
from gluon_course.text.word_vectors.epochs import alike


def a_corpus(num_sentences=60, num_words=30, seed=0):
    rng = np.random.RandomState(seed)
    lines = [
        [f"w{i:02}" for i in rng.randint(0, num_words, rng.randint(0, 12))]
        for _ in range(num_sentences)
    ]
    return word_vectors.word_corpus(lines, 1)


def test_a_batch_is_laid_out_as_in_the_text():
    contexts = (np.array([2, 2, 2, 2]), np.array([2, 2]))
    negatives = (np.array([3, 3, 3, 3, 3, 3, 3]), np.array([4, 3]))
    batch = word_vectors.batchify([1, 1], contexts, negatives)
    assert [each.tolist() for each in batch] == [
        [[1], [1]],
        [[2, 2, 3, 3, 3, 3], [2, 2, 3, 3, 3, 0]],
        [[1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 0]],
        [[1, 1, 0, 0, 0, 0], [1, 1, 0, 0, 0, 0]],
    ]


def rows_of(batches):
    """Every row as (centre, sorted contexts, sorted noise), in any order."""
    found = []
    for centers, words, masks, labels in batches:
        for c, w, m, y in zip(*(x.asnumpy() for x in (centers, words, masks, labels))):
            assert (y <= m).all() and (w[m == 0] == 0).all()
            positive = tuple(sorted(w[y == 1]))
            negative = tuple(sorted(w[(m == 1) & (y == 0)]))
            found.append((int(c[0]), positive, negative))
    return sorted(found)


@pytest.mark.parametrize("num_widths", [1, 3, 4])
def test_an_epoch_has_every_centre_once(num_widths):
    batches = word_vectors.SkipGramBatches(
        a_corpus(), 16, 3, max_window=2, threshold=1.0, num_widths=num_widths
    )
    windows, negatives = batches.windows, batches.negatives
    found = list(batches)
    assert len(found) == len(batches)
    assert [len(each[0]) for each in found[:-1]] == [16] * (len(found) - 1)
    assert {each[1].shape[1] for each in found} <= {
        4 * -(-4 * i // num_widths) for i in range(1, num_widths + 1)
    }
    wanted, start = [], 0
    for center, size in zip(windows.centers, windows.sizes):
        own = windows.contexts[start : start + size]
        noise = negatives[3 * start : 3 * (start + size)]
        wanted.append((int(center), tuple(sorted(own)), tuple(sorted(noise))))
        start += size
    assert rows_of(found) == sorted(wanted)


def test_little_of_a_batch_is_padding():
    corpus = a_corpus(400)

    def padding(num_widths):
        batches = word_vectors.SkipGramBatches(
            corpus, 32, threshold=1.0, num_widths=num_widths
        )
        masks = [each[2] for each in batches]
        return 1 - sum(m.sum().asscalar() for m in masks) / sum(m.size for m in masks)

    assert padding(5) < 0.6 * padding(1)


def test_order_follows_from_seed_and_epoch_and_so_do_new_draws():
    def epochs(seed, redraw):
        batches = word_vectors.SkipGramBatches(
            a_corpus(), 16, threshold=0.05, seed=seed, redraw=redraw
        )
        first, second = list(batches), list(batches)
        batches.set_epoch(1)
        return first, second, list(batches)

    def same(a, b):
        pairs = [(x.asnumpy(), y.asnumpy()) for p, q in zip(a, b) for x, y in zip(p, q)]
        return len(a) == len(b) and all(np.array_equal(x, y) for x, y in pairs)

    for redraw in (False, True):
        first, second, again = epochs(1, redraw)
        assert same(first, again) and not same(first, second)
        assert (rows_of(first) == rows_of(second)) is not redraw
        assert same(first, epochs(1, redraw)[0])
        assert rows_of(first) != rows_of(epochs(2, redraw)[0])


def test_samples_of_a_size_share_a_batch_and_none_is_lost():
    rng = np.random.RandomState(3)
    sizes = rng.randint(1, 9, 101)
    order = rng.permutation(101)
    batches = alike(order, sizes, 10, 4)
    assert sorted(np.concatenate([rows for rows, _ in batches])) == list(range(101))
    assert [len(rows) for rows, _ in batches] == [10] * 10 + [1]
    for rows, width in batches:
        assert sizes[rows].max() <= width and width in (2, 4, 6, 8)
    mixed = sum(sizes[rows].min() <= width - 2 for rows, width in batches)
    assert mixed <= 3  # where what a width left over joins the next


def test_cbow_predicts_a_centre_from_its_contexts():
    batches = word_vectors.CBOWBatches(
        a_corpus(), 16, 3, max_window=2, threshold=1.0, num_widths=2
    )
    windows = batches.windows
    parts = np.split(windows.contexts, windows.starts[1:])
    wanted = sorted((int(c), tuple(p)) for c, p in zip(windows.centers, parts))
    found = []
    for batch in batches:
        for c, m, w, ones, y in zip(*(each.asnumpy() for each in batch)):
            assert y.tolist() == [1, 0, 0, 0] and ones.tolist() == [1, 1, 1, 1]
            assert w[0] not in w[1:]
            assert (c[m == 0] == 0).all()
            found.append((int(w[0]), tuple(c[m == 1])))
    assert sorted(found) == wanted


def test_a_corpus_smaller_than_a_batch_is_one_batch():
    corpus = word_vectors.word_corpus([["a", "b"], ["c", "d", "a"]], 1)
    (batch,) = word_vectors.SkipGramBatches(corpus, 512, threshold=1.0)
    assert batch[0].shape == (5, 1)


def test_what_does_not_fit_is_told():
    with pytest.raises(DataError, match="3 values"):
        word_vectors.padded([1, 2, 3], [1, 1])
    with pytest.raises(DataError, match="width is too small"):
        word_vectors.padded([1, 2, 3], [3], width=2)
    with pytest.raises(ConfigError, match="num_widths is 0"):
        word_vectors.SkipGramBatches(a_corpus(), num_widths=0)
    with pytest.raises(ConfigError, match="batch size is 0"):
        word_vectors.SkipGramBatches(a_corpus(), 0)
    rows, mask = word_vectors.padded([], np.zeros(2, int))
    assert rows.shape == mask.shape == (2, 0)
