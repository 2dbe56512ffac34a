"""Mixup and CutMix: two pictures in one, and labels that say how much of each."""

from __future__ import annotations

import math

from gluon_course.base.errors import ConfigError, ShapeError
from gluon_course.data.augmentation.operator import (
    Augmentation,
    beside,
    checked_share,
    samples,
    uniform,
)
from gluon_course.data.augmentation.rectangles import covered, replaced, sides

_TINY = 1e-30


class Mixup(Augmentation):
    """Blend each picture with another one of the batch, and their labels alike.

    Parameters
    ----------
    num_classes : int
        C, at least 2.
    alpha : float
        Above 0: the share is drawn from Beta(alpha, alpha); small values leave most
        pictures nearly alone, 1 is uniform.
    probability : float
        Share of the pictures that are mixed, 0..1.

    Returns
    -------
    X : shape (N, C, H, W)
    labels : shape (N, C)
        Rows sum to 1: soft labels for :class:`gluon_course.train.SoftLabels`.

    Raises
    ------
    ConfigError
        If a number is out of range.
    ShapeError
        If labels are not (N,).

    Paper: Zhang, Cisse, Dauphin, Lopez-Paz 2018, mixup: Beyond Empirical Risk
    Minimization
    """

    def __init__(self, num_classes: int, alpha: float = 0.2, probability: float = 1.0):
        super().__init__()
        if num_classes < 2 or not 0 < alpha < math.inf:
            raise ConfigError(
                f"{type(self).__name__} of {num_classes} classes with alpha {alpha}",
                "there are 2 classes or more, and alpha is above 0",
            )
        self.num_classes, self.alpha = int(num_classes), float(alpha)
        self.probability = checked_share("probability", probability)

    def forward(self, X, y):
        if getattr(y, "shape", None) is not None and y.shape != X.shape[:1]:
            raise ShapeError(
                f"Labels of shape {y.shape} for pictures of shape {X.shape}",
                "a label is the number of a class, one for each picture",
            )
        return super().forward(X, y)

    def hybrid_forward(self, F, X, y):
        partners = F.argsort(uniform(F, X))  # a random order of 0..N-1
        shares = self._shares(F, X)  # (N,), 1 keeps the picture as it is
        X, shares = self.mix(F, X, F.take(X, partners), shares)
        labels = F.one_hot(y, depth=self.num_classes)
        shares = F.expand_dims(shares, axis=1)
        return X, F.broadcast_mul(labels, shares) + F.broadcast_mul(
            F.take(labels, partners), 1 - shares
        )

    def mix(self, F, X, others, shares):
        """Two batches of pictures mixed, and the shares of the first that remain.

        Parameters
        ----------
        X, others : shape (N, C, H, W)
        shares : shape (N,)
            Of X, 0..1.

        Returns
        -------
        X : shape (N, C, H, W)
        shares : shape (N,)
        """
        weights = beside(F, shares)
        mixed = F.broadcast_mul(X, weights) + F.broadcast_mul(others, 1 - weights)
        return mixed, shares

    def _shares(self, F, X):
        # Beta from two gammas; both can be 0 in float32 where alpha is small
        first, second = (
            F.random.gamma_like(samples(F, X), alpha=self.alpha, beta=1.0)
            for _ in range(2)
        )
        share = F.stop_gradient((first + _TINY) / (first + second + 2 * _TINY))
        is_mixed = uniform(F, X) < self.probability
        return F.where(is_mixed, share, F.ones_like(share))


class CutMix(Mixup):
    """Paste a rectangle of another picture of the batch, and mix labels by area.

    The rectangle has the picture's proportions and its centre anywhere in it; what
    lies outside is cut off. The label counts the pixels that really changed.

    Parameters, result and errors are those of :class:`Mixup`; ``alpha`` is 1 in the
    paper.

    Paper: Yun et al. 2019, CutMix: Regularization Strategy to Train Strong Classifiers
    with Localizable Features
    """

    def __init__(self, num_classes: int, alpha: float = 1.0, probability: float = 1.0):
        super().__init__(num_classes, alpha, probability)

    def mix(self, F, X, others, shares):
        height, width = sides(F, X)
        half = F.sqrt(1 - shares) / 2
        half_w, half_h = (F.broadcast_mul(half, side) for side in (width, height))
        x, y = (F.broadcast_mul(uniform(F, X), side) for side in (width, height))
        boxes = F.stack(x - half_w, y - half_h, x + half_w, y + half_h, axis=1)
        mask = covered(F, X, boxes)
        return replaced(F, X, others, mask), 1 - F.mean(mask, axis=(1, 2))


class OneHot(Augmentation):
    """Pictures as they are, labels as soft labels: for evaluation beside mixup.

    Parameters
    ----------
    num_classes : int
        C, at least 2.
    """

    def __init__(self, num_classes: int):
        super().__init__()
        self.num_classes = int(num_classes)

    def hybrid_forward(self, F, X, y):
        return F.identity(X), F.one_hot(y, depth=self.num_classes)
