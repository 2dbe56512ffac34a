"""Sentence pairs: reading, padding, numbers in words, batches."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluon_course import data, text
from gluon_course.base.errors import ConfigError, DataError
from gluon_course.base.run import RunOptions
from gluon_course.text.translation import loaders

ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
    *("seventeen", "eighteen", "nineteen"),
)
TENS = {
    **{"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60},
    **{"seventy": 70, "eighty": 80, "ninety": 90},
}
UNITS = {"十": 10, "百": 100, "千": 1000}


def value_of_words(words):
    """The number that English words say."""
    total = part = 0
    for word in words:
        if word == "thousand":
            total, part = total + part * 1000, 0
        elif word == "hundred":
            part *= 100
        else:
            part += TENS[word] if word in TENS else ONES.index(word)
    return total + part


def value_of_numeral(characters):
    """The number that Chinese characters say."""
    total = part = 0
    digit = None
    for character in characters:
        if character == "万":
            total, part, digit = (part + (digit or 0)) * 10_000, 0, None
        elif character in UNITS:
            part += (1 if digit is None else digit) * UNITS[character]
            digit = None
        elif character == "零":
            digit = None
        else:
            digit = "零一二三四五六七八九".index(character)
    return total + part + (digit or 0)


@given(st.integers(0, 999_999))
def test_written_numbers_can_be_read_again(number):
    assert value_of_words(text.english_words(number)) == number
    numeral = text.chinese_numeral(number)
    assert value_of_numeral(numeral) == number
    assert "零零" not in "".join(numeral)
    assert len(numeral) < loaders.NUMBER_STEPS


@pytest.mark.parametrize(
    ("number", "english", "chinese"),
    [
        (0, "zero", "零"),
        (10, "ten", "十"),
        (19, "nineteen", "十九"),
        (110, "one hundred ten", "一百一十"),
        (1001, "one thousand one", "一千零一"),
        (12_304, "twelve thousand three hundred four", "一万二千三百零四"),
        (20_000, "twenty thousand", "二万"),
        (100_010, "one hundred thousand ten", "十万零一十"),
        (110_000, "one hundred ten thousand", "十一万"),
    ],
)
def test_numbers_as_people_write_them(number, english, chinese):
    assert " ".join(text.english_words(number)) == english
    assert "".join(text.chinese_numeral(number)) == chinese


def test_numbers_are_drawn_once_and_of_all_lengths():
    numbers = text.draw_numbers(6000, seed=1)
    assert len(set(numbers.tolist())) == 6000
    digits = [sum(len(str(n)) == k for n in numbers) for k in range(1, 7)]
    assert digits[:2] == [10, 90] and min(digits[3:]) > 1000
    np.testing.assert_array_equal(numbers, text.draw_numbers(6000, seed=1))
    assert set(numbers.tolist()) != set(text.draw_numbers(6000, seed=2).tolist())


@pytest.mark.parametrize("number", [-1, 1_000_000])
def test_numbers_out_of_range_are_refused(number):
    for write in (text.english_words, text.chinese_numeral):
        with pytest.raises(ConfigError, match=f"{number} is out of range"):
            write(number)
    with pytest.raises(ConfigError, match="0 numbers"):
        text.draw_numbers(0)


def test_text_is_prepared_as_in_the_section():
    found = text.preprocess_nmt("Go.\tVa\u202f!\nHi there,  Tom!\tSalut\xa0!")
    assert found == "go .\tva !\nhi there ,  tom !\tsalut !"
    assert text.preprocess_nmt(found) == found


def test_pairs_are_read_and_other_lines_counted(capsys):
    lines = ["a\x0cb .\tc d .", "", "no tab", "only source\t", "\tonly target"]
    content = "\n".join([*lines, "x\ty\tCC-BY\r\n"])
    pairs = text.parse_pairs(content, "pairs-of-this-test.txt")
    assert pairs == [("a\x0cb .", "c d ."), ("x", "y")]
    said = capsys.readouterr().err
    assert "pairs-of-this-test.txt: 3 of 5 lines are no pair" in said
    assert "the first is line 3" in said


@pytest.mark.parametrize("content", ["", "\n \n", "no tab\n", "a\t\n"])
def test_a_text_without_pairs_is_refused(content):
    with pytest.raises(DataError, match="has no sentence pair"):
        text.parse_pairs(content)


def test_sentences_are_padded_or_cut():
    vocab = text.build_vocab(["ab"], reserved=("<pad>", "<bos>", "<eos>"))
    pad, eos = (vocab.token_to_idx[each] for each in ("<pad>", "<eos>"))
    a, b = (vocab.token_to_idx[each] for each in "ab")
    X, lengths = text.pad_sentences(
        [["a"], ["a", "b"], ["b", "a", "b"], ["c"]], vocab, 3
    )
    expected = [[a, eos, pad], [a, b, eos], [b, a, b], [0, eos, pad]]
    assert X.astype(int).tolist() == expected
    assert lengths.tolist() == [2, 3, 3, 2]


def test_what_cannot_be_padded_is_refused():
    vocab = text.build_vocab(["ab"], reserved=("<pad>", "<bos>", "<eos>"))
    with pytest.raises(DataError, match="Sentence 2 of 2 has no word"):
        text.pad_sentences([["a"], []], vocab, 3)
    with pytest.raises(DataError, match="no sentence"):
        text.pad_sentences([], vocab, 3)
    with pytest.raises(ConfigError, match="num_steps is 1"):
        text.pad_sentences([["a"]], vocab, 1)
    with pytest.raises(ConfigError, match="no <pad> and no <eos>"):
        text.pad_sentences([["a"]], text.build_vocab(["ab"]), 3)


def test_the_generated_test_pairs_are_unseen_on_both_sides(capsys):
    train_iter, test_iter = text.number_pairs(50, 300, 40)
    assert train_iter.info.notice == "generated: numbers in English and Chinese"
    sides = []
    for loader in (train_iter, test_iter):
        batches = [[each.asnumpy() for each in batch] for batch in loader]
        X, X_len, Y, Y_len = map(np.concatenate, zip(*batches))
        sides.append(({tuple(x) for x in X}, {tuple(y) for y in Y}))
        assert X.shape[1] == Y.shape[1] == 12
        rows, info = np.arange(len(X)), loader.info
        assert (X[rows, X_len.astype(int) - 1] == info.vocab.index("<eos>")).all()
        ends = Y[rows, Y_len.astype(int) - 1]
        assert (ends == info.target_vocab.index("<eos>")).all()
    for seen, unseen in zip(*sides):
        assert not seen & unseen
    assert len(sides[0][0]) == 300 and len(sides[1][1]) == 40
    assert train_iter.info.vocab == test_iter.info.vocab
    assert "generated" in train_iter.info.notice


def test_seed_orders_and_limit_cuts():
    def first(seed, limit=None):
        run = RunOptions(seed=seed, limit=limit)
        loader = text.number_pairs(20, 40, 5, run)[0]
        return loader, next(iter(loader))[0].asnumpy()

    np.testing.assert_array_equal(first(1)[1], first(1)[1])
    assert (first(1)[1] != first(2)[1]).any()
    assert first(1, limit=7)[0].num_samples == 7


def test_the_sample_stands_in_for_the_files():
    for load in (text.fr_en_small, lambda run: text.fra_eng(8, 10, run=run)):
        loader = load(run=RunOptions(sample=True))
        assert loader.info.is_sample
        assert re.search("generated.*, not .*pairs", loader.info.notice)


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.setattr(loaders, "locate", lambda name: tmp_path / f"{name}.txt")
    return tmp_path


def test_the_small_file_leaves_out_long_pairs(root):
    (root / "fr-en-small.txt").write_text(
        "elle est vieille .\tshe is old .\n" + "un deux trois quatre\ta b c d e\n",
        encoding="utf-8",
    )
    loader = text.fr_en_small(2, num_steps=5)
    assert loader.num_samples == 1
    assert set(loader.info.target_vocab[4:]) == {"she", "is", "old", "."}
    with pytest.raises(DataError, match="fewer than 3 words"):
        text.fr_en_small(2, num_steps=3)


def test_rare_words_of_the_large_file_are_unknown(root):
    lines = ["Go.\tVa !", "Go!\tBouge !", "Run!\tCours !"]
    (root / "fra-eng.txt").write_text("\n".join(lines), encoding="utf-8")
    loader = text.fra_eng(3, 4, num_examples=3)
    assert loader.info.vocab[4:] == ("!", "go")
    assert loader.info.target_vocab[4:] == ("!",)
    assert loader.info.title.startswith("3 English-French")


def test_unequal_sides_are_refused():
    info = data.DataInfo("toy", "toy", (4,))
    with pytest.raises(DataError, match="1 sentences have 2 translations"):
        text.load_pairs([["a"]], [["b"], ["c"]], 1, 4, info)
    with pytest.raises(ConfigError, match="num_examples is 0"):
        text.tokenize_nmt("a\tb", 0)
