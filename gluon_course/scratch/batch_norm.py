"""Batch normalisation from scratch (section 5.10)."""

from __future__ import annotations

from mxnet import autograd, nd
from mxnet.gluon import nn

from gluon_course.base.errors import ShapeError


def batch_norm(
    X: nd.NDArray,
    gamma: nd.NDArray,
    beta: nd.NDArray,
    moving_mean: nd.NDArray,
    moving_var: nd.NDArray,
    eps: float,
    momentum: float,
) -> tuple[nd.NDArray, nd.NDArray, nd.NDArray]:
    """Normalise each feature (2-D input) or channel (4-D input), then scale and shift.

    In training mode the mean and the variance (divided by n, not n - 1) are those of
    the batch and the moving ones advance; otherwise the moving ones are used.

    Parameters
    ----------
    X : NDArray, shape (N, D) or (N, C, H, W)
    gamma, beta, moving_mean, moving_var : NDArray, shape (1, D) or (1, C, 1, 1)
    eps : float
        Added to the variance, above 0.
    momentum : float
        Weight of the old moving value, 0..1.

    Returns
    -------
    (NDArray, NDArray, NDArray)
        The result, in the shape of ``X``, and the new moving mean and variance.

    Raises
    ------
    ShapeError
        If ``X`` is neither 2-D nor 4-D.

    Notes
    -----
    ``broadcast_like`` and ``square`` stand where the text relies on broadcasting and
    writes ``** 2``: the same numbers, a training step in less than half the time,
    because MXNet's gradients of a broadcast product and of a power are slow.

    Section: 5.10 批量归一化 (chapter_convolutional-neural-networks/batch-norm)
    """
    if X.ndim not in (2, 4):
        raise ShapeError(
            f"The input has shape {X.shape}",
            action="give (batch, features) or (batch, channels, height, width)",
        )
    if not autograd.is_training():
        X_hat = (X - moving_mean) / nd.sqrt(moving_var + eps)
    else:
        # over the batch for features; over batch, height and width for channels
        axis = 0 if X.ndim == 2 else (0, 2, 3)
        mean = X.mean(axis=axis, keepdims=True)
        var = (X - mean).square().mean(axis=axis, keepdims=True)
        X_hat = (X - mean) / nd.sqrt(var + eps).broadcast_like(X)
        with autograd.pause():  # no gradient flows through the moving values
            moving_mean = momentum * moving_mean + (1.0 - momentum) * mean
            moving_var = momentum * moving_var + (1.0 - momentum) * var
    Y = gamma.broadcast_like(X) * X_hat + beta
    return Y, moving_mean, moving_var


class BatchNorm(nn.Block):
    """The section's layer: eps 1e-5, momentum 0.9, moving mean and variance from 0.

    ``nn.BatchNorm`` starts the moving variance at 1. The moving values are parameters
    without gradient, so that a checkpoint saves them with the others.

    Parameters
    ----------
    num_features : int
        Features of a 2-D input, channels of a 4-D one.
    num_dims : int
        2 or 4, dimensions of the input.

    Raises
    ------
    ShapeError
        If ``num_dims`` is another number; by a call, if the input has other dimensions
        or another number of features.

    Section: 5.10 批量归一化
    """

    def __init__(self, num_features: int, num_dims: int, **kwargs):
        super().__init__(**kwargs)
        if num_dims not in (2, 4):
            raise ShapeError(f"num_dims is {num_dims}", action="use 2 or 4")
        shape = (1, num_features) if num_dims == 2 else (1, num_features, 1, 1)
        get = self.params.get
        self.gamma = get("gamma", shape=shape, init="ones")
        self.beta = get("beta", shape=shape, init="zeros")
        self.moving_mean = get(
            "moving_mean", shape=shape, init="zeros", grad_req="null"
        )
        self.moving_var = get("moving_var", shape=shape, init="zeros", grad_req="null")

    def forward(self, X: nd.NDArray) -> nd.NDArray:
        """Shape of the input kept; in training mode the moving values advance."""
        shape = self.gamma.shape
        if X.ndim != len(shape) or X.shape[1] != shape[1]:
            raise ShapeError(
                f"The input has shape {X.shape}",
                f"this layer is BatchNorm({shape[1]}, num_dims={len(shape)})",
                "num_features is the length of axis 1, num_dims the number of axes",
            )
        moving_mean = self.moving_mean.data(X.context)
        moving_var = self.moving_var.data(X.context)
        Y, new_mean, new_var = batch_norm(
            X,
            self.gamma.data(X.context),
            self.beta.data(X.context),
            moving_mean,
            moving_var,
            eps=1e-5,
            momentum=0.9,
        )
        if autograd.is_training():
            with autograd.pause():
                moving_mean[:], moving_var[:] = new_mean, new_var
        return Y
