"""Random changes of brightness, contrast, saturation, hue and light in whole batches.

Each ``adjust_`` function changes pictures by given amounts; the operator of the same
name draws an amount for every picture. Results are cut to [0, 1].
"""

from __future__ import annotations

import math

import numpy as np

from gluon_course.base.errors import ConfigError
from gluon_course.data.augmentation.operator import (
    Augmentation,
    beside,
    samples,
    uniform,
)

_GREY = (0.299, 0.587, 0.114)  # ITU-R BT.601
_YIQ = np.array(
    [_GREY, (0.596, -0.274, -0.321), (0.211, -0.523, 0.311)]
)  # of RGB, as MXNet's hue transform has it
# Of the pixels of ImageNet, 0..255 (Krizhevsky et al. 2012)
_EIGENVALUES = (55.46, 4.794, 1.148)
_EIGENVECTORS = (
    (-0.5675, 0.7192, 0.4009),
    (-0.5808, -0.0045, -0.8140),
    (-0.5836, -0.6948, 0.4203),
)


def adjust_brightness(F, X, factors):
    """Pictures (N, C, H, W) times ``factors`` (N,)."""
    return F.clip(F.broadcast_mul(X, beside(F, factors)), 0, 1)


def adjust_contrast(F, X, factors):
    """Distances to the picture's mean grey times ``factors`` (N,); 3 channels."""
    mean = F.mean(_grey(F, X), axis=(1, 2, 3), keepdims=True)
    return F.clip(_blend(F, X, mean, factors), 0, 1)


def adjust_saturation(F, X, factors):
    """Distances to each pixel's grey times ``factors`` (N,): 0 is grey; 3 channels."""
    return F.clip(_blend(F, X, _grey(F, X), factors), 0, 1)


def adjust_hue(F, X, turns):
    """Colours turned around the grey axis by ``turns`` (N,), 1 being half a turn.

    The turn is one of the colour plane (I, Q) of television; grey stays grey and the
    luma Y stays as it is where nothing is cut.
    """
    angles = turns * math.pi
    y, i, q = _mixed(F, X, _YIQ)
    cos, sin = beside(F, F.cos(angles)), beside(F, F.sin(angles))
    turned = (
        y,
        F.broadcast_mul(i, cos) - F.broadcast_mul(q, sin),
        F.broadcast_mul(i, sin) + F.broadcast_mul(q, cos),
    )
    X = F.concat(*_mixed(F, F.concat(*turned, dim=1), np.linalg.inv(_YIQ)), dim=1)
    return F.clip(X, 0, 1)


def adjust_lighting(F, X, amounts):
    """Add ``amounts`` (N, 3) of ImageNet's three main directions of colour.

    Paper: Krizhevsky, Sutskever, Hinton 2012, ImageNet Classification with Deep
    Convolutional Neural Networks, section 4.1.
    """
    parts = F.split(amounts, num_outputs=3, axis=1)  # each (N, 1)
    shifts = [
        sum(
            part * (component * value / 255)
            for part, component, value in zip(parts, row, _EIGENVALUES)
        )
        for row in _EIGENVECTORS
    ]
    shift = F.reshape(F.concat(*shifts, dim=1), shape=(0, 3, 1, 1))
    return F.clip(F.broadcast_add(X, shift), 0, 1)


class RandomBrightness(Augmentation):
    """Multiply each picture by a number uniform in 1 - amount .. 1 + amount.

    Parameters
    ----------
    amount : float
        0 or more, at most 1; 0 leaves pictures as they are.

    Raises
    ------
    ConfigError
        If the amount lies outside.

    Section: 9.1 图像增广 (chapter_computer-vision/image-augmentation)
    """

    _most = 1.0

    def __init__(self, amount: float):
        super().__init__()
        if not 0 <= amount <= self._most:
            raise ConfigError(
                f"{type(self).__name__} of {amount}",
                action=f"choose a number from 0 to {self._most:g}",
            )
        self.amount = float(amount)

    def factors(self, F, X):
        """A random factor for each picture, shape (N,)."""
        return uniform(F, X, 1 - self.amount, 1 + self.amount)

    def hybrid_forward(self, F, X):
        return adjust_brightness(F, X, self.factors(F, X))


class RandomContrast(RandomBrightness):
    """Stretch each picture about its mean grey; ``amount`` as for brightness.

    Section: 9.1 图像增广 (chapter_computer-vision/image-augmentation)
    """

    channels = 3

    def hybrid_forward(self, F, X):
        return adjust_contrast(F, X, self.factors(F, X))


class RandomSaturation(RandomBrightness):
    """Make colours paler or stronger; ``amount`` as for brightness.

    Section: 9.1 图像增广 (chapter_computer-vision/image-augmentation)
    """

    channels = 3

    def hybrid_forward(self, F, X):
        return adjust_saturation(F, X, self.factors(F, X))


class RandomHue(RandomBrightness):
    """Turn colours by up to ``amount`` half turns either way; ``amount`` 0..1.

    Section: 9.1 图像增广 (chapter_computer-vision/image-augmentation)
    """

    channels = 3

    def hybrid_forward(self, F, X):
        return adjust_hue(F, X, uniform(F, X, -self.amount, self.amount))


class RandomLighting(RandomBrightness):
    """Change the colour of the light as it changes in photographs.

    Parameters
    ----------
    amount : float
        Standard deviation along the three main directions, 0..1; .1 in the text.

    Section: 9.13 实战Kaggle比赛：狗的品种识别
    """

    channels = 3

    def hybrid_forward(self, F, X):
        columns = [F.random.normal_like(samples(F, X)) for _ in range(3)]
        return adjust_lighting(F, X, F.stack(*columns, axis=1) * self.amount)


class RandomColorJitter(Augmentation):
    """Brightness, contrast, saturation and hue, one after the other.

    Gluon's transform of that name draws the order as well.

    Parameters
    ----------
    brightness, contrast, saturation, hue : float
        Amounts, 0..1; one of 0 is left out.

    Section: 9.1 图像增广 (chapter_computer-vision/image-augmentation)
    """

    channels = 3

    def __init__(self, brightness=0.0, contrast=0.0, saturation=0.0, hue=0.0):
        super().__init__()
        kinds = (RandomBrightness, RandomContrast, RandomSaturation, RandomHue)
        amounts = (brightness, contrast, saturation, hue)
        self._steps = [kind(each) for kind, each in zip(kinds, amounts) if each]
        for step in self._steps:
            self.register_child(step)

    def hybrid_forward(self, F, X):
        for step in self._steps:
            X = step(X)
        return X


def _grey(F, X):
    """The luma of each pixel, shape (N, 1, H, W)."""
    return _mixed(F, X, (_GREY,))[0]


def _blend(F, X, centre, factors):
    factors = beside(F, factors)
    return F.broadcast_add(
        F.broadcast_mul(X, factors), F.broadcast_mul(centre, 1 - factors)
    )


def _mixed(F, X, rows):
    """Weighted sums of the three channels, one plane (N, 1, H, W) for each row."""
    planes = F.split(X, num_outputs=3, axis=1)
    return [
        sum(plane * float(weight) for plane, weight in zip(planes, row)) for row in rows
    ]
