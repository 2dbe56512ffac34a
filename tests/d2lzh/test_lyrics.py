"""The corpora of 6.3 as the text's functions return them."""

import zipfile

import pytest

from gluon_course.base.errors import DataError
from gluon_course.d2lzh.lyrics import load_data_jay_lyrics, load_data_time_machine

LYRICS = "想要有直升机\n想要和你\r飞到宇宙去" * 600  # 15 characters, 8 of them twice


@pytest.fixture
def lyrics(notebook):
    (notebook / "data").mkdir()
    path = notebook / "data" / "jaychou_lyrics.txt.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("jaychou_lyrics.txt", LYRICS)


def test_lyrics_are_four_things_of_ten_thousand_characters(lyrics):
    corpus_indices, char_to_idx, idx_to_char, vocab_size = load_data_jay_lyrics()
    assert (type(corpus_indices), len(corpus_indices)) == (list, 10_000)
    assert (type(char_to_idx), type(idx_to_char)) == (dict, list)
    kept = LYRICS.replace("\n", " ").replace("\r", " ")[:10_000]
    assert "".join(idx_to_char[i] for i in corpus_indices) == kept
    assert vocab_size == len(char_to_idx) == len(idx_to_char) == len(set(kept))
    assert idx_to_char == sorted(idx_to_char)


def test_the_novel_comes_in_lower_case(notebook):
    (notebook / "data").mkdir()
    (notebook / "data" / "timemachine.txt").write_text("The Time\nMachine")
    corpus_indices, _, idx_to_char, vocab_size = load_data_time_machine()
    text = "".join(idx_to_char[i] for i in corpus_indices)
    assert text == "the time machine" and vocab_size == len(set(text))


def test_offline_without_the_file_the_error_says_where_it_belongs(notebook, offline):
    with pytest.raises(DataError, match=r"jaychou_lyrics\.txt\.zip"):
        load_data_jay_lyrics()


def test_the_lyrics_of_the_text_have_1027_characters(real_notebook):
    corpus_indices, _, idx_to_char, vocab_size = load_data_jay_lyrics()
    assert (vocab_size, len(corpus_indices)) == (1027, 10_000)
    assert load_data_jay_lyrics()[2] == idx_to_char


def test_the_packages_corpora_hold_the_same_text(real_notebook, monkeypatch):
    reference = pytest.importorskip("d2lzh", reason="the extra bench is not installed")
    from gluon_course.data import locate_file

    (real_notebook / "data").mkdir()
    for name, file in (
        ("jaychou", "jaychou_lyrics.txt.zip"),
        ("time-machine", "timemachine.txt"),
    ):
        (real_notebook / "data" / file).symlink_to(locate_file(name, file))
    for ours, theirs in (
        (load_data_jay_lyrics, reference.load_data_jay_lyrics),
        (load_data_time_machine, reference.load_data_time_machine),
    ):
        texts = []
        for corpus_indices, _, idx_to_char, vocab_size in (ours(), theirs()):
            texts.append(("".join(idx_to_char[i] for i in corpus_indices), vocab_size))
        assert texts[0] == texts[1]
