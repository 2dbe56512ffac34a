"""Classes of unequal number: weights of classes and samples, and drawing by weight."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gluon_course.base.errors import ConfigError, DataError


def class_weights(labels: Sequence[int], num_classes: int) -> np.ndarray:
    """Weights that give every class the same sum over the samples.

    Parameters
    ----------
    labels : sequence of int, length N
        0..num_classes-1.
    num_classes : int
        C.

    Returns
    -------
    numpy.ndarray of float32, shape (C,)
        ``N / (C' * count)`` for the C' classes that occur, whose mean over the samples
        is 1; 0 for the others.

    Raises
    ------
    DataError
        If there are no labels, or one is no class.
    """
    labels = np.asarray(labels, np.int64).reshape(-1)
    if not len(labels) or labels.min() < 0 or labels.max() >= num_classes:
        raise DataError(
            f"{len(labels)} labels for {num_classes} classes cannot be weighed",
            "there is a label or more, and each is 0..classes-1",
        )
    counts = np.bincount(labels, minlength=num_classes)
    share = len(labels) / (counts > 0).sum()
    return np.divide(share, counts, out=np.zeros(num_classes), where=counts > 0).astype(
        np.float32
    )


def sample_weights(labels: Sequence[int], num_classes: int) -> np.ndarray:
    """The weight of each sample's class, shape (N,): for ``weights`` of a loader."""
    return class_weights(labels, num_classes)[np.asarray(labels, np.int64)]


def checked_weights(weights, num_samples: int, is_shuffled: bool) -> np.ndarray | None:
    """Weights of samples as float64, or None.

    Raises
    ------
    ConfigError
        If their number is not that of the samples, one is below 0 or not finite, all
        are 0, or the samples are not shuffled.
    """
    if weights is None:
        return None
    weights = np.asarray(weights, np.float64).reshape(-1)
    if len(weights) != num_samples or not is_shuffled:
        raise ConfigError(
            f"{len(weights)} weights for {num_samples} samples, shuffle={is_shuffled}",
            "each sample has its weight, and drawing by weight has no order",
            "give one weight for each sample, and shuffle=True",
        )
    if not np.isfinite(weights).all() or (weights < 0).any() or not weights.any():
        raise ConfigError(
            "Samples cannot be drawn with these weights",
            "weights are 0 or more, finite, and not all 0",
        )
    return weights


def drawn_order(weights: np.ndarray, seed: int, epoch: int) -> np.ndarray:
    """Sample numbers of an epoch, as many as samples, drawn by weight with repetition.

    Parameters
    ----------
    weights : numpy.ndarray, shape (N,)
        Not all 0.
    seed, epoch : int
        What the draw depends on.
    """
    random = np.random.RandomState([seed, epoch])
    return random.choice(len(weights), len(weights), p=weights / weights.sum())
