"""Corpora of language models: their vocabularies, samples and limits."""

import pytest

from gluon_course import text
from gluon_course.base.errors import ConfigError, DataError
from gluon_course.base.run import RunOptions

SAMPLE = RunOptions(sample=True)


def test_the_lyrics_are_those_of_the_section(real_data):
    loader = text.language_model_data("jaychou", max_tokens=10_000)
    assert (len(loader), len(loader.info.vocab)) == (8, 1027)
    corpus = text.jaychou()
    assert loader.info.vocab == tuple(corpus.idx_to_char)
    loader = text.language_model_data("jaychou", 1, 9, "consecutive", max_tokens=10_000)
    X, _ = next(iter(loader))
    assert X.asnumpy().tolist() == [corpus.indices[:9]]


def test_the_time_machine_is_that_of_v2(real_data):
    loader = text.language_model_data(
        "time-machine", 1, 20, "consecutive", max_tokens=10_000
    )
    assert len(loader.info.vocab) == 28 and loader.info.shape == (20,)
    X, Y = next(iter(loader))
    vocab = text.vocab_from_tokens(loader.info.vocab)
    assert "".join(text.decode(vocab, X[0])) == "the time machine by "
    assert "".join(text.decode(vocab, Y[0])) == "he time machine by h"
    words = text.language_model_data("time-machine", token="word")
    assert words.info.vocab[:4] == ("<unk>", "the", "i", "and")


def test_penn_treebank_has_ten_thousand_tokens_with_ends(real_data):
    test = text.language_model_data("ptb", 1, 100, "consecutive", split="test")
    assert len(test.info.vocab) == 10_000
    assert test.num_tokens == 82_430 // 100 * 100  # 78,669 tokens and 3,761 ends
    X, _ = next(iter(test))
    tokens = text.decode(text.vocab_from_tokens(test.info.vocab), X[0])
    assert " ".join(tokens).startswith("no it was n't black monday <eos> but while")


@pytest.mark.parametrize("name", text.language_corpus_names())
def test_the_sample_stands_in_and_says_so(name, tmp_path, monkeypatch):
    monkeypatch.setenv("GLUON_COURSE_DATA", str(tmp_path))
    loader = text.language_model_data(name, 4, 6, max_tokens=500, run=SAMPLE)
    assert loader.info.is_sample and "sample text" in loader.info.notice
    X, _ = next(iter(loader))
    assert X.shape == (4, 6) and X.max().asscalar() < len(loader.info.vocab)
    assert len(loader) == 499 // 6 // 4


def test_a_text_of_ones_own_is_cut_into_characters_or_words(tmp_path):
    path = tmp_path / "own.txt"
    path.write_text("one two\none two", encoding="utf-8")
    # a sample stands in for no text that was named
    loader = text.language_model_data(path, 1, 7, run=SAMPLE)
    assert loader.info.vocab == tuple(" enotw") and not loader.info.is_sample
    assert (loader.info.name, loader.info.title) == (str(path), "own.txt")
    words = text.language_model_data(str(path), 1, 3, token="word")
    assert words.info.vocab == ("<unk>", "one", "two")
    assert [X.asnumpy().tolist() for X, _ in words] == [[[1, 2, 1]]]
    path.write_text("")
    for token in ("char", "word"):
        with pytest.raises(DataError, match=r"empty|no token"):
            text.language_model_data(path, 1, 3, token=token)
    path.write_text("ab")
    with pytest.raises(DataError, match="corpus of 2 tokens gives no batch"):
        text.language_model_data(path, 1, 2)


def test_the_test_set_is_in_the_vocabulary_of_the_training_set():
    train, valid = (
        text.language_model_data("ptb", 2, 8, split=split, run=SAMPLE, min_freq=3)
        for split in ("train", "valid")
    )
    assert train.info.vocab == valid.info.vocab
    assert train.num_tokens > 5 * valid.num_tokens
    assert any((X == 0).max().asscalar() for X, _ in valid)  # words not seen


def test_a_limit_counts_sequences_of_the_training_set():
    few = RunOptions(sample=True, limit=5)
    loader = text.language_model_data("time-machine", 4, 6, run=few)
    whole = text.language_model_data("time-machine", 4, 6, run=SAMPLE)
    assert len(loader) == 1 and loader.info.vocab == whole.info.vocab
    test = text.language_model_data("ptb", 4, 6, split="test", run=few)
    assert len(test) > 10


@pytest.mark.parametrize(
    "options",
    [
        {"name": "bible"},
        {"token": "subword"},
        {"max_tokens": 0},
        {"split": "test"},
        {"name": "ptb", "split": "dev"},
        {"sampling": "sequential"},
        {"num_steps": 0},
    ],
)
def test_unknown_names_and_sizes_are_refused(options):
    with pytest.raises(ConfigError):
        text.language_model_data(**options, run=SAMPLE)
