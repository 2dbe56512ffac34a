"""Numbered sentences and subsampling, beside loops over words."""

import collections

import numpy as np
import pytest

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.base.run import RunOptions
from gluon_course.text import word_vectors

LINES = [line.split() for line in ("a b a c", "", "b a d", "e", "a b")]


def test_rare_words_are_left_out_and_the_others_numbered():
    corpus = word_vectors.word_corpus(LINES, min_freq=2)
    tokens = corpus.vocab.idx_to_token
    assert tokens == ["a", "b"]
    assert corpus.lengths.tolist() == [3, 0, 2, 0, 2]
    assert [tokens[i] for i in corpus.words] == list("ababaab")
    assert corpus.counts.tolist() == [4, 3]
    assert [len(each) for each in corpus.sentences] == [3, 0, 2, 0, 2]


def test_the_token_for_rare_words_is_one_of_the_text_where_it_occurs():
    lines = [["<unk>", "a", "a"], ["a", "<unk>"]]
    with_it = word_vectors.word_corpus(lines, min_freq=2)
    assert sorted(with_it.vocab.idx_to_token) == ["<unk>", "a"]
    assert with_it.counts[with_it.vocab["<unk>"]] == 2
    without = word_vectors.word_corpus(lines, min_freq=3)
    assert without.vocab.idx_to_token == ["a"]
    assert without.words.tolist() == [0, 0, 0]


@pytest.mark.parametrize("lines", [[], [[]], [["a", "b"]]])
def test_a_text_without_frequent_words_is_an_error(lines):
    with pytest.raises(DataError):
        word_vectors.word_corpus(lines, min_freq=2)


def test_a_sentence_that_was_not_cut_is_an_error():
    with pytest.raises(DataError, match="one string"):
        word_vectors.word_corpus(["a b a b"], min_freq=1)
    with pytest.raises(ConfigError, match="min_freq is 0"):
        word_vectors.word_corpus(LINES, min_freq=0)


def test_words_are_kept_with_the_probability_of_the_text():
    counts = np.array([50770, 45, 0, 5])
    total = counts.sum()
    found = word_vectors.keep_probability(counts, 1e-4)
    for count, kept in zip(counts, found):
        dropped = max(1 - (1e-4 / (count / total)) ** 0.5, 0) if count else 0
        assert kept == pytest.approx(1 - dropped)
    assert (word_vectors.keep_probability(counts, 1.0) == 1).all()
    with pytest.raises(ConfigError, match="threshold"):
        word_vectors.keep_probability(counts, 0)


def test_subsampling_keeps_as_many_as_expected_and_all_of_the_rare():
    rng = np.random.RandomState(0)
    words = rng.choice(40, 30000, p=np.arange(1, 41) / 820)
    lines = [[f"w{i}" for i in words[k : k + 30]] for k in range(0, 30000, 30)]
    corpus = word_vectors.word_corpus(lines, 1)
    kept = word_vectors.subsample(corpus, np.random.RandomState(1), 0.005)
    chance = word_vectors.keep_probability(corpus.counts, 0.005)
    wanted = corpus.counts * chance
    spread = np.sqrt(wanted * (1 - chance))
    assert (abs(kept.counts - wanted) <= 5 * spread).all()
    assert chance.max() == 1  # the rarest: all of their occurrences
    assert kept.lengths.sum() == len(kept.words)
    # what is left stands in its order, in its sentence
    for before, after in zip(corpus.sentences, kept.sentences):
        rest = iter(before.tolist())
        assert all(word in rest for word in after.tolist())


def test_an_unknown_word_suggests_those_spelled_alike():
    corpus = word_vectors.word_corpus([["chips", "the", "clip"]], 1)
    assert corpus.number("the") == corpus.vocab["the"]
    with pytest.raises(DataError, match=r"'chip' is none of 3 words.*chips, clip"):
        corpus.number("chip")
    with pytest.raises(DataError, match=r"capital letters\. did you mean the\?"):
        corpus.number("The")


def test_the_sample_says_that_it_is_the_sample():
    corpus = word_vectors.ptb_corpus(RunOptions(sample=True, limit=50), min_freq=2)
    assert "not Penn Treebank" in corpus.info.notice
    assert corpus.info.vocab == tuple(corpus.vocab.idx_to_token)
    counted = collections.Counter(corpus.words.tolist())
    assert min(counted.values()) >= 2


def test_penn_treebank_has_the_figures_of_the_text(real_data):
    corpus = word_vectors.ptb_corpus()
    assert len(corpus.words) == 887100
    assert len(corpus.vocab) == 9858
    vocab = corpus.vocab
    assert [corpus.counts[vocab[word]] for word in ("the", "join")] == [50770, 45]
    kept = word_vectors.subsample(corpus, np.random.RandomState(0))
    assert len(kept.words) == pytest.approx(375190, abs=1500)
    assert kept.counts[vocab["the"]] == pytest.approx(2087, abs=150)
    assert kept.counts[vocab["join"]] == 45
