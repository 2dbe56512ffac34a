"""Subwords as the section cuts them; FNV's own test values; rows of a table."""

import pytest

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.text import word_vectors


def test_the_word_of_the_section():
    found = word_vectors.subwords("where", (3, 3))
    assert found == ["<wh", "whe", "her", "ere", "re>"]
    whole = word_vectors.subwords("where")
    assert len(whole) == 5 + 4 + 3 + 2
    assert {"<where", "where>", "here>"} <= set(whole)
    assert "<where>" not in whole  # 7 characters
    assert word_vectors.subwords("is") == ["<is", "<is>", "is>"]
    assert word_vectors.subwords("aaaa", (2, 2)) == ["<a", "aa", "a>"]
    assert word_vectors.subwords("a", (1, 1)) == ["a"]
    assert word_vectors.subwords("语言", (3, 3)) == ["<语言", "语言>"]


def test_the_hash_has_the_values_of_its_authors():
    # from the test suite of Fowler, Noll and Vo
    for text, value in (("", 0x811C9DC5), ("a", 0xE40C292C), ("foobar", 0xBF9CF968)):
        assert word_vectors.fnv1a(text) == value
    # fastText takes bytes as signed: one above 127 flips the upper bits too
    plain = (0x811C9DC5 ^ 0xC3) * 16777619 & 0xFFFFFFFF
    assert word_vectors.fnv1a("é") != (plain ^ 0xA9) * 16777619 & 0xFFFFFFFF


def test_a_word_has_the_rows_of_its_parts_and_its_own():
    words = word_vectors.Subwords(["cat", "cats"], num_buckets=50, lengths=(3, 4))
    assert words.num_rows == 1 + 50 + 2
    for i, word in enumerate(("cat", "cats")):
        rows = words.rows(word)
        assert rows[-1] == 51 + i
        assert rows[:-1] == [
            1 + word_vectors.fnv1a(part) % 50
            for part in word_vectors.subwords(word, (3, 4))
        ]
        assert words.table[i][: len(rows)].tolist() == rows
        assert (words.table[i][len(rows) :] == 0).all()
    unseen = words.rows("catsy")
    assert max(unseen) <= 50 and set(unseen) & set(words.rows("cats"))


def test_mistakes_are_told():
    with pytest.raises(DataError, match="empty word"):
        word_vectors.subwords("")
    with pytest.raises(ConfigError, match="4 to 3 characters"):
        word_vectors.subwords("cat", (4, 3))
    with pytest.raises(ConfigError, match="num_buckets is 0"):
        word_vectors.Subwords(["cat"], 0)
    with pytest.raises(DataError, match="no part of"):
        word_vectors.Subwords(["cats"], lengths=(6, 6)).rows("a")
