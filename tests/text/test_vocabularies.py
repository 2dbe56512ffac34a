"""Vocabularies on gluonnlp's: order, limits, records, bad input."""

import collections

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mxnet import nd

from gluon_course import text
from gluon_course.base.errors import ConfigError, DataError

LINES = [["b", "a", "b"], [], ["c", "a", "b", "d"]]


def test_order_is_unknown_reserved_frequency_then_the_token():
    vocab = text.build_vocab(LINES, reserved=["<x>", "<eos>", "<pad>"])
    assert text.vocab_tokens(vocab) == (
        *("<unk>", "<x>", "<eos>", "<pad>"),
        *("b", "a", "c", "d"),
    )
    assert vocab.padding_token == "<pad>" and vocab.eos_token == "<eos>"
    assert vocab.bos_token is None


def test_lines_and_flat_tokens_and_a_string_count_alike():
    tokens = [token for line in LINES for token in line]
    expected = text.vocab_tokens(text.build_vocab(LINES))
    assert text.vocab_tokens(text.build_vocab(tokens)) == expected
    assert text.vocab_tokens(text.build_vocab("".join(tokens))) == expected


def test_rare_tokens_and_those_over_the_size_are_unknown():
    vocab = text.build_vocab(LINES, min_freq=2)
    assert text.vocab_tokens(vocab) == ("<unk>", "b", "a")
    assert text.encode(vocab, ["c", "b"]) == [0, 1]
    vocab = text.build_vocab(LINES, max_size=1, reserved=["<pad>"])
    assert text.vocab_tokens(vocab) == ("<unk>", "<pad>", "b")


def test_special_tokens_that_occur_in_the_text_have_one_index():
    vocab = text.build_vocab(["<unk>", "a", "<pad>", "a"], reserved=["<pad>"])
    assert text.vocab_tokens(vocab) == ("<unk>", "<pad>", "a")


@pytest.mark.parametrize(
    "tokens",
    [
        ["<unk>", "<pad>", "b", "a"],
        ["a", "<eos>", "<unk>", "b", "<bos>"],
        ["z", " ", "y"],
    ],
)
def test_a_record_gives_the_same_indices(tokens):
    vocab = text.vocab_from_tokens(tokens)
    assert text.vocab_tokens(vocab) == tuple(tokens)
    assert text.encode(vocab, tokens) == list(range(len(tokens)))
    if "<unk>" in tokens:
        assert text.encode(vocab, ["nowhere"]) == [tokens.index("<unk>")]


TOKENS = st.lists(st.text(max_size=3), min_size=1, max_size=30)


@settings(max_examples=40, deadline=None)
@given(TOKENS)
def test_decoding_undoes_encoding(tokens):
    vocab = text.build_vocab(tokens)
    assert text.decode(vocab, text.encode(vocab, tokens)) == tokens
    again = text.vocab_from_tokens(text.vocab_tokens(vocab))
    assert text.encode(again, tokens) == text.encode(vocab, tokens)


@settings(max_examples=40, deadline=None)
@given(TOKENS)
def test_order_agrees_with_a_plain_sort(tokens):
    counts = collections.Counter(tokens)
    expected = sorted(counts, key=lambda token: (-counts[token], token))
    vocab = text.build_vocab(tokens, unknown=None)
    assert list(text.vocab_tokens(vocab)) == expected


def test_arrays_are_decoded():
    vocab = text.build_vocab("abca", unknown=None)
    assert text.decode(vocab, nd.array([0, 2])) == ["a", "c"]
    assert text.decode(vocab, np.array([1], np.int64)) == ["b"]


@pytest.mark.parametrize("index", [-1, 3, 0.5, float("nan")])
def test_a_number_that_is_no_index_is_refused(index):
    with pytest.raises(DataError, match="no index of a vocabulary of 3"):
        text.decode(text.build_vocab("abc", unknown=None), [index])


def test_a_token_without_index_is_refused_where_none_is_unknown():
    vocab = text.build_vocab("abc", unknown=None)
    with pytest.raises(DataError, match="has no 'z'"):
        text.encode(vocab, "abz")
    assert text.encode(vocab, "") == []


@pytest.mark.parametrize("tokens", [[], "", [[], []]])
def test_an_empty_corpus_is_refused(tokens):
    with pytest.raises(DataError, match="has no token"):
        text.build_vocab(tokens)
    with pytest.raises(DataError, match="has no token"):
        text.vocab_from_tokens(tokens)


def test_what_is_no_corpus_is_refused():
    with pytest.raises(DataError, match="type int"):
        text.build_vocab(["a", 3])
    with pytest.raises(DataError, match="'b', occurs 3 times"):
        text.build_vocab(LINES, min_freq=9)
    with pytest.raises(DataError, match="'a' 2 times"):
        text.vocab_from_tokens(["a", "b", "a"])


@pytest.mark.parametrize(
    "options",
    [
        {"min_freq": 0},
        {"max_size": 0},
        {"reserved": ["<pad>", "<pad>"]},
        {"reserved": ["<unk>"]},
    ],
)
def test_values_out_of_range_are_refused(options):
    with pytest.raises(ConfigError):
        text.build_vocab("abc", **options)
