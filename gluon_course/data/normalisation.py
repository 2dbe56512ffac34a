"""Mean and standard deviation of known picture sets, and the pair that applies them."""

from __future__ import annotations

import dataclasses

import numpy as np
from mxnet import nd

from gluon_course.base.errors import ConfigError, ShapeError


@dataclasses.dataclass(frozen=True)
class Normalisation:
    """``(X - mean) / std`` for each channel, and back.

    A net that was trained on normalised pictures wants the same numbers when it is
    fine-tuned and when it predicts.

    Attributes
    ----------
    mean, std : tuple of float
        One for each of C channels, of pixels in [0, 1]; std is above 0.

    Raises
    ------
    ConfigError
        If they differ in length, are empty, or a std is not above 0.

    Section: 9.2 微调 (chapter_computer-vision/fine-tuning)
    """

    mean: tuple[float, ...]
    std: tuple[float, ...]

    def __post_init__(self):
        is_sound = len(self.mean) == len(self.std) > 0 and all(
            np.isfinite(m) and 0 < s < np.inf for m, s in zip(self.mean, self.std)
        )
        if not is_sound:
            raise ConfigError(
                f"Normalisation with mean {self.mean} and std {self.std}",
                "there is one mean and one positive std for each channel",
            )

    def normalize(self, X):
        """From pixels to what the net takes.

        Parameters
        ----------
        X : NDArray or numpy.ndarray of floats, shape (..., C, H, W)
            Pixels in [0, 1].

        Returns
        -------
        as X
            A new array of the same kind, type and shape.

        Raises
        ------
        ShapeError
            If X has another number of channels, or holds whole numbers.
        """
        mean, std = self._columns(X)
        return (X - mean) / std

    def denormalize(self, X):
        """From what the net takes to pixels, to be shown: the inverse.

        Parameters, result and errors are those of :meth:`normalize`. Pixels that a net
        made may lie outside [0, 1]; nothing is clipped.
        """
        mean, std = self._columns(X)
        return X * std + mean

    def _columns(self, X):
        """Mean and std, shape (C, 1, 1), of the kind and type of X, on its device."""
        channels = len(self.mean)
        if X.ndim < 3 or X.shape[-3] != channels:
            raise ShapeError(
                f"Pictures of shape {X.shape} for {channels} channels",
                "channels stand before height and width",
                "transpose (H, W, C) to (C, H, W)",
            )
        if np.dtype(X.dtype).kind != "f":
            raise ShapeError(
                f"Pixels of type {np.dtype(X.dtype)}",
                "they are whole numbers from 0 to 255",
                "convert them: X.astype('float32') / 255",
            )
        columns = (
            np.array(each, X.dtype).reshape(channels, 1, 1)
            for each in (self.mean, self.std)
        )
        if isinstance(X, nd.NDArray):
            return tuple(nd.array(each, X.context, X.dtype) for each in columns)
        return tuple(columns)


IMAGENET = Normalisation((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
"""Of the nets of Gluon's model zoo and GluonCV (sections 9.2, 9.9, 9.11, 9.13)."""

CIFAR10 = Normalisation((0.4914, 0.4822, 0.4465), (0.2023, 0.1994, 0.2010))
"""Of section 9.12, 实战Kaggle比赛：图像分类（CIFAR-10）."""
