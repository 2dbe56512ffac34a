"""Losses for classes of unequal number: focal loss, and weights of classes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from mxnet import nd
from mxnet.gluon.loss import Loss

from gluon_course.base.errors import ConfigError


class FocalLoss(Loss):
    """Cross-entropy in which samples that are easy count little.

    With p the probability of the true class: ``-(1 - p)**gamma * log(p)``, times the
    weight of the class where weights are given.

    Parameters
    ----------
    gamma : float
        0 or more; 0 is cross-entropy. 2 in the paper.
    class_weights : sequence of float, length C, optional
        As for :class:`WeightedCrossEntropy`.

    Inputs
    ------
    pred : shape (N, C)
        Scores before softmax.
    label : shape (N,)
        Classes, 0..C-1.

    Returns
    -------
    shape (N,)

    Raises
    ------
    ConfigError
        If gamma or a weight is below 0 or not finite.

    Section: 9.7 单发多框检测（SSD）, exercise. Paper: Lin et al. 2017, Focal Loss for
    Dense Object Detection
    """

    def __init__(self, gamma: float = 2.0, class_weights: Sequence[float] = ()):
        super().__init__(weight=None, batch_axis=0)
        if not 0 <= gamma < np.inf:
            raise ConfigError(f"gamma is {gamma}", action="choose 0 or more")
        self.gamma = float(gamma)
        self._has_weights = len(class_weights) > 0
        if self._has_weights:
            weights = nd.array(_checked(class_weights))
            self.class_weights = self.params.get_constant("class_weights", weights)

    def hybrid_forward(self, F, pred, label, class_weights=None):
        log_p = F.pick(F.log_softmax(pred, axis=-1), label, axis=-1)
        losses = -log_p
        if self.gamma:
            # expm1 is exact where p is near 1; a power of 0 has no gradient
            losses = losses * F.maximum(-F.expm1(log_p), 1e-12) ** self.gamma
        if class_weights is not None:
            losses = losses * F.take(class_weights, label)
        return losses


class WeightedCrossEntropy(FocalLoss):
    """Softmax cross-entropy times the weight of the sample's class.

    Inputs, result and errors are those of :class:`FocalLoss`. The sum over a batch is
    not divided by the weights: weights of mean 1 over the samples keep the learning
    rate what it was.

    Parameters
    ----------
    class_weights : sequence of float, length C
        0 or more each, such as :func:`gluon_course.data.class_weights` gives.

    Section: 9.13 实战Kaggle比赛：狗的品种识别
    """

    def __init__(self, class_weights: Sequence[float]):
        super().__init__(0.0, _checked(class_weights))


def _checked(class_weights) -> np.ndarray:
    weights = np.asarray(class_weights, np.float32)
    if weights.ndim != 1 or not np.isfinite(weights).all() or (weights < 0).any():
        raise ConfigError(
            f"The weights of the classes are {list(class_weights)}",
            action="give one number for each class, 0 or more",
        )
    return weights
