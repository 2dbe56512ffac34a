"""A made-up text whose best perplexity is known: tokens of a Markov chain."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from mxnet import nd

from gluon_course.base.errors import ConfigError
from gluon_course.data.loader import checked_batch_size


class MarkovText:
    """Tokens that depend on the one before, in consecutive batches.

    Drawn by a generator of its own: the global random state is neither read nor
    changed.

    Parameters
    ----------
    num_tokens : int
        L, enough for one batch.
    num_symbols : int
        V, 2 or more.
    batch_size, num_steps : int
        N sequences of T tokens: row n of a batch goes on in row n of the next.
    evenness : float
        Parameter of the Dirichlet law of which each symbol's successors are drawn:
        near 0 almost sure, large almost even.
    chain_seed, seed : int
        Seed of the chain, and of the text that is drawn from it.

    Attributes
    ----------
    chain : numpy.ndarray, shape (V, V)
        Probability of each symbol (column) behind each (row).
    best_perplexity : float
        ``exp`` of the chain's entropy rate: no model does better on new text.
    keeps_state : bool
        True.

    Yields
    ------
    (NDArray, NDArray)
        X and Y, float32 (N, T); Y is X one token later.

    Raises
    ------
    ConfigError
        If there are too few symbols or tokens, or a number is below 1.

    Section: 6.1 语言模型 (chapter_recurrent-neural-networks/lang-model)
    """

    keeps_state = True

    def __init__(
        self,
        num_tokens: int,
        num_symbols: int = 12,
        batch_size: int = 8,
        num_steps: int = 10,
        evenness: float = 0.3,
        chain_seed: int = 0,
        seed: int = 0,
    ):
        if num_symbols < 2 or not evenness > 0:
            raise ConfigError(
                f"{num_symbols} symbols with evenness {evenness}",
                action="choose 2 symbols or more and an evenness above 0",
            )
        if num_steps < 1:
            raise ConfigError(f"{num_steps} steps", action="take 1 or more")
        row = num_tokens // checked_batch_size(batch_size)
        self.num_steps, self.num_batches = num_steps, (row - 1) // num_steps
        if self.num_batches < 1:
            raise ConfigError(
                f"{num_tokens} tokens give no batch of {batch_size} x {num_steps}",
                action=f"take {batch_size * (num_steps + 1)} or more",
            )
        rng = np.random.RandomState([17, chain_seed])
        self.chain = rng.dirichlet([evenness] * num_symbols, num_symbols)
        # a twentieth is even, so that every symbol follows every other
        self.chain = 0.95 * self.chain + 0.05 / num_symbols
        tokens = _draw(self.chain, num_tokens, np.random.RandomState([18, seed]))
        # (N, L // N)
        self._rows = nd.array(tokens[: row * batch_size].reshape(batch_size, row))

    @property
    def best_perplexity(self) -> float:
        """``exp`` of the mean entropy of a step, weighted by how often rows occur."""
        values, vectors = np.linalg.eig(self.chain.T)
        stationary = np.real(vectors[:, np.argmax(np.real(values))])
        stationary /= stationary.sum()
        entropies = -(self.chain * np.log(self.chain)).sum(axis=1)
        return math.exp(float(stationary @ entropies))

    def __len__(self) -> int:
        """Number of batches."""
        return self.num_batches

    def __iter__(self) -> Iterator[tuple[nd.NDArray, nd.NDArray]]:
        T = self.num_steps
        for i in range(0, self.num_batches * T, T):
            yield self._rows[:, i : i + T], self._rows[:, i + 1 : i + T + 1]


def _draw(chain: np.ndarray, count: int, rng: np.random.RandomState) -> np.ndarray:
    bounds, draws = chain.cumsum(axis=1), rng.uniform(size=count)
    tokens, last = np.zeros(count, np.int64), 0
    for i, draw in enumerate(draws):
        tokens[i] = last = min(np.searchsorted(bounds[last], draw), len(chain) - 1)
    return tokens
