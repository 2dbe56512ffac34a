"""Gradient clipping by global norm."""

from __future__ import annotations

from gluon_course.optim import check_theta, clip_global_norm
from gluon_course.train.callbacks.base import Callback


class ClipGradients(Callback):
    """Scales the gradient so that its global norm is at most ``theta``.

    The norm is that of the gradient of the mean loss, the one the update uses: the
    summed gradient on the device is compared with ``theta`` times the step size.

    Raises
    ------
    ConfigError
        If ``theta`` is no number above 0.

    Section: 6.4 循环神经网络的从零开始实现
    (chapter_recurrent-neural-networks/rnn-scratch)
    """

    def __init__(self, theta: float):
        check_theta(theta)
        self._theta = theta

    def on_gradients(self, trainer):
        theta = self._theta * trainer.step_size
        for gradients in trainer.updates.gradients():
            clip_global_norm(gradients, theta)
