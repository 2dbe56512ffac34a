"""What all augmentations of whole batches share: checks, and a random number each."""

from __future__ import annotations

import numpy as np
from mxnet import gluon, nd

from gluon_course.base.errors import ConfigError, ShapeError


class Augmentation(gluon.HybridBlock):
    """Base: changes every picture of a batch in its own random way.

    The numbers come from MXNet's generator on the device of the batch, so that
    :func:`~gluon_course.base.seeds.seed_epoch` fixes them. Call ``hybridize()`` on it
    as on any block.

    Attributes
    ----------
    channels : int or None
        Number of channels that it wants; any when None.
    """

    channels: int | None = None

    def forward(self, X, *args):
        """Apply to a batch.

        Parameters
        ----------
        X : NDArray of floats, shape (N, C, H, W)
            Pixels in [0, 1].

        Returns
        -------
        NDArray, shape (N, C, H, W), with the height and width of the operator

        Raises
        ------
        ShapeError
            If X is no batch of pictures, holds whole numbers, or has another number of
            channels.
        """
        if isinstance(X, nd.NDArray):
            self._check(X)
        return super().forward(X, *args)

    def _check(self, X) -> None:
        if X.ndim != 4 or np.dtype(X.dtype).kind != "f":
            raise ShapeError(
                f"A batch of shape {X.shape} and type {np.dtype(X.dtype)}",
                "augmentations take floats in [0, 1] of shape (N, C, H, W)",
                "convert the pictures with data.ToTensor()",
            )
        if self.channels is not None and X.shape[1] != self.channels:
            raise ShapeError(
                f"{type(self).__name__} of pictures of {X.shape[1]} channels",
                f"it mixes {self.channels} colours",
                "leave it out for grey pictures",
            )


def uniform(F, X, low: float = 0.0, high: float = 1.0):
    """A number in [low, high) for each picture of X, shape (N,)."""
    return F.random.uniform_like(samples(F, X), low, high)


def samples(F, X):
    """The numbers 0..N-1 of the pictures of X, shape (N,)."""
    return F.contrib.arange_like(X, axis=0)


def beside(F, values):
    """Values (N,) as (N, 1, 1, 1), to be broadcast over the pictures."""
    return F.reshape(values, shape=(-1, 1, 1, 1))


def checked_share(name: str, value: float) -> float:
    """``value`` as a probability, 0..1.

    Raises
    ------
    ConfigError
        If it lies outside.
    """
    if not 0 <= value <= 1:
        raise ConfigError(f"{name} is {value}", action="choose a number from 0 to 1")
    return float(value)


def checked_range(name: str, values, low: float, high: float) -> tuple[float, float]:
    """``values`` as two rising numbers in [low, high].

    Raises
    ------
    ConfigError
        If they are not two, fall, or lie outside.
    """
    values = tuple(float(each) for each in values)
    if len(values) != 2 or not low <= values[0] <= values[1] <= high:
        raise ConfigError(
            f"{name} is {values}",
            action=f"choose two numbers from {low:g} to {high:g}, the smaller first",
        )
    return values
