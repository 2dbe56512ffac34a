"""Reviews made from templates, for trials without a download; nobody wrote them.

Every opinion has a word of praise or of blame, and half of them deny it: single words
say nothing about the class of a review, only what stands before them does.
"""

from __future__ import annotations

import itertools

import numpy as np

from gluon_course.base.errors import ConfigError

NOTICE = "generated reviews: sentences from templates, not by people"
PARTS = ("train", "test")
_SUBJECTS = (
    *("the acting", "the plot", "the music", "the script", "the ending", "the cast"),
    *("the dialogue", "the pace", "the camera work", "the first hour", "the hero"),
    *("the main idea", "every scene", "the last part", "the humour", "this movie"),
)
_PRAISE = (
    *("good", "great", "wonderful", "moving", "clever", "funny", "beautiful"),
    *("brilliant", "charming", "gripping", "lovely", "superb"),
)
_BLAME = (
    *("bad", "awful", "boring", "dull", "weak", "clumsy", "silly", "terrible"),
    *("tedious", "poor", "ugly", "lame"),
)
_AGREEING = (
    *("{s} was {a}", "{s} was really {a}", "i found {s} {a}", "{s} seemed {a} to me"),
    *("they call {s} {a} and so do i", "{s} is so {a}"),
)
_DENYING = (
    *("{s} was not {a}", "{s} was never really {a}", "i did not find {s} {a}"),
    *("nobody would call {s} {a}", "{s} was far from {a}", "not even {s} seemed {a}"),
)
_NEUTRAL = {
    "train": (
        *("we saw it on a friday evening", "it lasts about two hours"),
        *("my brother bought the tickets", "it was made a long time ago"),
        *("there were ten people in the room", "it plays in a small town"),
    ),
    "test": (
        *("we saw it on a long evening", "it plays two hours ago"),
        *("my brother was in the room", "it was made in a small town"),
        *("there were ten tickets", "it lasts a long time"),
    ),
}
_TEST_SHARE = 5  # one sentence of five belongs to the test part


def generated_reviews(
    part: str, num_reviews: int, seed: int = 0
) -> list[tuple[str, int]]:
    """Reviews of three opinions of one mind, between neutral sentences.

    Parameters
    ----------
    part : {"train", "test"}
        No sentence of one part is a sentence of the other; the words are the same.
    num_reviews : int
        1 or more; every second one is positive.
    seed : int
        Draws the reviews, 0..2**31-1. Which sentence belongs to which part is fixed.

    Returns
    -------
    list of (str, int)
        Lower-case review with marks between spaces; 1 for a positive one, else 0.

    Raises
    ------
    ConfigError
        For another part or no reviews.

    Section: 10.7 文本情感分类：使用循环神经网络
    (chapter_natural-language-processing/sentiment-analysis-rnn)
    """
    if part not in PARTS or num_reviews < 1:
        raise ConfigError(
            f"{num_reviews} reviews of the part {part!r}",
            action=f"ask for one review or more of one of {PARTS}",
        )
    random = np.random.RandomState([seed, PARTS.index(part)])
    opinions = _opinions(part)
    reviews = []
    for i in range(num_reviews):
        label = i % 2
        sentences = [
            _drawn(random, opinions[label, bool(random.randint(2))]) for _ in range(3)
        ]
        sentences += [_drawn(random, _NEUTRAL[part]) for _ in range(random.randint(3))]
        order = random.permutation(len(sentences))
        reviews.append((" ".join(f"{sentences[j]} ." for j in order), label))
    return reviews


def _opinions(part: str) -> dict[tuple[int, bool], list[str]]:
    """Sentences of a part by (is it positive, does it deny its word)."""
    found = {}
    for label, denies in itertools.product((0, 1), (False, True)):
        words = _PRAISE if bool(label) != denies else _BLAME
        forms = _DENYING if denies else _AGREEING
        sentences = [
            form.format(s=subject, a=word)
            for form, subject, word in itertools.product(forms, _SUBJECTS, words)
        ]
        # a fixed draw: the same sentences for every seed of the reviews
        draw = np.random.RandomState(0).permutation(len(sentences))
        is_test = draw % _TEST_SHARE == 0
        found[label, denies] = [
            each for each, test in zip(sentences, is_test) if test == (part == "test")
        ]
    return found


def _drawn(random, sentences) -> str:
    return sentences[random.randint(len(sentences))]
