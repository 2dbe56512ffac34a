"""Pictures with a box and a mask for every object: what Mask R-CNN trains on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from mxnet import nd
from PIL import Image

from gluon_course.base.errors import DataError, reason_of
from gluon_course.base.pictures import no_bombs
from gluon_course.base.run import RunOptions
from gluon_course.data.detection.composed import YEAR_FOLDER, composed_voc
from gluon_course.data.detection.sets import SAMPLE_SIDE, composed_detection
from gluon_course.data.loader import BatchLoader
from gluon_course.data.transform import ToTensor
from gluon_course.data.voc import split_names


class InstanceLoader(BatchLoader):
    """Iterates over batches of pictures, labels and masks that are in memory.

    Parameters
    ----------
    pixels : numpy.ndarray of uint8, shape (S, H, W, 3)
    labels : numpy.ndarray of float32, shape (S, M, 5)
        Class and corner box as fractions; rows of -1 are padding.
    owners : numpy.ndarray of uint8, shape (S, H, W)
        Number of the object that is seen at a pixel, from 1 in the order of the
        labels; 0 for none.
    **options
        Of :class:`~gluon_course.data.BatchLoader`; ``info`` gives the normalisation.

    Yields
    ------
    X : NDArray of float32, shape (N, 3, H, W)
    labels : NDArray of float32, shape (N, M, 5)
    masks : NDArray of float32, shape (N, M, H, W)
        1 where the object is seen.

    Raises
    ------
    DataError
        If the masks have another size than the pictures, or an array another length.
    """

    def __init__(self, pixels, labels, owners, **options):
        if owners.shape != pixels.shape[:3]:
            raise DataError(
                f"Masks of shape {owners.shape} for pictures of shape {pixels.shape}",
                "a mask has another size than its picture",
                "cut or resize picture and mask alike",
            )
        info = options.get("info")
        transform = ToTensor(mean=info.mean, std=info.std) if info else ToTensor()
        super().__init__(pixels, labels, owners, transform=transform, **options)
        self.max_objects = labels.shape[1]

    def __iter__(self) -> Iterator[tuple[nd.NDArray, nd.NDArray, nd.NDArray]]:
        numbers = nd.arange(1, self.max_objects + 1).reshape((1, -1, 1, 1))
        for X, labels, owners in super().__iter__():
            owners = owners.astype("float32").expand_dims(1)
            yield X, labels, nd.broadcast_equal(owners, numbers)


def composed_instances(
    batch_size: int,
    num_train: int = 2000,
    num_test: int = 400,
    side: int = SAMPLE_SIDE,
    run: RunOptions | None = None,
    test_seed: int = 0,
) -> tuple[InstanceLoader, InstanceLoader]:
    """Training and held-out part of the composed sample, with masks.

    Parameters, data and errors are those of
    :func:`~gluon_course.data.detection.composed_detection`.
    """
    run = run or RunOptions()
    parts = composed_detection(batch_size, num_train, num_test, side, run, test_seed)
    root = composed_voc(num_train, num_test, side, test_seed=test_seed) / YEAR_FOLDER
    loaders = []
    for loader, split in zip(parts, ("train", "val")):
        names = split_names(root, split)[: loader.num_samples]
        owners = np.stack([read_owners(root, name) for name in names])
        loaders.append(
            InstanceLoader(
                loader.pixels,
                loader.labels,
                owners,
                batch_size=batch_size,
                shuffle=loader.shuffle,
                seed=run.seed,
                info=loader.info,
            )
        )
    return tuple(loaders)


def read_owners(root: Path, name: str) -> np.ndarray:
    """Number of the object that is seen at each pixel of a picture of VOC.

    Parameters
    ----------
    root : Path
        The folder ``VOC2012``.
    name : str
        The picture's name, without suffix.

    Returns
    -------
    numpy.ndarray of uint8, shape (H, W)
        From 1, in the order of the annotation; 0 for the background, 255 for the
        borders of VOC's objects.

    Raises
    ------
    DataError
        If the file is missing, damaged, too large, or no picture of numbers.
    """
    path = root / "SegmentationObject" / f"{name}.png"
    try:
        with no_bombs(path), Image.open(path, formats=("PNG",)) as image:
            if image.mode != "P":
                raise DataError(
                    f"{path} is a picture of mode {image.mode}",
                    "objects are numbered by a palette",
                    "take the files as VOC has them",
                )
            return np.array(image)
    except (OSError, SyntaxError, ValueError) as error:
        raise DataError(f"{path} cannot be read: {reason_of(error)}") from error
