"""Reviews in files become rows of numbers."""

import collections

import numpy as np
import pytest

from gluon_course import text
from gluon_course.base.errors import DataError

REVIEWS = {
    "pos/7_9.txt": "A Fine film,\r\nfine",
    "pos/10_8.txt": "fine  fine acting",
    "pos/2_10.txt": "Fine",
    "neg/1_1.txt": "a bad film",
    "neg/3_2.txt": "Bad bad\nfilm",
    "neg/4_4.txt": "not fine",
}


@pytest.fixture
def folder(tmp_path):
    for name, content in REVIEWS.items():
        path = tmp_path / "train" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode())
    (tmp_path / "train" / "pos" / "notes.md").write_text("no review")
    return tmp_path / "train"


def test_reviews_are_lower_case_without_newlines_and_carry_their_label(folder):
    assert text.read_reviews(folder) == [
        ["fine  fine acting", 1],
        ["fine", 1],
        ["a fine film,\rfine", 1],
        ["a bad film", 0],
        ["bad badfilm", 0],
        ["not fine", 0],
    ]


def test_tokens_are_what_single_spaces_part():
    assert text.tokenize_reviews([["A  Good film", 1]]) == [["a", "", "good", "film"]]


def test_tokens_are_counted_over_all_samples():
    counter = text.count_tokens([["a", "b"], ["a"], []])
    assert counter == collections.Counter(a=2, b=1)


def test_the_vocabulary_has_frequent_tokens_after_unknown_and_padding():
    samples = [["fine"] * 6 + ["film"] * 5, ["rare"] * 4 + ["a"] * 9]
    vocab = text.vocabulary(samples)
    assert vocab.idx_to_token == ["<unk>", "<pad>", "a", "fine", "film"]
    assert len(text.vocabulary(samples, min_freq=1)) == 6


def test_reviews_are_cut_and_filled_to_one_length():
    vocab = text.vocabulary([["a"] * 5, ["b"] * 6])  # <unk> 0, <pad> 1, b 2, a 3
    found = text.encode_reviews([["a", "b", "x", "a", "a"], ["b"], []], vocab, 4)
    assert found.asnumpy().tolist() == [[3, 2, 0, 3], [2, 1, 1, 1], [1, 1, 1, 1]]
    assert found.dtype == np.float32
    assert text.encode_reviews([["a"]], vocab).shape == (1, 500)


def test_missing_damaged_and_no_reviews_are_refused(folder):
    with pytest.raises(DataError, match=r"test/pos.* no review.*data fetch imdb"):
        text.read_reviews(folder.parent / "test")
    (folder / "neg" / "5_1.txt").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(DataError, match=r"5_1\.txt"):
        text.read_reviews(folder)
    with pytest.raises(DataError, match="no review"):
        text.encode_reviews([], text.vocabulary([["a"]]))
