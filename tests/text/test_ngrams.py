"""n-grams: published counts, closed forms, and what holds for every text."""

import collections
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gluon_course import text
from gluon_course.base.errors import ConfigError, DataError


def test_the_time_machine_has_the_published_counts(real_data):
    tokens = [word for line in text.time_machine_lines() for word in line.split()]
    one, three = (dict(text.ngram_counts(tokens, n)) for n in (1, 3))
    assert [one[(w,)] for w in ("the", "i", "and")] == [2261, 1267, 1245]
    assert text.ngram_counts(tokens)[0] == (("the",), 2261)
    assert text.ngram_counts(tokens, 2)[0] == (("of", "the"), 309)
    assert text.ngram_counts(tokens, 3)[0] == (("the", "time", "traveller"), 59)
    assert sum(three.values()) == len(tokens) - 2


WORDS = st.lists(st.sampled_from("abcd"), min_size=1, max_size=25)


@given(WORDS, st.integers(1, 4))
def test_counts_are_those_of_a_loop(tokens, n):
    slow = collections.Counter(
        tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1)
    )
    counts = text.ngram_counts(tokens, n)
    assert dict(counts) == slow
    assert counts == sorted(counts, key=lambda item: (-item[1], item[0]))


def test_probabilities_are_those_of_the_formula():
    tokens = list("ababac")  # a 3, b 2, c 1; after a: b b c
    model = text.NgramModel(tokens, 3, [2.0, 0.5, 0.25])
    m = 4  # with <unk>
    p_a, p_b, p_c = ((n + 2 / m) / (6 + 2) for n in (3, 2, 1))
    assert model.probability("a") == pytest.approx(p_a)
    after_a = (2 + 0.5 * p_b) / (3 + 0.5)
    assert model.probability("b", ["a"]) == pytest.approx(after_a)
    # b a: a, then c
    assert model.probability("c", ["b", "a"]) == pytest.approx(
        (1 + 0.25 * p_c) / (2 + 0.25)
    )
    assert model.probability("zebra") == pytest.approx(0.5 / 8)
    # a longer context is cut: its last two tokens count
    assert model.probability("c", ["c", "b", "a"]) == model.probability("c", "ba")


def test_laplace_adds_one_to_each_count():
    tokens = list("aab")
    vocab = text.build_vocab(tokens)
    model = text.NgramModel(tokens, 1, len(vocab))
    assert model.distribution() == pytest.approx([1 / 6, 3 / 6, 2 / 6])


@settings(max_examples=60, deadline=None)
@given(
    WORDS,
    st.integers(1, 3),
    st.sampled_from([0.0, 0.3, 1.0, 50.0, math.inf]),
    st.lists(st.sampled_from("abcdz"), max_size=4),
)
def test_probabilities_sum_to_one_and_agree_with_each_token(tokens, n, e, context):
    model = text.NgramModel(tokens, n, e)
    distribution = model.distribution(context)
    assert distribution.sum() == pytest.approx(1) and distribution.min() >= 0
    for token, p in zip(model.vocab.idx_to_token, distribution):
        assert model.probability(token, context) == pytest.approx(p)


def test_equal_chances_have_the_perplexity_of_the_vocabulary():
    model = text.NgramModel(list("abcab"), 2, math.inf)
    assert model.perplexity(list("cab")) == pytest.approx(4)


def test_perplexity_is_the_geometric_mean_of_the_chances():
    model = text.NgramModel(list("abab"), 2, 0)
    # a 1/2 of four, then b surely, then a surely
    assert model.perplexity(list("aba")) == pytest.approx(2 ** (1 / 3))
    assert model.perplexity(list("bb")) == math.inf
    # an unseen context without smoothing falls back to the unigrams
    assert model.perplexity(["z"]) == math.inf
    assert model.distribution(["z"]) == pytest.approx([0, 0.5, 0.5])


def test_smoothing_makes_an_unseen_text_possible():
    tokens = text.tokenize_spaces("the time traveller smiled the time machine shone")
    model = text.NgramModel(tokens, 2, 1.0)
    held_out = text.tokenize_spaces("the machine smiled twice")
    assert np.isfinite(model.perplexity(held_out))
    assert text.NgramModel(tokens, 2, 0).perplexity(held_out) == math.inf


def test_what_gives_no_model_is_refused():
    for n, smoothing in ((0, 1), (2, -1), (2, [1]), (1, float("nan"))):
        with pytest.raises(ConfigError):
            text.NgramModel(list("ab"), n, smoothing)
    with pytest.raises(DataError, match="no token"):
        text.NgramModel([])
    with pytest.raises(DataError, match="no token"):
        text.NgramModel([], vocab=text.build_vocab("ab"))
    with pytest.raises(DataError, match="nothing to predict"):
        text.NgramModel(list("ab")).perplexity([])
    with pytest.raises(ConfigError, match="n is 0"):
        text.ngram_counts("ab", 0)
    assert text.ngram_counts("ab", 3) == []
    model = text.NgramModel(list("ab"), 1, 1, text.build_vocab("ab", unknown=None))
    with pytest.raises(DataError, match="has no 'z'"):
        model.probability("z")


def test_the_exponent_of_a_power_is_found():
    counts = [1e6 / rank**0.8 for rank in range(1, 400)]
    assert text.zipf_exponent(counts) == pytest.approx(0.8)
    assert text.zipf_exponent([9, 9, 9], first=1) == pytest.approx(0)
    with pytest.raises(DataError, match="10 different tokens give no line"):
        text.zipf_exponent([1] * 10)
