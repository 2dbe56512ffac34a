"""Gradient clipping by global norm, without waiting for the device."""

import math
import numbers

import mxnet as mx

from gluon_course.base.errors import ConfigError


def clip_global_norm(gradients, theta):
    """Scale ``gradients`` in place so that their global L2 norm is at most ``theta``.

    Parameters
    ----------
    gradients : list of NDArray, any shapes
        Gradients on one device; each becomes ``min(1, theta / norm)`` times itself.
    theta : float
        Largest norm, above 0.

    Returns
    -------
    NDArray, shape (1,)
        The norm before clipping. Reading it waits for the device; clipping does not.

    Raises
    ------
    ConfigError
        If ``theta`` is not a number above 0.

    Section: 6.4 循环神经网络的从零开始实现
    (chapter_recurrent-neural-networks/rnn-scratch)
    """
    check_theta(theta)
    squares = mx.nd.multi_sum_sq(*gradients, num_arrays=len(gradients))
    norm = squares.sum(keepdims=True).sqrt()
    # A norm of 0 gives theta / 0 = inf, and the minimum with 1 leaves zeros alone.
    scale = mx.nd.minimum(theta / norm, 1)
    for gradient in gradients:
        shape = (1,) * max(len(gradient.shape), 1)
        mx.nd.broadcast_mul(gradient, scale.reshape(shape), out=gradient)
    return norm


def check_theta(theta):
    """Refuse a clipping bound that is no finite number above 0.

    Raises
    ------
    ConfigError
        The message names the value.
    """
    is_number = isinstance(theta, numbers.Real) and not isinstance(theta, bool)
    if not (is_number and theta > 0 and math.isfinite(theta)):
        raise ConfigError(
            f"The clipping bound theta is {theta!r}",
            "gradients are scaled to a norm of at most theta",
            "choose a number above 0, such as 0.01; leave clipping out for no bound",
        )
