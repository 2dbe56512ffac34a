"""Generated reviews are learnable, seeded, and unknown to the training part."""

import numpy as np
import pytest

from gluon_course import text
from gluon_course.base.errors import ConfigError


def sentences(reviews):
    return {each.strip() for review, _ in reviews for each in review.split(" .")} - {""}


def test_no_sentence_of_the_test_part_is_one_of_the_training_part():
    train = sentences(text.generated_reviews("train", 400))
    test = sentences(text.generated_reviews("test", 400, seed=3))
    assert not train & test
    words = [{word for each in part for word in each.split()} for part in (train, test)]
    assert words[1] <= words[0], "what is unknown is an order, not a word"


def test_the_seed_draws_the_reviews():
    first = text.generated_reviews("train", 20)
    assert text.generated_reviews("train", 20) == first
    assert text.generated_reviews("train", 20, seed=1) != first
    assert [label for _, label in first] == [0, 1] * 10


def test_single_words_do_not_tell_the_class_but_pairs_of_words_do():
    # by counting: how often a word or pair is in positive and in negative reviews
    train, test = (text.generated_reviews(part, 600) for part in ("train", "test"))

    def accuracy(parts_of):
        counts = [{}, {}]
        for review, label in train:
            for each in parts_of(review.split()):
                counts[label][each] = counts[label].get(each, 0) + 1
        hits = 0
        for review, label in test:
            score = sum(
                np.log(counts[1].get(each, 0) + 1) - np.log(counts[0].get(each, 0) + 1)
                for each in parts_of(review.split())
            )
            hits += (score > 0) == label
        return hits / len(test)

    assert accuracy(list) < 0.6
    assert accuracy(lambda words: list(zip(words, words[1:]))) > 0.8


def test_other_parts_and_empty_sets_are_refused():
    with pytest.raises(ConfigError, match="'valid'"):
        text.generated_reviews("valid", 3)
    with pytest.raises(ConfigError, match="0 reviews"):
        text.generated_reviews("train", 0)
