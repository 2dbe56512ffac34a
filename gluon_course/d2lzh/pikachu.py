"""The names of 9.6: pictures with a Pikachu to find."""

from __future__ import annotations

from gluon_course.d2lzh.places import text_path
from gluon_course.data.pikachu import load_pikachu
from gluon_course.data.placing import place_files


def _download_pikachu(data_dir):
    """Have ``train.rec``, ``train.idx`` and ``val.rec`` in the folder ``data_dir``.

    Raises
    ------
    DataError
        If they are neither there nor to be fetched, or are damaged.
    """
    place_files("pikachu", data_dir)


def load_data_pikachu(batch_size, edge_size=256):
    """Training and validation batches, from ``../data/pikachu`` or the data root.

    Parameters
    ----------
    batch_size : int
        N.
    edge_size : int
        Side of the square pictures, in pixels.

    Returns
    -------
    train_iter, val_iter : mxnet.image.ImageDetIter
        ``batch.data[0]`` (N, 3, edge, edge); ``batch.label[0]`` (N, 1, 5): class and a
        corner box as fractions of the picture.

    Raises
    ------
    DataError
        If a file is neither there nor to be fetched, or is damaged.

    Section: 9.6 目标检测数据集（皮卡丘） (chapter_computer-vision/
    object-detection-dataset)
    """
    return load_pikachu(batch_size, edge_size, text_path("pikachu", "pikachu"))
