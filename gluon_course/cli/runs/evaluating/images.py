"""The pictures that a classifier was trained and tested on, read again."""

from __future__ import annotations

import numpy as np

from gluon_course import data


def image_sets(info: data.DataInfo) -> tuple:
    """Training and test part of the set that a run names: (X, y) of each.

    Raises
    ------
    DataError
        If they cannot be read again.
    """
    if info.is_sample:
        return data.sample_digits()
    images = data.read_images(info.name)
    return (images.X, images.y), (images.X_test, images.y_test)


def image_transform(info: data.DataInfo, X: np.ndarray) -> data.ToTensor:
    """From the pictures of a set, shape (N, H, W, C), to what the run's net took."""
    _, height, width = info.shape
    resize = None if X.shape[1:3] == (height, width) else (width, height)
    return data.ToTensor(resize, info.mean, info.std)
