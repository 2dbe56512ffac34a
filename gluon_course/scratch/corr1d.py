"""One-dimensional cross-correlation, over one and over several channels (10.8)."""

from __future__ import annotations

from mxnet import nd

from gluon_course.base.errors import ShapeError


def corr1d(X: nd.NDArray, K: nd.NDArray) -> nd.NDArray:
    """Slide a kernel along an array; each place is a sum of products.

    Parameters
    ----------
    X : NDArray, shape (T,)
        The array.
    K : NDArray, shape (k,)
        The kernel, 1 <= k <= T.

    Returns
    -------
    NDArray, shape (T - k + 1,)

    Raises
    ------
    ShapeError
        If the kernel is longer than the array, or one of them has other axes.

    Section: 10.8 文本情感分类：使用卷积神经网络（textCNN）
    (chapter_natural-language-processing/sentiment-analysis-cnn)
    """
    if X.ndim != 1 or K.ndim != 1 or K.size > X.size:
        raise ShapeError(
            f"An array of shape {X.shape} and a kernel of shape {K.shape}",
            "both have one axis, and the kernel is no longer than the array",
            "give as many axes and a shorter kernel",
        )
    width = K.shape[0]
    places = [(X[i : i + width] * K).sum() for i in range(X.shape[0] - width + 1)]
    return nd.concat(*places, dim=0)


def corr1d_multi_in(X: nd.NDArray, K: nd.NDArray) -> nd.NDArray:
    """The sum over channels of each channel's :func:`corr1d`.

    It is a two-dimensional cross-correlation whose kernel is as high as the array.

    Parameters
    ----------
    X : NDArray, shape (C, T)
        C channels.
    K : NDArray, shape (C, k)
        A kernel for each.

    Returns
    -------
    NDArray, shape (T - k + 1,)

    Raises
    ------
    ShapeError
        If there is not one kernel for each channel, or they do not fit.

    Section: 10.8 文本情感分类：使用卷积神经网络（textCNN）
    """
    if X.ndim != 2 or K.ndim != 2 or X.shape[0] != K.shape[0]:
        raise ShapeError(
            f"Channels of shape {X.shape} and kernels of shape {K.shape}",
            "each channel has a kernel of its own",
            "give (C, T) and (C, k)",
        )
    return nd.add_n(*(corr1d(x, k) for x, k in zip(X, K)))
