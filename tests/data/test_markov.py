"""Made-up text: the chain it follows, and its best perplexity."""

import math

import numpy as np
import pytest

from gluon_course import data
from gluon_course.base.errors import ConfigError


def test_a_text_has_the_pairs_of_its_chain():
    loader = data.MarkovText(20_000, num_symbols=4)
    counts = np.zeros((4, 4))
    for X, Y in loader:
        pairs = X.asnumpy().astype(int), Y.asnumpy().astype(int)
        np.add.at(counts, pairs, 1)
        np.testing.assert_array_equal(pairs[0][:, 1:], pairs[1][:, :-1])
    shares = counts / counts.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(shares, loader.chain, atol=0.03)
    # the perplexity of the true probabilities on this text is near the best
    losses = -(counts * np.log(loader.chain)).sum() / counts.sum()
    assert math.exp(losses) == pytest.approx(loader.best_perplexity, rel=0.03)


def test_rows_go_on_in_the_next_batch():
    batches = list(data.MarkovText(400, batch_size=4, num_steps=7))
    for (_, Y), (X, _) in zip(batches, batches[1:]):
        np.testing.assert_array_equal(Y[:, -1].asnumpy(), X[:, 0].asnumpy())


def test_even_symbols_have_the_perplexity_of_their_number():
    loader = data.MarkovText(100, num_symbols=5, evenness=1e6)
    assert loader.best_perplexity == pytest.approx(5, rel=1e-3)


def test_the_same_chain_gives_other_texts():
    one, same, other = (data.MarkovText(200, seed=s) for s in (1, 1, 2))
    texts = [next(iter(each))[0].asnumpy() for each in (one, same, other)]
    np.testing.assert_array_equal(texts[0], texts[1])
    assert (texts[0] != texts[2]).any()
    np.testing.assert_array_equal(one.chain, other.chain)


@pytest.mark.parametrize(
    "options",
    [
        {"num_symbols": 1},
        {"evenness": 0},
        {"num_tokens": 80},
        {"batch_size": 0},
        {"num_steps": 0},
    ],
)
def test_impossible_texts_are_refused(options):
    with pytest.raises(ConfigError):
        data.MarkovText(**{"num_tokens": 500, **options})
