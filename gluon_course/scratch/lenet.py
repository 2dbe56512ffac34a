"""LeNet as a function of its parameters: the net of section 8.4."""

from __future__ import annotations

from collections.abc import Sequence

from mxnet import nd

_SHAPES = (
    *((20, 1, 3, 3), (20,)),
    *((50, 20, 5, 5), (50,)),
    *((800, 128), (128,)),
    *((128, 10), (10,)),
)


def lenet_params(scale: float = 0.01) -> list[nd.NDArray]:
    """Weights N(0, scale**2) and zero biases of :func:`lenet`, on the CPU.

    Returns
    -------
    list of NDArray
        W1, b1 to W4, b4: of two convolutions and of two dense layers.

    Section: 8.4 多GPU计算 (chapter_computational-performance/multiple-gpus)
    """
    return [
        nd.random.normal(scale=scale, shape=shape)
        if len(shape) > 1
        else nd.zeros(shape)
        for shape in _SHAPES
    ]


def lenet(X: nd.NDArray, params: Sequence[nd.NDArray]) -> nd.NDArray:
    """Two convolutions with average pooling, two dense layers, all with ReLU.

    Parameters
    ----------
    X : NDArray, shape (N, 1, 28, 28)
    params : sequence of 8 NDArray
        Those of :func:`lenet_params`, on the device of ``X``.

    Returns
    -------
    NDArray, shape (N, 10)
        Logits.

    Section: 8.4 多GPU计算
    """
    W1, b1, W2, b2, W3, b3, W4, b4 = params
    for W, b in ((W1, b1), (W2, b2)):
        X = nd.Convolution(X, W, b, kernel=W.shape[2:], num_filter=W.shape[0])
        X = nd.Pooling(X.relu(), kernel=(2, 2), stride=(2, 2), pool_type="avg")
    # (N, 50, 4, 4): the dense layer flattens it to (N, 800)
    H = (nd.dot(X.flatten(), W3) + b3).relu()
    return nd.dot(H, W4) + b4
