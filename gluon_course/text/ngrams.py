"""n-grams: how often runs of tokens occur, and language models made of that (6.1)."""

from __future__ import annotations

import collections
import math
from collections.abc import Iterable, Sequence

import gluonnlp
import numpy as np

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.text.vocabularies import build_vocab, encode


def ngram_counts(tokens: Iterable[str], n: int = 1) -> list[tuple[tuple, int]]:
    """How often each run of n tokens occurs, the frequent ones first.

    Parameters
    ----------
    tokens : iterable of L str
        The text.
    n : int
        1 or more.

    Returns
    -------
    list of (tuple of n str, int)
        By falling number, then by the tokens; empty if L is below n.

    Raises
    ------
    ConfigError
        If n is below 1.

    Section: 6.1 语言模型 (chapter_recurrent-neural-networks/lang-model);
    v2:8.3 语言模型和数据集
    """
    if n < 1:
        raise ConfigError(f"n is {n}", action="count runs of 1 token or more")
    tokens = list(tokens)
    counts = gluonnlp.data.count_tokens(zip(*(tokens[i:] for i in range(n))))
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def zipf_exponent(counts: Sequence[int], first: int = 10, last: int = 1000) -> float:
    """The a of ``count = c / rank**a``, fitted to the logarithms by least squares.

    Parameters
    ----------
    counts : sequence of int
        By falling number, each 1 or more.
    first, last : int
        Ranks of the first and the last count that are used; the most frequent tokens,
        and those that occur once or twice, lie beside the line.

    Raises
    ------
    DataError
        If fewer than two counts have such ranks.

    Section: v2:8.3 语言模型和数据集 (chapter_recurrent-neural-networks/
    language-models-and-dataset)
    """
    used = np.asarray(counts[first - 1 : last], np.float64)
    if len(used) < 2:
        raise DataError(
            f"{len(counts)} different tokens give no line from rank {first} to {last}",
            "the text is too short",
            "take a longer text",
        )
    ranks = np.arange(first, first + len(used))
    return float(-np.polyfit(np.log(ranks), np.log(used), 1)[0])


class NgramModel:
    """A language model that counts: the next token given the last n - 1, smoothed.

    With m tokens in the vocabulary, L in the text and numbers e of ``smoothing``::

        P(x)       = (n(x) + e1 / m) / (L + e1)
        P(x | c)   = (n(c, x) + e P(x)) / (n(c) + e)      for a context c

    e = 0 is the frequency itself, e1 = m adds one to each count (Laplace), infinity
    gives equal chances. n(c) counts the places where something follows c, so that the
    probabilities of a context sum to one.

    Parameters
    ----------
    tokens : sequence of L str
        The text.
    n : int
        Length of the runs: 1 unigram, 2 bigram, 3 trigram, ...
    smoothing : float or sequence of n float
        The number e of each length, 0 or more.
    vocab : gluonnlp.Vocab, optional
        Of m tokens; by default all of the text and ``<unk>``, which gets the share of
        a token that never occurs.

    Raises
    ------
    DataError
        If the text is empty or has tokens that the vocabulary cannot number.
    ConfigError
        If n or ``smoothing`` is out of range.

    Section: 6.1 语言模型 (chapter_recurrent-neural-networks/lang-model);
    v2:8.3 语言模型和数据集
    """

    def __init__(
        self,
        tokens: Sequence[str],
        n: int = 2,
        smoothing: float | Sequence[float] = 1.0,
        vocab: gluonnlp.Vocab | None = None,
    ):
        if n < 1:
            raise ConfigError(f"n is {n}", action="count runs of 1 token or more")
        self.n, self.smoothing = n, _checked_smoothing(smoothing, n)
        self.vocab = build_vocab(tokens) if vocab is None else vocab
        indices = encode(self.vocab, tokens)
        if not indices:
            raise DataError("The text has no token", "there is nothing to count")
        m = len(self.vocab)
        counts = np.bincount(indices, minlength=m)
        equal = np.full(m, 1 / m)
        self._unigram = _smoothed(counts, len(indices), self.smoothing[0], equal)
        # context (its length is that of the key) -> how often each token follows it
        self._followers: dict[tuple, collections.Counter] = collections.defaultdict(
            collections.Counter
        )
        for length in range(1, n):
            for *context, token in zip(*(indices[i:] for i in range(length + 1))):
                self._followers[tuple(context)][token] += 1

    def distribution(self, context: Sequence[str] = ()) -> np.ndarray:
        """Probability of each token of the vocabulary after a context.

        Parameters
        ----------
        context : sequence of str
            Only its last n - 1 tokens count; a shorter one is used as it is.

        Returns
        -------
        numpy.ndarray, shape (m,)
            Sums to one. A context that never occurred, without smoothing, gives the
            unigrams.
        """
        context = encode(self.vocab, self._kept(context))
        if not context:
            return self._unigram.copy()
        followers = self._followers.get(tuple(context), {})
        counts = np.zeros(len(self.vocab))
        counts[list(followers)] = list(followers.values())
        e = self.smoothing[len(context)]
        return _smoothed(counts, counts.sum(), e, self._unigram.copy())

    def probability(self, token: str, context: Sequence[str] = ()) -> float:
        """Probability of one token after a context, 0..1."""
        (index,) = encode(self.vocab, [token])
        return self._probability(index, encode(self.vocab, self._kept(context)))

    def perplexity(self, tokens: Sequence[str]) -> float:
        """``exp`` of the mean of ``-log P(token | those before it)`` over a text.

        Parameters
        ----------
        tokens : sequence of str
            The first ones have shorter contexts.

        Returns
        -------
        float
            1 at best; infinity where a token has the probability 0.

        Raises
        ------
        DataError
            If there is no token.

        Section: 6.4 循环神经网络的从零开始实现 (chapter_recurrent-neural-networks/
        rnn-scratch)
        """
        indices = encode(self.vocab, tokens)
        if not indices:
            raise DataError("The text has no token", "there is nothing to predict")
        total = 0.0
        for i, index in enumerate(indices):
            p = self._probability(index, indices[max(0, i - self.n + 1) : i])
            if p == 0:
                return math.inf
            total -= math.log(p)
        return math.exp(total / len(indices))

    def _kept(self, context: Sequence[str]) -> list[str]:
        return list(context)[-(self.n - 1) :] if self.n > 1 else []

    def _probability(self, index: int, context: Sequence[int]) -> float:
        # one entry of distribution, without making the others
        if not context:
            return float(self._unigram[index])
        followers = self._followers.get(tuple(context), {})
        total, e = sum(followers.values()), self.smoothing[len(context)]
        count = followers.get(index, 0)
        return float(_smoothed(count, total, e, self._unigram[index]))


def _smoothed(counts, total, e, prior):
    """``(counts + e * prior) / (total + e)``, and its limits where that is none."""
    if math.isinf(e) or total + e == 0:
        return prior
    return (counts + e * prior) / (total + e)


def _checked_smoothing(smoothing, n: int) -> list[float]:
    each = [smoothing] * n if np.ndim(smoothing) == 0 else list(smoothing)
    if len(each) != n or not all(e >= 0 for e in each):
        raise ConfigError(
            f"The smoothing is {smoothing} for runs of up to {n} tokens",
            action=f"give one number of 0 or more, or {n} of them",
        )
    return each
