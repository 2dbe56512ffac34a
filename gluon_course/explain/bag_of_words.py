"""Bags of words: what a linear model of counted words knows, and what it cannot."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np

from gluon_course import text
from gluon_course.base.errors import DataError
from gluon_course.base.run import RunOptions
from gluon_course.explain.topic import Answer, Check, Table, register_topic

PENALTIES = (1.0, 0.3, 0.1, 0.03)
"""Values of scikit-learn's C that are tried where a part is kept apart to choose by."""


@dataclasses.dataclass(frozen=True)
class BagOfWords:
    """A logistic regression on how often each token occurs.

    Attributes
    ----------
    valid_acc : float or None
        Accuracy on the part kept apart; None where there is none.
    test_acc : float
        Accuracy on the test part.
    C : float
        Inverse strength of the penalty, chosen on the part kept apart; else 1,
        scikit-learn's own.
    """

    valid_acc: float | None
    test_acc: float
    C: float


def bag_of_words(reviews: text.ReviewSet) -> BagOfWords:
    """Train and measure the linear model on the very tokens that a net gets.

    Parameters
    ----------
    reviews : ReviewSet
        With its parts and vocabulary; reviews are cut as the net's are, and unknown
        tokens and padding do not count.

    Returns
    -------
    BagOfWords

    Raises
    ------
    DataError
        If the training part has one class only.

    Section: 10.7 文本情感分类：使用循环神经网络, beside the net
    """
    from sklearn.linear_model import LogisticRegression

    (length,) = reviews.info.shape
    train, test = (
        counts(part.tokens, reviews.vocab, length)
        for part in (reviews.train, reviews.test)
    )
    labels = reviews.train.labels
    if len(np.unique(labels)) < 2:
        raise DataError(
            f"All {len(labels)} training reviews are of one class",
            action="take more of them",
        )

    def fitted(C):
        return LogisticRegression(C=C, max_iter=2000).fit(train, labels)

    if reviews.valid is None:
        model, valid_acc = fitted(1.0), None
    else:
        valid = counts(reviews.valid.tokens, reviews.vocab, length)
        models = [fitted(C) for C in PENALTIES]
        scores = [each.score(valid, reviews.valid.labels) for each in models]
        best = int(np.argmax(scores))
        model, valid_acc = models[best], float(scores[best])
    return BagOfWords(
        valid_acc, float(model.score(test, reviews.test.labels)), float(model.C)
    )


def counts(texts: Sequence[Sequence[str]], vocab, length: int):
    """How often each token of a vocabulary occurs in each text.

    Parameters
    ----------
    texts : sequence of N lists of str
    vocab : gluonnlp.Vocab
        Of V tokens; ``<unk>`` and ``<pad>`` are not counted.
    length : int
        Tokens of a text that are read.

    Returns
    -------
    scipy.sparse.csr_matrix, float32, shape (N, V)
    """
    from scipy.sparse import csr_matrix

    known = [
        [vocab[token] for token in each[:length] if token in vocab] for each in texts
    ]
    columns = [index for each in known for index in each if index > vocab[text.PAD]]
    sizes = [sum(index > vocab[text.PAD] for index in each) for each in known]
    ends = np.concatenate(([0], np.cumsum(sizes)))
    shape = (len(texts), len(vocab))
    matrix = csr_matrix((np.ones(len(columns), np.float32), columns, ends), shape)
    matrix.sum_duplicates()
    return matrix


@register_topic(
    "bag-of-words", "Do single words say what a review feels?", "10.7, 10.8"
)
def answer() -> Answer:
    """Count words and pairs of words in reviews that deny half of their words."""
    from sklearn.linear_model import LogisticRegression

    reviews = text.imdb(64, RunOptions(sample=True), tokens="words")
    (length,) = reviews.info.shape
    single = bag_of_words(reviews).test_acc
    pairs = [
        [["_".join(two) for two in zip(each, each[1:])] for each in part.tokens]
        for part in (reviews.train, reviews.test)
    ]
    vocab = text.build_vocab(pairs[0], reserved=(text.PAD,))
    model = LogisticRegression(max_iter=2000)
    model.fit(counts(pairs[0], vocab, length), reviews.train.labels)
    of_pairs = model.score(counts(pairs[1], vocab, length), reviews.test.labels)
    shuffled = _shuffled(reviews.test.tokens)
    same = counts(shuffled, reviews.vocab, length)
    before = counts(reviews.test.tokens, reviews.vocab, length)
    return Answer(
        "Often enough: on real reviews words such as great and awful go far. But a bag "
        "of words forgets the order, so that not good at all, really bad and not bad "
        "at all, really good are the same to it. Where half of the opinions deny "
        "their word it can only guess; pairs of neighbours, as a convolution of width "
        "2 sees them, tell most of it.",
        tables=[
            Table(
                ("logistic regression on", "test accuracy"),
                [
                    ("single words", f"{single:.3f}"),
                    ("pairs of neighbours", f"{of_pairs:.3f}"),
                ],
                "Generated reviews; half of their opinions are denied",
            )
        ],
        checks=[
            Check(
                "shuffling the words of a review does not change its bag",
                bool((same != before).nnz == 0),
            ),
            Check(
                "single words do not do much better than guessing",
                single < 0.6,
                f"{single:.3f}",
            ),
            Check("pairs of words tell the class", of_pairs > 0.85, f"{of_pairs:.3f}"),
        ],
    )


def _shuffled(texts):
    random = np.random.RandomState(0)
    return [[each[i] for i in random.permutation(len(each))] for each in texts]
