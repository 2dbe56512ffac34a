"""Counted words against counting by hand; the linear model on a set it can solve."""

import dataclasses

import numpy as np
import pytest

from gluon_course import text
from gluon_course.base.errors import DataError
from gluon_course.base.run import RunOptions
from gluon_course.explain.bag_of_words import bag_of_words, counts


def test_counts_are_those_of_the_known_words_of_the_part_that_is_read():
    vocab = text.vocab_from_tokens(["<unk>", "<pad>", "a", "b"])
    texts = [["a", "b", "a", "new"], [], ["<pad>", "b", "b", "a"]]
    found = counts(texts, vocab, 3).toarray()
    assert found.tolist() == [[0, 0, 2, 1], [0, 0, 0, 0], [0, 0, 0, 2]]


def made(words, valid_share=0.0):
    """A set in which a review of class k says ``words[k]``."""
    sample = text.imdb(30, RunOptions(sample=True), valid_share=valid_share)
    parts = {}
    for name in ("train", "valid", "test"):
        part = getattr(sample, name)
        if part is not None:
            tokens = [[words[label], "film"] for label in part.labels]
            parts[name] = text.Reviews(tokens, part.labels)
    vocab = text.build_vocab(parts["train"].tokens, reserved=("<pad>",))
    return dataclasses.replace(sample, vocab=vocab, **parts)


@pytest.mark.parametrize("valid_share", [0.0, 0.2])
def test_words_that_tell_the_class_are_learned(valid_share):
    found = bag_of_words(made(("bad", "good"), valid_share))
    assert found.test_acc == 1
    assert found.valid_acc == (1 if valid_share else None)


def test_words_that_tell_nothing_are_guessed():
    assert bag_of_words(made(("film", "film"))).test_acc == pytest.approx(0.5)


def test_one_class_is_refused():
    reviews = made(("bad", "good"))
    rows = np.flatnonzero(reviews.train.labels == 1)
    reviews = dataclasses.replace(reviews, train=reviews.train.take(rows))
    with pytest.raises(DataError, match="one class"):
        bag_of_words(reviews)
