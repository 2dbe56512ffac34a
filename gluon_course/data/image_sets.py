"""The course's image sets: arrays, facts, and loaders for training and testing."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np

from gluon_course.base.errors import DataError
from gluon_course.base.registry import Registry
from gluon_course.base.run import RunOptions
from gluon_course.data import cifar10, sample
from gluon_course.data.idx import read_labelled_images
from gluon_course.data.info import DataInfo
from gluon_course.data.loader import BatchLoader
from gluon_course.data.locating import locate
from gluon_course.data.store import edition_in, edition_name
from gluon_course.data.transform import ToTensor

FASHION_MNIST_CLASSES = (
    "t-shirt",
    "trouser",
    "pullover",
    "dress",
    "coat",
    "sandal",
    "shirt",
    "sneaker",
    "bag",
    "ankle boot",
)

SAMPLE = "sample-digits"
"""Name of the embedded sample."""
_TITLES = {
    "fashion-mnist": "Fashion-MNIST",
    "mnist": "MNIST",
    "cifar10": "CIFAR-10",
    "cifar10-subset": "CIFAR-10",
}

_FASHION_MNIST = ("fashion-mnist", "Fashion-MNIST", FASHION_MNIST_CLASSES)

_readers = Registry("image set", "gluon-course data list")


@dataclasses.dataclass(frozen=True)
class ImageSet:
    """A labelled image set in memory.

    Attributes
    ----------
    X, X_test : numpy.ndarray of uint8, shape (N, H, W, C)
        Training and test pictures, 0..255.
    y, y_test : numpy.ndarray of int32, shape (N,)
        Labels, 0..len(class_names)-1.
    info : DataInfo
        What the set is; ``info.shape`` is (C, H, W).
    """

    X: np.ndarray
    y: np.ndarray
    X_test: np.ndarray
    y_test: np.ndarray
    info: DataInfo


def fashion_mnist(batch_size, resize=None, run=None, folder=None):
    """Fashion-MNIST in mini-batches, as the text's ``load_data_fashion_mnist``.

    Parameters
    ----------
    batch_size : int
        Samples per batch.
    resize : int, optional
        Side of the pictures in pixels, 28 when not given.
    run : RunOptions, optional
        ``sample`` takes the embedded digits instead, ``limit`` the first training
        pictures only, ``seed`` fixes the order.
    folder : path, optional
        Where the four files lie; by default they are found, or fetched, as those of
        every set are.

    Returns
    -------
    train_iter, test_iter : BatchLoader
        Batches (X, y): X float32 (N, 1, H, W) in [0, 1], y int32 (N,), 0..9. The
        training set is shuffled anew each epoch.

    Raises
    ------
    DataError
        If the files are not there and cannot be fetched, or are damaged.

    Section: 3.5 图像分类数据集（Fashion-MNIST）
    """
    run = run or RunOptions()
    if folder is None or run.sample:
        return load_images("fashion-mnist", batch_size, resize, run)
    images = _read_idx_set(*_FASHION_MNIST, Path(folder).expanduser())
    return _loaders(images, batch_size, resize, run)


def mnist(batch_size, resize=None, run=None):
    """MNIST in mini-batches, as :func:`fashion_mnist`.

    Section: 3.5 图像分类数据集（Fashion-MNIST）, which names MNIST as its ancestor.
    """
    return load_images("mnist", batch_size, resize, run)


def load_images(name, batch_size, resize=None, run=None):
    """A registered image set in mini-batches; see :func:`fashion_mnist`.

    Raises
    ------
    ConfigError
        If there is no image set of that name; the nearest one is suggested.
    """
    run = run or RunOptions()
    return _loaders(read_images(name, is_sample=run.sample), batch_size, resize, run)


def read_images(name: str, is_sample: bool = False) -> ImageSet:
    """The arrays of a registered image set, or of the sample in its place.

    Raises
    ------
    ConfigError
        If there is no image set of that name; the nearest one is suggested.
    DataError
        If its files are not there and cannot be fetched, or are damaged.
    """
    reader = _readers.get(name)
    if is_sample and name != SAMPLE:
        return _read_sample(instead_of=_TITLES[name])
    return reader()


def image_set_names() -> list[str]:
    """Names that :func:`load_images` knows."""
    return _readers.names()


def _loaders(images, batch_size, resize, run):
    transform = ToTensor(resize, images.info.mean, images.info.std)
    info = dataclasses.replace(
        images.info, shape=transform.output_shape(images.X.shape[1:])
    )
    train_iter = BatchLoader(
        images.X,
        images.y,
        batch_size=batch_size,
        shuffle=True,
        transform=transform,
        seed=run.seed,
        info=info,
    )
    test_iter = BatchLoader(
        images.X_test,
        images.y_test,
        batch_size=batch_size,
        transform=transform,
        info=info,
    )
    return (train_iter if run.limit is None else train_iter.limit(run.limit)), test_iter


def _read_cifar10() -> ImageSet:
    arrays = cifar10.read_cifar10(_located("cifar10"))
    info = DataInfo("cifar10", "CIFAR-10", (3, 32, 32), cifar10.CIFAR10_CLASSES)
    return ImageSet(*arrays, info)


def _read_cifar10_subset() -> ImageSet:
    arrays = cifar10.read_cifar10_folders(_located("cifar10-subset"))
    notice = f"stand-in: {len(arrays[0]):,} pictures of CIFAR-10, not the whole set"
    sample.show_notice(notice)
    info = DataInfo(
        "cifar10-subset",
        notice,
        (3, 32, 32),
        cifar10.CIFAR10_CLASSES,
        notice=notice,
    )
    return ImageSet(*arrays, info)


def _read_idx_set(
    name: str, title: str, class_names: tuple[str, ...], folder: Path | None = None
) -> ImageSet:
    if folder is None:
        folder, edition = _located(name), edition_name(name)
    else:
        edition = edition_in(folder, name)
    arrays = []
    for part in ("train", "t10k"):
        arrays += read_labelled_images(
            folder / f"{part}-images-idx3-ubyte.gz",
            folder / f"{part}-labels-idx1-ubyte.gz",
            len(class_names),
        )
    shape = (1, *arrays[0].shape[1:3])
    return ImageSet(*arrays, DataInfo(name, title, shape, class_names, edition=edition))


def _located(name: str) -> Path:
    try:
        return locate(name)
    except DataError as error:
        action = f"{error.action}\nor go on with the embedded sample: --sample"
        raise DataError(error.what, error.cause, action) from error


def _read_sample(instead_of: str = "") -> ImageSet:
    (X, y), (X_test, y_test) = sample.sample_digits()
    notice = sample.notice_for(instead_of)
    sample.show_notice(notice)
    info = DataInfo(
        SAMPLE,
        notice,
        (1, *X.shape[1:3]),
        sample.CLASS_NAMES,
        is_sample=True,
        notice=notice,
    )
    return ImageSet(X, y, X_test, y_test, info)


_readers.add("fashion-mnist", lambda: _read_idx_set(*_FASHION_MNIST))
_readers.add("mnist", lambda: _read_idx_set("mnist", "MNIST", tuple("0123456789")))
_readers.add("cifar10", _read_cifar10)
_readers.add("cifar10-subset", _read_cifar10_subset)
_readers.add(SAMPLE, _read_sample)
