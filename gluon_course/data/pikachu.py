"""Pictures with a Pikachu to find, from RecordIO files (9.6)."""

from __future__ import annotations

import os
from pathlib import Path

from mxnet import image

from gluon_course.base.errors import ConfigError, DataError, reason_of
from gluon_course.data.locating import locate

FILES = ("train.rec", "train.idx", "val.rec")


def load_pikachu(
    batch_size: int, edge_size: int = 256, folder: os.PathLike | str | None = None
) -> tuple[image.ImageDetIter, image.ImageDetIter]:
    """Training and validation batches of the pictures and their boxes.

    The training pictures come shuffled, and cropped at random so that at least 95 % of
    the object stays inside; the validation pictures come as they are.

    Parameters
    ----------
    batch_size : int
        N, 1 or more.
    edge_size : int
        Side of the square pictures, in pixels.
    folder : path, optional
        Folder of ``train.rec``, ``train.idx`` and ``val.rec``; by default the data set
        ``pikachu`` of the catalogue, fetched if need be.

    Returns
    -------
    train_iter, val_iter : mxnet.image.ImageDetIter
        ``batch.data[0]`` float32 (N, 3, edge, edge), 0..255; ``batch.label[0]`` float32
        (N, M, 5): class, and a corner box as fractions of the picture; -1 in rows that
        only fill up. Call ``reset`` before each pass.

    Raises
    ------
    DataError
        If a file is missing, damaged, or holds no box.
    ConfigError
        If a number is below 1.

    Section: 9.6 目标检测数据集（皮卡丘） (chapter_computer-vision/
    object-detection-dataset)
    """
    for name, value in (("batch_size", batch_size), ("edge_size", edge_size)):
        if value < 1:
            raise ConfigError(f"{name} is {value}", action="take 1 or more")
    folder = locate("pikachu") if folder is None else Path(folder)
    for name in FILES:
        if not (folder / name).is_file():
            raise DataError(
                f"There is no file {folder / name}",
                f"the set is {', '.join(FILES)} in one folder",
                "run: gluon-course data fetch pikachu",
            )
    train, index, val = (str(folder / name) for name in FILES)
    size = (3, edge_size, edge_size)
    train_iter = _detection_iter(
        batch_size,
        size,
        path_imgrec=train,
        path_imgidx=index,
        shuffle=True,
        rand_crop=1,
        min_object_covered=0.95,
        max_attempts=200,
    )
    val_iter = _detection_iter(batch_size, size, path_imgrec=val, shuffle=False)
    return train_iter, val_iter


def _detection_iter(batch_size, size, path_imgrec, **options) -> image.ImageDetIter:
    try:
        # It reads the whole file to find the largest number of boxes.
        return image.ImageDetIter(
            batch_size=batch_size, data_shape=size, path_imgrec=path_imgrec, **options
        )
    except Exception as error:
        # What it raises on damaged files is not limited to a list: MXNetError,
        # TypeError, ValueError, RuntimeError, UnboundLocalError (no record) were seen.
        is_empty = isinstance(error, UnboundLocalError)
        raise DataError(
            f"{path_imgrec} cannot be read as pictures with boxes: "
            + ("it holds none" if is_empty else reason_of(error)),
            "it is damaged or cut off, or its index belongs to another file",
            "delete it and run: gluon-course data fetch pikachu",
        ) from error
