"""A corpus as batches of a language model, in an order of its own for every epoch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from mxnet import nd

from gluon_course.base.errors import ConfigError
from gluon_course.data.info import DataInfo
from gluon_course.text.batches import (
    SequenceBatches,
    consecutive_batches,
    random_batches,
)

SAMPLINGS = ("random", "consecutive")


class CorpusLoader:
    """Iterates over (X, Y) of one corpus for the trainer: Y is X one token later.

    Order and offset of a pass depend on (``seed``, number of the pass) only, and are
    drawn by a generator of their own.

    Parameters
    ----------
    indices : sequence of int, or array, length L
        The corpus, 0..V-1.
    batch_size, num_steps : int
        N sequences of T tokens.
    sampling : {"random", "consecutive"}
        Sequences in random order, or row n of a batch going on in row n of the next.
    has_offset : bool
        Whether each pass leaves out some tokens at the beginning, so that passes cut
        the corpus at other places: 0..T-1 of them for random, 0..T for consecutive
        sampling, as in v2:8.3; fewer where a batch would not be left.
    seed : int
        0..2**31-1.
    info : DataInfo, optional
        What the corpus is; ``vocab`` holds its V tokens.

    Attributes
    ----------
    keeps_state : bool
        Whether a hidden state may be carried from batch to batch: consecutive sampling.
    num_tokens : int
        Tokens that are predicted in the next pass.

    Yields
    ------
    (NDArray, NDArray)
        X and Y, float32 (N, T), on the CPU.

    Raises
    ------
    DataError
        If the corpus is too short for one batch.
    ConfigError
        If a size is below 1, or for another sampling.

    Section: 6.3 语言模型数据集（歌词） (chapter_recurrent-neural-networks/
    lang-model-dataset); v2:8.3 语言模型和数据集
    """

    def __init__(
        self,
        indices: Sequence[int],
        batch_size: int,
        num_steps: int,
        sampling: str = "random",
        has_offset: bool = False,
        seed: int = 0,
        info: DataInfo | None = None,
    ):
        if sampling not in SAMPLINGS:
            raise ConfigError(
                f"The sampling is {sampling!r}", action=f"choose one of {SAMPLINGS}"
            )
        if isinstance(indices, nd.NDArray):
            indices = indices.asnumpy()
        self._indices = np.asarray(indices, np.float32)
        self.batch_size, self.num_steps = batch_size, num_steps
        self.sampling, self.has_offset = sampling, has_offset
        self.keeps_state = sampling == "consecutive"
        self.seed, self.info = seed, info
        self._next_epoch = 1
        self._pass(1)  # refuses a corpus that is too short

    def __iter__(self) -> Iterator[tuple[nd.NDArray, nd.NDArray]]:
        epoch, self._next_epoch = self._next_epoch, self._next_epoch + 1
        return iter(self._pass(epoch))

    def __len__(self) -> int:
        """Number of batches of the next pass."""
        return len(self._pass(self._next_epoch))

    @property
    def num_tokens(self) -> int:
        """Tokens that are predicted in the next pass."""
        return self._pass(self._next_epoch).num_tokens

    def set_epoch(self, epoch: int) -> None:
        """Make the next pass the one of ``epoch`` (1, 2, ...); later ones follow."""
        self._next_epoch = int(epoch)

    def limit(self, num_samples: int) -> CorpusLoader:
        """A loader of the beginning of the corpus, enough for some sequences.

        Parameters
        ----------
        num_samples : int
            Sequences of T tokens, 1 or more; a batch has no more than these.

        Raises
        ------
        ConfigError
            If it is below 1.
        """
        if num_samples < 1:
            raise ConfigError(f"The limit is {num_samples}", "", "ask for 1 or more")
        batch_size = min(self.batch_size, num_samples)
        # consecutive rows without offset hold their last target themselves
        spare = batch_size if self.keeps_state and not self.has_offset else 1
        return CorpusLoader(
            self._indices[: num_samples * self.num_steps + spare],
            batch_size,
            self.num_steps,
            self.sampling,
            self.has_offset,
            self.seed,
            self.info,
        )

    def _pass(self, epoch: int) -> SequenceBatches:
        # RandomState is frozen: every NumPy draws the same for ever.
        rng = np.random.RandomState([self.seed, epoch])
        offset = self._draw_offset(rng) if self.has_offset else None
        sizes = self._indices, self.batch_size, self.num_steps
        if self.keeps_state:
            return consecutive_batches(*sizes, offset=offset)
        return random_batches(*sizes, rng=rng, offset=offset or 0)

    def _draw_offset(self, rng: np.random.RandomState) -> int:
        most = self.num_steps if self.keeps_state else self.num_steps - 1
        spare = len(self._indices) - self.batch_size * self.num_steps - 1
        return rng.randint(max(min(most, spare), 0) + 1)
