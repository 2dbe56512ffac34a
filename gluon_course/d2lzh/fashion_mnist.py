"""The names of 3.5: Fashion-MNIST in mini-batches, and the names of its classes."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from gluon_course.base.run import RunOptions
from gluon_course.data import FASHION_MNIST_CLASSES, fashion_mnist, find_data_set

_DEFAULT = "~/.mxnet/datasets/fashion-mnist"


def get_fashion_mnist_labels(labels):
    """The names of classes.

    Parameters
    ----------
    labels : iterable of int
        0..9, for example a NumPy array.

    Returns
    -------
    list of str

    Section: 3.5 图像分类数据集（Fashion-MNIST） (chapter_deep-learning-basics/
    fashion-mnist)
    """
    return [FASHION_MNIST_CLASSES[int(label)] for label in labels]


def load_data_fashion_mnist(batch_size, resize=None, root=_DEFAULT):
    """Fashion-MNIST in mini-batches, which can be iterated over again and again.

    Parameters
    ----------
    batch_size : int
    resize : int or (width, height), optional
        Size of the pictures in pixels, 28 when not given.
    root : str
        Folder of the four files. The default means the data root of the course, which
        also serves, and is fetched to, when a file is missing in another folder.

    Returns
    -------
    train_iter, test_iter : gluon_course.data.BatchLoader
        ``len()`` batches (X, y): X float32 (N, 1, H, W) in [0, 1], y int32 (N,). The
        training set is in a new order each epoch, drawn from NumPy's random state:
        ``np.random.seed`` makes it repeat. With ``GLUON_COURSE_SAMPLE=1`` these are
        handwritten digits, and a line on stderr says so.

    Raises
    ------
    DataError
        If the files are neither there nor to be fetched, or are damaged.
    ConfigError
        If ``batch_size`` or ``resize`` is out of range.

    Section: 3.5 图像分类数据集（Fashion-MNIST）, 5.6 深度卷积神经网络（AlexNet）
    (chapter_convolutional-neural-networks/alexnet)
    """
    run = RunOptions(seed=int(np.random.randint(2**31 - 1)))
    return fashion_mnist(batch_size, resize, run, _folder(root))


def _folder(root) -> Path | None:
    """The folder, if it is not the default and holds the files."""
    folder = Path(root).expanduser()
    names = [Path(file.path).name for file in find_data_set("fashion-mnist").files]
    is_default = str(root) == _DEFAULT
    is_complete = all((folder / name).is_file() for name in names)
    return folder if is_complete and not is_default else None
