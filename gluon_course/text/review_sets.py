"""Film reviews of IMDb in batches, with a part kept apart to choose by (10.7, 10.8)."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import gluonnlp
import numpy as np

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.base.run import RunOptions
from gluon_course.data import DataInfo, locate
from gluon_course.data.sample import show_notice
from gluon_course.data.store import present
from gluon_course.text.review_loader import ReviewLoader
from gluon_course.text.review_templates import NOTICE, generated_reviews
from gluon_course.text.review_tokens import find_review_tokenizer
from gluon_course.text.reviews import REVIEW_LENGTH, read_reviews
from gluon_course.text.tokens import PAD
from gluon_course.text.vocabularies import build_vocab, encode, vocab_tokens

CLASS_NAMES = ("negative", "positive")
SUBSET = "imdb-subset"
SETS = {
    "imdb": ("IMDb", ""),
    SUBSET: (
        "2,000 + 1,000 reviews of IMDb",
        "a subset of IMDb, 2,000 + 1,000 reviews: not comparable with figures on IMDb",
    ),
    "imdb-tiny": (
        "40 reviews of IMDb",
        "40 reviews of IMDb: they show that code runs, and nothing else",
    ),
}
"""Sets of reviews in the catalogue: title, and what to say with every result."""
SAMPLE_SIZES, SAMPLE_LENGTH = (1200, 400), 64


@dataclasses.dataclass(frozen=True)
class Reviews:
    """Texts with labels.

    Attributes
    ----------
    tokens : list of N lists of str
    labels : numpy.ndarray of int, shape (N,)
        1 for a positive, 0 for a negative review.
    """

    tokens: list[list[str]]
    labels: np.ndarray

    def __len__(self) -> int:
        return len(self.tokens)

    def take(self, rows: Sequence[int]) -> Reviews:
        """Some of the texts, in the order of ``rows``."""
        return Reviews([self.tokens[row] for row in rows], self.labels[rows])


@dataclasses.dataclass(frozen=True)
class ReviewSet:
    """A set of reviews as tokens and as batches.

    Attributes
    ----------
    train_iter, valid_iter, test_iter : ReviewLoader
        Batches of indices; ``valid_iter`` is None where nothing was kept apart.
    train, valid, test : Reviews
        The tokens behind them, for a comparison on the same words.
    vocab : gluonnlp.Vocab
        Of the training part: ``<unk>`` is 0, ``<pad>`` is 1.
    info : DataInfo
    """

    train_iter: ReviewLoader
    valid_iter: ReviewLoader | None
    test_iter: ReviewLoader
    train: Reviews
    valid: Reviews | None
    test: Reviews
    vocab: gluonnlp.Vocab
    info: DataInfo


def imdb(
    batch_size: int = 64,
    run: RunOptions | None = None,
    *,
    name: str = "imdb",
    length: int = REVIEW_LENGTH,
    tokens: str = "spaces",
    min_freq: int = 5,
    valid_share: float = 0.0,
    num_buckets: int = 1,
) -> ReviewSet:
    """Reviews of films and whether they are positive, in mini-batches.

    Parameters
    ----------
    batch_size : int
        Reviews per batch.
    run : RunOptions, optional
        ``sample`` takes generated sentences instead, cut at 64 tokens; ``limit`` so
        many training reviews, spread over both classes; ``seed`` fixes the order of
        the batches.
    name : {"imdb", "imdb-subset", "imdb-tiny"}
        Set in the catalogue.
    length : int
        Reviews are cut and padded to so many tokens.
    tokens : {"spaces", "words"}
        How reviews are cut into tokens: as the section does, or with marks apart.
    min_freq : int
        How often a token must occur in the training part to have an index.
    valid_share : float
        Share of the training reviews that are kept apart, 0 <= share < 1; they are
        the same for every seed, and in neither the training part nor the vocabulary.
    num_buckets : int
        Above 1: batches of similar length, no wider than they need be.

    Returns
    -------
    ReviewSet

    Raises
    ------
    ConfigError
        If a name is unknown or a number out of range.
    DataError
        If the reviews are neither there nor to be fetched, or are damaged.

    Section: 10.7 文本情感分类：使用循环神经网络
    (chapter_natural-language-processing/sentiment-analysis-rnn)
    """
    run = run or RunOptions()
    if not 0 <= valid_share < 1:
        raise ConfigError(
            f"valid_share is {valid_share}", action="take a share from 0, below 1"
        )
    cut = find_review_tokenizer(tokens)
    whole, test, title, notice = _read(name, cut, run.sample)
    train, valid = _parted(whole, valid_share, run.limit)
    vocab = build_vocab(train.tokens, min_freq, reserved=(PAD,))
    length = min(length, SAMPLE_LENGTH) if run.sample else length
    info = DataInfo(
        name,
        title,
        (length,),
        CLASS_NAMES,
        is_sample=run.sample,
        notice=notice,
        vocab=vocab_tokens(vocab),
        tokenizer=tokens,
    )

    def loader(reviews, shuffle=False):
        return reviews and ReviewLoader(
            [encode(vocab, each) for each in reviews.tokens],
            reviews.labels,
            length=length,
            pad=vocab[PAD],
            batch_size=batch_size,
            num_buckets=num_buckets,
            shuffle=shuffle,
            seed=run.seed,
            info=info,
        )

    loaders = loader(train, shuffle=True), loader(valid), loader(test)
    return ReviewSet(*loaders, train, valid, test, vocab, info)


def _read(name: str, cut, is_sample: bool) -> tuple[Reviews, Reviews, str, str]:
    """Training and test part, title and notice."""
    if name not in SETS:
        raise ConfigError(
            f"There is no set of reviews {name!r}", action=f"choose one of {list(SETS)}"
        )
    if is_sample:
        parts = map(generated_reviews, ("train", "test"), SAMPLE_SIZES)
        title, notice = "generated reviews", f"{NOTICE}, not IMDb"
    else:
        folder = _located(name)
        parts = (read_reviews(folder / part) for part in ("train", "test"))
        title, notice = SETS[name]
    train, test = (_cut(reviews, cut) for reviews in parts)
    if notice:
        show_notice(notice)
    return train, test, title, notice


def _located(name: str):
    try:
        return locate(name)
    except DataError as error:
        if name == SUBSET or present(SUBSET) is None:
            raise
        raise DataError(
            error.what,
            error.cause,
            f"{error.action.rstrip('.')}. Here are: --reviews {SUBSET}",
        ) from error


def _cut(reviews, cut) -> Reviews:
    labels = np.array([label for _, label in reviews], np.int32)
    return Reviews([cut(review) for review, _ in reviews], labels)


def _parted(whole: Reviews, valid_share: float, limit: int | None):
    """Training and validation part, both with the classes in turn; None for no part."""
    random = np.random.RandomState(0)
    order = random.permutation(len(whole))
    # by rank within the class: the first of each, the second of each, ...
    ranks = np.empty(len(whole))
    for label in np.unique(whole.labels):
        rows = order[whole.labels[order] == label]
        ranks[rows] = (np.arange(len(rows)) + label / 2) / len(rows)
    order = np.argsort(ranks, kind="stable")
    num_valid = round(valid_share * len(whole))
    if valid_share and not 0 < num_valid < len(whole):
        raise DataError(
            f"A share of {valid_share} of {len(whole)} reviews leaves a part empty",
            action="take another valid_share or more reviews",
        )
    valid = whole.take(order[:num_valid]) if num_valid else None
    return whole.take(order[num_valid:][:limit]), valid
