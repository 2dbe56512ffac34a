"""Softmax over the keys that are there, with weights of exactly 0 for the padding."""

from __future__ import annotations

from typing import Any

from mxnet import nd

from gluon_course.base.errors import ShapeError


def masked_softmax(F: Any, scores: Any, valid_len: Any) -> Any:
    """Softmax over the first keys of each row; the other weights are zero.

    The weights of the padding are not merely small, as with scores of -1e6: they are
    0, and so are their gradients. A row without keys gets weights of 0 only.

    Parameters
    ----------
    F : module
        ``mxnet.ndarray`` or ``mxnet.symbol``.
    scores : shape (N, Q, K)
        Unnormalised, finite scores: N sequences, Q queries, K keys.
    valid_len : shape (N,) or (N, Q), flattened or not
        Keys that count, 0..K, of each sequence as (N, 1), or of each query.

    Returns
    -------
    shape (N, Q, K)
        Each row adds up to 1, or to 0 where no key counts.

    Raises
    ------
    ShapeError
        If a length is not within 0..K; only in imperative use, where numbers are known.

    Section: 10.11 注意力机制 (chapter_natural-language-processing/attention),
    v2:10.3 注意力评分函数 (chapter_attention-mechanisms/attention-scoring-functions)
    """
    # (N, 1) or (N, Q)
    lengths = F.reshape(F.cast(F.stop_gradient(valid_len), "float32"), (0, -1))
    first = F.slice_axis(F.stop_gradient(scores), axis=2, begin=0, end=1)
    lengths = F.broadcast_add(lengths, F.zeros_like(F.reshape(first, (0, -1))))
    lengths = F.cast(lengths, "int32")
    if F is nd:
        _check_lengths(lengths.asnumpy(), scores.shape[2])
    return F.softmax(scores, lengths, use_length=True, axis=-1)


def _check_lengths(lengths, num_keys: int) -> None:
    """Refuse lengths with which MXNet's softmax would read and write beyond the row."""
    wrong = lengths[(lengths < 0) | (lengths > num_keys)]
    if wrong.size:
        raise ShapeError(
            f"A valid length is {wrong[0]} and there are {num_keys} keys",
            "lengths count the keys of each sequence that are no padding",
            f"give numbers from 0 to {num_keys}, one for each sequence or query",
        )
