"""Reviews in files become batches; a part is kept apart to choose by."""

import numpy as np
import pytest

from gluon_course import text
from gluon_course.base.errors import ConfigError, DataError
from gluon_course.base.run import RunOptions
from gluon_course.text import review_sets

SAMPLE = RunOptions(sample=True)
REAL = RunOptions(sample=False)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Ten reviews of each class and part; review i of a class has i + 1 tokens."""
    for part in ("train", "test"):
        for name, word in (("pos", "fine"), ("neg", "bad")):
            place = tmp_path / "aclImdb" / part / name
            place.mkdir(parents=True)
            for i in range(10):
                content = " ".join([word] * (i + 1))
                (place / f"{i}_7.txt").write_text(content, encoding="utf-8")
    monkeypatch.setattr(review_sets, "locate", lambda name: tmp_path / "aclImdb")
    return tmp_path / "aclImdb"


def test_the_vocabulary_is_the_one_of_mxnet_on_the_same_tokens(folder):
    reviews = text.imdb(4, REAL, min_freq=5)
    other = text.vocabulary(reviews.train.tokens, min_freq=5)
    assert list(reviews.vocab.idx_to_token) == other.idx_to_token
    assert reviews.info.vocab == ("<unk>", "<pad>", "bad", "fine")
    assert reviews.info.class_names == ("negative", "positive")
    assert reviews.info.tokenizer == "spaces"


def test_batches_are_the_rows_of_the_text(folder):
    reviews = text.imdb(20, REAL, length=6)
    ((X, y),) = reviews.test_iter
    vocab = text.vocabulary(reviews.train.tokens)
    wanted = text.encode_reviews(reviews.test.tokens, vocab, 6)
    assert (wanted == X).min().asscalar() == 1
    assert y.asnumpy().tolist() == reviews.test.labels.tolist()
    assert reviews.valid_iter is None and reviews.info.shape == (6,)


def test_the_part_kept_apart_is_balanced_fixed_and_unseen(folder):
    one = text.imdb(4, REAL, valid_share=0.2)
    other = text.imdb(4, RunOptions(sample=False, seed=9), valid_share=0.2)
    assert one.valid.tokens == other.valid.tokens
    assert sorted(one.valid.labels) == [0, 0, 1, 1]
    assert len(one.train) == 16 and one.train.labels.sum() == 8
    seen = {tuple(each) for each in one.train.tokens}
    assert not seen & {tuple(each) for each in one.valid.tokens}


def test_a_limit_takes_both_classes(folder):
    reviews = text.imdb(4, RunOptions(sample=False, limit=6), min_freq=1)
    assert sorted(reviews.train.labels) == [0, 0, 0, 1, 1, 1]
    assert len(reviews.test) == 20


def test_a_byte_order_mark_is_no_part_of_a_word(folder):
    place = folder / "test" / "pos" / "0_7.txt"
    place.write_bytes(b"\xef\xbb\xbffine")
    assert ["fine"] in text.imdb(4, REAL).test.tokens


def test_an_empty_review_and_unknown_words_are_rows_without_meaning(folder):
    (folder / "test" / "pos" / "0_7.txt").write_bytes(b"")
    (folder / "test" / "neg" / "0_7.txt").write_text("unseen words")
    reviews = text.imdb(20, REAL, tokens="words", length=3)
    ((X, _),) = reviews.test_iter
    X = X.asnumpy().tolist()
    assert [1, 1, 1] in X and [0, 0, 1] in X


def test_another_encoding_is_named(folder):
    (folder / "train" / "neg" / "3_7.txt").write_bytes("mauvais café".encode("cp1252"))
    with pytest.raises(DataError, match=r"3_7\.txt"):
        text.imdb(4, REAL)


@pytest.mark.parametrize("is_there", [True, False])
def test_where_imdb_is_not_the_subset_that_is_there_is_named(monkeypatch, is_there):
    def missing(name):
        raise DataError(f"No {name}", "there is no network", "bring it by hand.")

    monkeypatch.setattr(review_sets, "locate", missing)
    monkeypatch.setattr(review_sets, "present", lambda name: is_there or None)
    with pytest.raises(DataError, match=r"No imdb.*by hand") as error:
        text.imdb(4, REAL)
    assert ("by hand. Here are: --reviews imdb-subset" in str(error.value)) == is_there
    assert ".." not in str(error.value)


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"name": "imbd"}, ConfigError, "'imbd'"),
        ({"tokens": "char"}, ConfigError, "'char'"),
        ({"valid_share": 1}, ConfigError, "valid_share"),
        ({"valid_share": 0.01}, DataError, "empty"),
        ({"min_freq": 1000}, DataError, "min_freq"),
        ({"length": 0}, ConfigError, "length"),
    ],
)
def test_numbers_and_names_out_of_range_are_refused(folder, options, error, said):
    with pytest.raises(error, match=said):
        text.imdb(4, REAL, **options)


def test_the_sample_says_that_it_is_generated_and_is_short():
    reviews = text.imdb(50, SAMPLE, valid_share=0.1)
    assert reviews.info.is_sample and "generated" in reviews.info.notice
    assert "generated" in reviews.info.title
    X, y = next(iter(reviews.train_iter))
    assert X.shape == (50, 64) and set(np.unique(y.asnumpy())) == {0, 1}
    assert len(reviews.valid) == 120
    longest = max(len(each) for each in reviews.train.tokens)
    assert longest <= 64, "nothing of it is cut"
