"""The corpora: published sizes of the real files, and what stands in for them."""

import collections

import pytest

from gluon_course import text
from gluon_course.base.errors import ConfigError, DataError
from gluon_course.base.run import RunOptions


def test_the_time_machine_has_the_published_lines_and_characters(real_data):
    lines = text.time_machine_lines()
    assert len(lines) == 3221 and sum(map(len, lines)) == 170_580
    vocab = text.build_vocab("".join(lines))
    assert len(vocab) == 28 and vocab.idx_to_token[:3] == ["<unk>", " ", "e"]
    words = text.build_vocab(map(text.tokenize_words, lines))
    assert words.idx_to_token[:6] == ["<unk>", "the", "i", "and", "of", "a"]


def test_penn_treebank_has_the_published_sizes(real_data):
    sentences = text.ptb()
    counts = collections.Counter(token for each in sentences for token in each)
    assert len(sentences) == 42_068
    assert (sum(counts.values()), len(counts)) == (887_521, 9_999)
    assert len(text.ptb("valid")) == 3_370 and len(text.ptb("test")) == 3_761
    assert len(text.build_vocab(sentences)) == 9_999  # its <unk> is the vocabulary's


SAMPLE = RunOptions(sample=True)


@pytest.fixture
def nowhere(tmp_path, monkeypatch):
    """No data root and no cache: whatever is read comes with Python."""
    monkeypatch.setenv("GLUON_COURSE_DATA", str(tmp_path / "root"))
    monkeypatch.setenv("GLUON_COURSE_CACHE", str(tmp_path / "cache"))
    return tmp_path


@pytest.mark.parametrize("read", [text.ptb, text.wikitext2])
def test_the_sample_stands_in_for_sentences(nowhere, read):
    parts = [read(split, SAMPLE) for split in ("train", "valid", "test")]
    assert min(map(len, parts)) > 100 and len(parts[0]) > 7 * len(parts[1])
    words = {word for part in parts for line in part for word in line}
    assert {"the", "python", "is"} <= words
    assert all(word.isalpha() and word == word.lower() for word in words)


def test_a_limit_takes_the_first_training_sentences_only(nowhere):
    few = RunOptions(sample=True, limit=3)
    assert text.ptb("train", few) == text.ptb("train", SAMPLE)[:3]
    assert text.ptb("test", few) == text.ptb("test", SAMPLE)
    assert len(text.time_machine_lines(few)) == 3


def test_the_sample_says_what_it_is(capsys):
    for _ in range(2):
        text.time_machine_lines(SAMPLE)
    assert capsys.readouterr().err.count("sample text: help topics of Python") == 1


def test_the_sample_is_prose_without_code_and_rulers():
    lines = text.sample_text().split("\n")
    assert not any(line.startswith((" ", "***", "===")) for line in lines)
    assert len(lines) > 1000 and text.sample_text() == text.sample_text()


def test_another_split_is_refused():
    with pytest.raises(ConfigError, match="no split 'dev'"):
        text.ptb("dev")


def test_wikitext_leaves_out_empty_lines(nowhere):
    folder = nowhere / "root" / "wikitext-2"
    folder.mkdir(parents=True)
    for split in ("train", "valid", "test"):
        lines = f" \n = Valkyria = \n \n the {split} @-@ game <unk> . \n"
        (folder / f"wiki.{split}.tokens").write_text(lines, encoding="utf-8")
    expected = [["=", "Valkyria", "="], ["the", "test", "@-@", "game", "<unk>", "."]]
    assert text.wikitext2("test") == expected


def test_an_empty_corpus_is_refused(nowhere):
    folder = nowhere / "root" / "ptb"
    folder.mkdir(parents=True)
    for split in ("train", "valid", "test"):
        (folder / f"ptb.{split}.txt").write_text(" \n")
    with pytest.raises(DataError, match="holds no sentence"):
        text.ptb()
