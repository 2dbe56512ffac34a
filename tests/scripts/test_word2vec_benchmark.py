"""The slow peers of the benchmark of word2vec do what the package does."""

import importlib.util
import random
import sys
from pathlib import Path

import numpy as np
import pytest

from gluon_course.text import word_vectors

FOLDER = Path(__file__).resolve().parents[2] / "scripts" / "benchmarks"


@pytest.fixture(scope="module")
def benchmark():
    sys.path.insert(0, str(FOLDER))
    try:
        spec = importlib.util.spec_from_file_location(
            "word2vec_benchmark", FOLDER / "word2vec.py"
        )
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(FOLDER))
    return module


@pytest.fixture(scope="module")
def corpus():
    rng = np.random.RandomState(0)
    shares = 1 / np.arange(1, 301)
    drawn = rng.choice(300, (400, 10), p=shares / shares.sum())
    return word_vectors.word_corpus([[f"w{i}" for i in line] for line in drawn], 1)


def test_the_loop_draws_rows_of_the_same_kind(benchmark, corpus, monkeypatch):
    monkeypatch.setattr(benchmark, "THRESHOLD", 0.01)
    random.seed(0)
    rows = 0
    for centers, words, masks, labels in benchmark.loop_batches(corpus):
        assert centers.shape == (len(words), 1)
        rows += len(words)
        for w, m, y in zip(*(each.asnumpy() for each in (words, masks, labels))):
            assert m.sum() == (1 + benchmark.NEGATIVES) * y.sum() > 0
            own, noise = w[y == 1], w[(m == 1) & (y == 0)]
            assert not set(own) & set(noise)
    ours = word_vectors.SkipGramBatches(corpus, threshold=0.01).num_samples
    assert abs(rows - ours) < 0.05 * ours


def test_the_imperative_step_lowers_the_loss(benchmark, corpus):
    step = benchmark.imperative(len(corpus.vocab))
    (batch, *_) = word_vectors.SkipGramBatches(corpus, 64, threshold=1.0)
    losses = [step(*batch) for _ in range(8)]
    assert losses[0] == pytest.approx(64 * np.log(2), rel=0.02)
    assert losses[-1] < 0.99 * losses[0]


def test_a_missing_gensim_is_told(benchmark, monkeypatch):
    monkeypatch.setitem(sys.modules, "gensim", None)
    with pytest.raises(SystemExit, match="gensim is missing"):
        benchmark.main(1, 1, 10, True)
