"""Sequences of unequal length as one array, with the number of real tokens of each."""

from __future__ import annotations

from collections.abc import Sequence

import mxnet as mx
import numpy as np
from mxnet import nd

from gluon_course.base.errors import ConfigError, DataError


class PadTo:
    """A batchify function for gluonnlp's ``Tuple``: one array, and the valid lengths.

    gluonnlp's own ``Pad`` knows no fixed lengths, and answers in shared memory, of
    which a container has little.

    Parameters
    ----------
    pad : int
        What is put behind a sequence that is too short: the index of ``<pad>``.
    lengths : sequence of int
        Allowed numbers of steps, each 1 or more; a batch gets the smallest that holds
        its longest sequence. So a compiled net meets few shapes. Empty: the length of
        the longest.
    truncates : bool
        Whether sequences longer than the greatest length are cut; otherwise they are
        an error.

    Section: v2:9.5 机器翻译与数据集
    (chapter_recurrent-modern/machine-translation-and-dataset)
    """

    def __init__(self, pad: int = 0, lengths: Sequence[int] = (), truncates=False):
        if any(length < 1 for length in lengths):
            raise ConfigError(f"lengths are {list(lengths)}", action="take 1 or more")
        self.pad, self.lengths = pad, sorted(lengths)
        self.truncates = truncates

    def __call__(self, sequences: Sequence) -> tuple[nd.NDArray, nd.NDArray]:
        """Pad N sequences of numbers.

        Returns
        -------
        X : NDArray, float32, shape (N, T)
        valid_len : NDArray, float32, shape (N,)
            0..T; 0 for an empty sequence, whose row is filler only.

        Raises
        ------
        DataError
            If there is no sequence, all are empty and no length is given, or one is
            too long.
        """
        if not len(sequences):
            raise DataError("There is no sequence to pad", "the batch is empty")
        most = self._num_steps(max(map(len, sequences)))
        X, valid_len = fill_rows(sequences, most, self.pad)
        return nd.array(X, mx.cpu()), nd.array(valid_len, mx.cpu())

    def _num_steps(self, longest: int) -> int:
        if not self.lengths:
            if not longest:
                raise DataError(
                    "All sequences of the batch are empty",
                    "the texts have no token",
                    "leave out empty texts, or give a length",
                )
            return longest
        for length in self.lengths:
            if longest <= length:
                return length
        if self.truncates:
            return self.lengths[-1]
        raise DataError(
            f"A sequence of {longest} tokens does not fit into {self.lengths[-1]}",
            "the lengths were chosen for other texts",
            "give a greater length, or let it be cut",
        )


def fill_rows(
    sequences: Sequence[Sequence[int]], length: int, pad: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """:func:`pad_sequences` in NumPy, as loaders take it.

    Parameters
    ----------
    sequences, length, pad
        As :func:`pad_sequences`.

    Returns
    -------
    X : numpy.ndarray of float32, shape (N, T)
    valid_len : numpy.ndarray of float32, shape (N,)
        0..T.

    Section: v2:9.5 机器翻译与数据集
    """
    X = np.full((len(sequences), length), pad, np.float32)
    valid_len = np.zeros(len(sequences), np.float32)
    for n, sequence in enumerate(sequences):
        kept = sequence[:length]
        X[n, : len(kept)], valid_len[n] = kept, len(kept)
    return X, valid_len


def pad_sequences(
    sequences: Sequence[Sequence[int]], length: int, pad: int = 0
) -> tuple[nd.NDArray, nd.NDArray]:
    """Sequences of indices cut or filled to one length.

    Parameters
    ----------
    sequences : sequence of N sequences of int
        Of any lengths, 0 too.
    length : int
        T, 1 or more.
    pad : int
        Index of the filler.

    Returns
    -------
    X : NDArray, float32, shape (N, T)
    valid_len : NDArray, float32, shape (N,)
        Real tokens that were kept, 0..T.

    Raises
    ------
    DataError
        If there is no sequence.
    ConfigError
        If ``length`` is below 1.

    Section: v2:9.5 机器翻译与数据集
    """
    return PadTo(pad, [length], truncates=True)(sequences)
