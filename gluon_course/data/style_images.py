"""Two pictures for style transfer, made into a net's input and back (9.11)."""

from __future__ import annotations

import numpy as np
from mxnet import image, nd

from gluon_course.base.errors import DataError, ShapeError
from gluon_course.base.pictures import read_image
from gluon_course.base.run import RunOptions
from gluon_course.data.locating import locate
from gluon_course.data.normalisation import IMAGENET
from gluon_course.data.sample import sample_photos, show_notice

NOTICE = "sample pictures: two photographs, not the text's photograph and painting"
"""The sentence that goes with every result on the embedded photographs."""


def style_pictures(run: RunOptions | None = None) -> tuple[np.ndarray, np.ndarray]:
    """The content picture and the style picture.

    Parameters
    ----------
    run : RunOptions, optional
        ``sample`` takes the embedded photographs of a temple and a flower instead of
        the text's mountain and painted oak.

    Returns
    -------
    content, style : numpy.ndarray of uint8, shape (H, W, 3)

    Raises
    ------
    DataError
        If the files are not there and cannot be fetched, or are damaged.

    Section: 9.11 样式迁移 (chapter_computer-vision/neural-style)
    """
    if run is not None and run.sample:
        show_notice(NOTICE)
        photos = sample_photos()
        paths = (photos["china"], photos["flower"])
    else:
        try:
            folder = locate("pictures")
        except DataError as error:
            action = f"{error.action}\nor go on with the embedded photographs: --sample"
            raise DataError(error.what, error.cause, action) from error
        paths = (folder / "rainier.jpg", folder / "autumn_oak.jpg")
    content, style = map(read_image, paths)
    return content, style


def to_style_input(pixels, size: tuple[int, int], ctx=None) -> nd.NDArray:
    """A picture resized and normalised as ImageNet's.

    Parameters
    ----------
    pixels : numpy.ndarray of uint8, shape (H, W, 3)
    size : (int, int)
        Height and width, 2 pixels or more.
    ctx : Context, optional
        Where it goes; the CPU by default.

    Returns
    -------
    NDArray of float32, shape (1, 3, *size)

    Raises
    ------
    ShapeError
        If it is no colour picture, or the size is too small.

    Section: 9.11 样式迁移
    """
    pixels = np.ascontiguousarray(pixels)
    if pixels.ndim != 3 or pixels.shape[2] != 3 or min(size) < 2:
        raise ShapeError(
            f"A picture of shape {pixels.shape} to be resized to {tuple(size)}",
            action="give (H, W, 3) and a height and width of at least 2",
        )
    height, width = size
    resized = image.imresize(nd.array(pixels, dtype="uint8"), width, height)
    X = resized.astype("float32").transpose((2, 0, 1)) / 255
    X = IMAGENET.normalize(X).expand_dims(0)
    return X if ctx is None else X.as_in_context(ctx)


def to_pixels(X: nd.NDArray) -> np.ndarray:
    """The inverse of :func:`to_style_input` at the same size, cut to 0..255.

    Parameters
    ----------
    X : NDArray, shape (1, 3, H, W)

    Returns
    -------
    numpy.ndarray of uint8, shape (H, W, 3)
    """
    values = IMAGENET.denormalize(X)[0].asnumpy().transpose(1, 2, 0)
    return np.rint(values.clip(0, 1) * 255).astype(np.uint8)
