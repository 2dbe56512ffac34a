"""Greedy and beam search: a sentence from a net that says one word at a time."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

import numpy as np
from mxnet import nd

from gluon_course.base.errors import ConfigError, ShapeError, TrainingError

ALPHA = 0.75
"""Exponent of the length by which the text divides scores."""


@dataclasses.dataclass(frozen=True)
class Found:
    """A sentence that a search found.

    Attributes
    ----------
    tokens : tuple of int
        The words, without ``<eos>``.
    log_probability : float
        Sum over the words, and ``<eos>`` if the sentence has ended.
    score : float
        ``log_probability / L ** alpha`` with L words, ``<eos>`` included.
    has_ended : bool
        Whether ``<eos>`` came within the steps allowed.
    weights : numpy.ndarray, shape (L, H, S)
        Attention of each word, ``<eos>`` included, to the S source words.

    Section: 10.10 束搜索 (chapter_natural-language-processing/beam-search)
    """

    tokens: tuple[int, ...]
    log_probability: float
    score: float
    has_ended: bool
    weights: np.ndarray


def greedy_search(
    step: Callable, states: Sequence, bos: int, eos: int, num_steps: int
) -> list[Found]:
    """The most probable word at every step: :func:`beam_search` of size 1.

    Returns
    -------
    list of N Found

    Section: 10.10 束搜索
    """
    return [
        found for (found,) in beam_search(step, states, bos, eos, num_steps, size=1)
    ]


def beam_search(
    step: Callable,
    states: Sequence,
    bos: int,
    eos: int,
    num_steps: int,
    size: int = 2,
    alpha: float = ALPHA,
) -> list[list[Found]]:
    """The best sentences among those that keep up, for several sources at once.

    At every step each sentence of the beam is continued by every word, and the
    ``size`` most probable continuations stay; those that end with ``<eos>`` leave the
    beam as candidates. After the last step what is still in the beam are candidates
    too. With a beam that holds all continuations this is the exhaustive search.

    Parameters
    ----------
    step : callable
        ``step(token, *states) -> (scores, weights, *states)`` for M sentences: the word
        before (M, 1), scores (M, V) before the softmax, weights (M, H, S).
    states : sequence of NDArray, each of shape (N, ...)
        Of the N source sentences, before the first word.
    bos, eos : int
        Tokens that begin and end a sentence.
    num_steps : int
        Words at most, ``<eos>`` included, 1 or more.
    size : int
        Sentences in the beam, K, 1 or more.
    alpha : float
        Exponent of the length, 0 for none.

    Returns
    -------
    list of N lists of 1 to K Found
        By falling score.

    Raises
    ------
    ConfigError
        If a number is out of range.
    ShapeError
        If the states are not of the same sentences.
    TrainingError
        If the scores are not numbers.

    Section: 10.10 束搜索 (chapter_natural-language-processing/beam-search)
    """
    num = _checked(states, num_steps, size, alpha)
    search = _Search(num, size, eos, alpha)
    if size > 1:
        states = [nd.repeat(each, repeats=size, axis=0) for each in states]
    ctx = states[0].context
    tokens = np.full(num * size, bos)
    for _ in range(num_steps):
        scores, weights, *states = step(nd.array(tokens.reshape(-1, 1), ctx), *states)
        origins, tokens = search.advance(
            nd.log_softmax(scores).asnumpy(), weights.asnumpy()
        )
        if not search.is_alive:
            break
        if size > 1:  # with one sentence a source, each goes on from itself
            order = nd.array(origins, ctx, dtype="int32")
            states = [nd.take(each, order) for each in states]
    return search.finish()


class _Search:
    """The beams of N sources: rows of N * K sentences, dead ones with -inf."""

    def __init__(self, num, size, eos, alpha):
        self.num, self.size, self.eos, self.alpha = num, size, eos, alpha
        self.totals = np.full((num, size), -np.inf)
        self.totals[:, 0] = 0  # at first all of a beam would be equal
        self.words = [()] * (num * size)
        self.weights = [()] * (num * size)
        self.candidates = [[] for _ in range(num)]

    @property
    def is_alive(self) -> bool:
        return bool(np.isfinite(self.totals).any())

    def advance(self, log_probabilities, weights):
        """Continue all sentences by one word; rows to go on from, and their words."""
        num, size = self.num, self.size
        vocab_size = log_probabilities.shape[1]
        # (N, K * V)
        totals = self.totals[:, :, None] + log_probabilities.reshape(num, size, -1)
        totals = totals.reshape(num, -1)
        best = np.argsort(-totals, axis=1, kind="stable")[:, :size]
        origins = np.arange(num)[:, None] * size + best // vocab_size
        tokens = best % vocab_size
        self.totals = np.full((num, size), -np.inf)
        words, kept = [()] * (num * size), [()] * (num * size)
        for n, k in np.ndindex(best.shape):
            total, token = float(totals[n, best[n, k]]), int(tokens[n, k])
            if not np.isfinite(total):
                continue
            row, origin = n * size + k, int(origins[n, k])
            seen = (*self.weights[origin], weights[origin])
            if token == self.eos:
                self._add(n, self.words[origin], total, seen, has_ended=True)
            else:
                self.totals[n, k] = total
                words[row], kept[row] = (*self.words[origin], token), seen
        self.words, self.weights = words, kept
        if best.shape[1] < size:  # fewer words than places
            missing = ((0, 0), (0, size - best.shape[1]))
            origins, tokens = (
                np.pad(each, missing, mode="edge") for each in (origins, tokens)
            )
        return origins.ravel(), tokens.ravel()

    def finish(self) -> list[list[Found]]:
        for n, k in np.argwhere(np.isfinite(self.totals)):
            row = n * self.size + k
            total = float(self.totals[n, k])
            self._add(n, self.words[row], total, self.weights[row], has_ended=False)
        if not all(self.candidates):
            raise TrainingError(
                "No word has a finite score",
                "the net diverged in training: its parameters are not numbers",
                "take an earlier checkpoint, or train with a smaller learning rate",
            )
        return [
            sorted(each, key=lambda found: -found.score)[: self.size]
            for each in self.candidates
        ]

    def _add(self, n, words, total, weights, has_ended):
        length = len(words) + has_ended
        score = total / length**self.alpha
        found = Found(words, total, score, has_ended, np.array(weights))
        self.candidates[n].append(found)


def _checked(states, num_steps, size, alpha) -> int:
    """The number of source sentences, once the arguments proved to be in range."""
    for name, value in (("num_steps", num_steps), ("size", size)):
        if value < 1:
            raise ConfigError(f"{name} is {value}", action="take 1 or more")
    if not 0 <= alpha < float("inf"):
        raise ConfigError(
            f"alpha is {alpha}",
            "scores are divided by a power of the length",
            "take 0 or more; the text's is 0.75",
        )
    lengths = {each.shape[0] for each in states}
    if len(lengths) != 1:
        raise ShapeError(
            f"States of {sorted(lengths)} sentences",
            "a search begins from the states of one batch of source sentences",
            "pass what the encoder returned",
        )
    return lengths.pop()
