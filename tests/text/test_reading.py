"""Texts from files: marks at their beginning, encodings, lines."""

import pytest

from gluon_course import text
from gluon_course.base.errors import DataError


def write(folder, content):
    path = folder / "a.txt"
    path.write_bytes(content)
    return path


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path):
    path = write(tmp_path, b"\xef\xbb\xbfthe time")
    assert text.read_text(path) == "the time"
    assert text.read_lines(path) == ["the time"]


@pytest.mark.parametrize(
    ("encoding", "cause"),
    [("utf-16", "UTF-16"), ("latin-1", "another encoding"), ("gbk", "another")],
)
def test_another_encoding_is_refused_with_its_place(tmp_path, encoding, cause):
    content = ("歌" if encoding == "gbk" else "café").encode(encoding)
    path = write(tmp_path, content)
    with pytest.raises(DataError, match="not a text in UTF-8") as error:
        text.read_text(path)
    assert cause in error.value.cause and str(path) in error.value.what


def test_lines_end_at_line_feeds_and_returns_and_nowhere_else(tmp_path):
    path = write(tmp_path, "a\r\nb\rc\n\nd\x0ce\u2028f".encode())
    assert text.read_lines(path) == ["a", "b", "c", "", "d\x0ce\u2028f"]


def test_an_empty_file_has_no_line(tmp_path):
    assert text.read_text(write(tmp_path, b"")) == ""
    assert text.read_lines(write(tmp_path, b"")) == []


def test_a_line_of_two_million_characters_is_one_line(tmp_path):
    path = write(tmp_path, b"ab " * 700_000 + b"\nlast")
    first, last = text.read_lines(path)
    assert len(first) == 2_100_000 and last == "last"
    assert len(text.tokenize_words(first)) == 700_000
