"""Attention before there were nets: Nadaraya-Watson kernel regression."""

from __future__ import annotations

from typing import Any

from mxnet import init
from mxnet.gluon import nn


def kernel_weights(F: Any, queries: Any, keys: Any, width: Any = 1.0) -> Any:
    """Gaussian weights of keys for each query: near ones count more.

    Parameters
    ----------
    F : module
        ``mxnet.ndarray`` or ``mxnet.symbol``.
    queries : shape (Q,)
    keys : shape (Q, K)
        The keys that each query is compared with.
    width : float or shape (1,)
        Factor of the distances: above 1 the weights are narrower.

    Returns
    -------
    shape (Q, K)
        ``softmax(-((query - key) * width) ** 2 / 2)``.

    Section: v2:10.2 注意力汇聚：Nadaraya-Watson 核回归
    (chapter_attention-mechanisms/nadaraya-waston)
    """
    distances = F.broadcast_sub(keys, F.expand_dims(queries, axis=1))
    if not isinstance(width, (int, float)):
        distances = F.broadcast_mul(distances, F.expand_dims(width, axis=0))
    else:
        distances = distances * width
    return F.softmax(-F.square(distances) / 2, axis=1)


class NWKernelRegression(nn.HybridBlock):
    """Kernel regression with a learnt width: one parameter.

    Inputs
    ------
    queries : shape (Q,)
    keys, values : shape (Q, K)
        The examples that each query may look at.

    Outputs
    -------
    prediction : shape (Q,)
    weights : shape (Q, K)

    Section: v2:10.2 注意力汇聚：Nadaraya-Watson 核回归
    """

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        with self.name_scope():
            self.width = self.params.get("width", shape=(1,), init=init.One())

    def hybrid_forward(self, F, queries, keys, values, *, width):
        weights = kernel_weights(F, queries, keys, width)
        return F.sum(weights * values, axis=1), weights
