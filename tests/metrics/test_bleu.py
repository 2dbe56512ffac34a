"""BLEU: the text's hand values, and sacrebleu on whole sets."""

import numpy as np
import pytest

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.metrics import bleu, corpus_bleu, exact_matches


@pytest.mark.parametrize(
    ("prediction", "label", "expected"),
    [
        ("they are watching .", "they are watching .", 1.0),
        ("they are russian .", "they are canadian .", 0.658),
        # p_1 = 4/5, p_2 = 3/4, p_3 = 1/3 of A B B C D for A B C D E F, too short
        ("A B B C D", "A B C D E F", np.exp(-1 / 5) * (4 / 5) ** 0.5 * (3 / 4) ** 0.25),
        ("are they", "they are", 0.0),
        ("they", "they are", 0.0),
        ("", "they are", 0.0),
    ],
)
def test_values_by_hand(prediction, label, expected):
    found = bleu(prediction.split(), label.split(), k=2)
    assert found == pytest.approx(expected, abs=5e-4)


def test_a_word_counts_as_often_as_the_label_has_it():
    assert bleu(["a"] * 4, ["a", "b", "c", "d"], k=1) == pytest.approx(0.25**0.5)


def sets(seed):
    """Sentences of few words, and the same with some words changed or lost."""
    random = np.random.RandomState(seed)
    labels = [
        list(random.choice(list("abcdef"), random.randint(4, 12))) for _ in "x" * 9
    ]
    predictions = []
    for label in labels:
        words = [w if random.uniform() < 0.8 else "g" for w in label]
        predictions.append(words[: random.randint(3, len(words) + 2)])
    return predictions, labels


@pytest.mark.parametrize("seed", range(6))
def test_corpus_bleu_is_that_of_sacrebleu(seed):
    sacrebleu = pytest.importorskip("sacrebleu")
    predictions, labels = sets(seed)
    if seed == 5:  # too long together
        predictions = [each + ["a", "b"] for each in labels]
    joined = [[" ".join(each) for each in side] for side in (predictions, labels)]
    expected = sacrebleu.corpus_bleu(
        joined[0], [joined[1]], tokenize="none", smooth_method="none", force=True
    )
    assert corpus_bleu(predictions, labels) == pytest.approx(
        expected.score / 100, abs=1e-6
    )


def test_corpus_bleu_of_short_or_wrong_sentences_is_zero():
    assert corpus_bleu([["a", "b"]], [["a", "b"]]) == 0
    assert corpus_bleu([["a", "b"]], [["a", "b"]], max_n=2) == pytest.approx(1)
    assert corpus_bleu([[]], [["a", "b"]], max_n=1) == 0


def test_exact_matches():
    assert exact_matches(["一二", "三"], ["一二", "四"]) == 0.5
    assert exact_matches([("a", "b")], [["a", "b"]]) == 1


def test_mistakes_are_told():
    with pytest.raises(ConfigError, match="k is 0"):
        bleu(["a"], ["a"], 0)
    with pytest.raises(ConfigError, match="max_n is 0"):
        corpus_bleu([["a"]], [["a"]], 0)
    with pytest.raises(ConfigError, match="'they watch' is not split into words"):
        bleu("they watch", ["they", "watch"], 1)
    with pytest.raises(ConfigError, match="'b' is not split into words"):
        corpus_bleu([["a"]], ["b"])
    with pytest.raises(DataError, match="has no word"):
        bleu(["a"], [], 1)
    for score in (corpus_bleu, exact_matches):
        with pytest.raises(DataError, match="1 translations for 0 sentences"):
            score([["a"]], [])
