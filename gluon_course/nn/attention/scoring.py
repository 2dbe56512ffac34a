"""How well a query fits a key: the additive score and the scaled dot product."""

from __future__ import annotations

import math

from mxnet.gluon import nn

from gluon_course.nn.attention.masked_softmax import masked_softmax
from gluon_course.nn.operators import tanh


class AdditiveAttention(nn.HybridBlock):
    """Scores ``v' tanh(W_q q + W_k k)``: a small net, for queries and keys of any size.

    The keys do not change from one query to the next, so that their share ``W_k k`` is
    computed once: call :meth:`project` first, and the block with what it returns.

    Parameters
    ----------
    num_hiddens : int
        Units of the net, A.
    query_size, key_size : int
        Features of a query and of a key; 0 to find out at the first call.
    dropout : float
        Share of the weights that are dropped in training, 0..1.

    Inputs
    ------
    queries : shape (N, Q, query_size)
    projected : shape (N, K, A)
        The keys as :meth:`project` returns them.
    values : shape (N, K, V)
    valid_len : shape (N,) or (N, Q)
        Keys that count.

    Outputs
    -------
    context : shape (N, Q, V)
        Values, averaged with the weights.
    weights : shape (N, Q, K)

    Section: 10.11 注意力机制 (chapter_natural-language-processing/attention),
    v2:10.3 注意力评分函数
    """

    def __init__(self, num_hiddens, query_size=0, key_size=0, dropout=0.0, **kwargs):
        super().__init__(**kwargs)
        options = {"use_bias": False, "flatten": False}
        self.W_q = nn.Dense(num_hiddens, in_units=query_size, **options)
        self.W_k = nn.Dense(num_hiddens, in_units=key_size, **options)
        self.v = nn.Dense(1, in_units=num_hiddens, **options)
        self.dropout = nn.Dropout(dropout)

    def project(self, keys):
        """The share of the keys in the scores, (N, K, key_size) to (N, K, A)."""
        return self.W_k(keys)

    def hybrid_forward(self, F, queries, projected, values, valid_len):
        # (N, Q, 1, A) + (N, 1, K, A)
        sums = F.broadcast_add(
            F.expand_dims(self.W_q(queries), axis=2), F.expand_dims(projected, axis=1)
        )
        # (N, Q, K)
        scores = F.squeeze(self.v(tanh(sums)), axis=3)
        weights = masked_softmax(F, scores, valid_len)
        return F.batch_dot(self.dropout(weights), values), weights


class DotProductAttention(nn.HybridBlock):
    """Scores ``q'k / sqrt(d)``: two matrix products, for queries and keys of one size.

    The division keeps the variance of the scores at 1 when the features have it, so
    that the softmax is not driven to where its gradient vanishes.

    Parameters
    ----------
    size : int
        Features of queries and keys, d.
    dropout : float
        Share of the weights that are dropped in training.

    Inputs
    ------
    queries : shape (N, Q, d)
    keys : shape (N, K, d)
    values : shape (N, K, V)
    valid_len : shape (N,) or (N, Q)
        Keys that count.

    Outputs
    -------
    context : shape (N, Q, V)
    weights : shape (N, Q, K)

    Section: 10.11 注意力机制, v2:10.3 注意力评分函数
    """

    def __init__(self, size, dropout=0.0, **kwargs):
        super().__init__(**kwargs)
        self._scale = 1 / math.sqrt(size)
        self.dropout = nn.Dropout(dropout)

    def hybrid_forward(self, F, queries, keys, values, valid_len):
        scores = F.batch_dot(queries * self._scale, keys, transpose_b=True)
        weights = masked_softmax(F, scores, valid_len)
        return F.batch_dot(self.dropout(weights), values), weights
