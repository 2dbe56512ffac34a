"""A grid of pictures with titles, as section 3.5 shows Fashion-MNIST."""

from __future__ import annotations

import math
import os
import textwrap
from collections.abc import Sequence

import numpy as np

from gluon_course.base.errors import DataError, ShapeError
from gluon_course.viz.style import Picture, figure, in_style, readable, save

_CHANNELS = (1, 3, 4)
_SMALL = 64  # pixels; larger pictures get larger places, fewer in a row


@in_style()
def image_grid(
    images: Sequence,
    titles: Sequence[str] | None = None,
    columns: int | None = None,
    path: os.PathLike | str | None = None,
    title: str = "",
) -> Picture:
    """Draw pictures side by side, each with its title above it.

    Parameters
    ----------
    images : sequence of numpy.ndarray or NDArray
        Each (H, W), (H, W, C) or (C, H, W) with C = 1, 3 or 4. Integers are 0..255.
        Floats in [0, 1] are shown as they are, others (normalised tensors) stretched
        from their least to their greatest value.
    titles : sequence of str, optional
        One for each picture.
    columns : int, optional
        Pictures in a row; by default up to 10 small or 5 large ones.
    path : path, optional
        Where to save the picture.
    title : str
        Heading of the whole.

    Returns
    -------
    Picture

    Raises
    ------
    ShapeError
        If an array is no picture, or titles and pictures differ in number.
    DataError
        If there are no pictures.

    Section: 3.5 图像分类数据集 (chapter_deep-learning-basics/fashion-mnist)
    """
    pictures = [as_picture(image) for image in images]
    if not pictures:
        raise DataError("There are no pictures to show", action="pass at least one")
    if titles is not None and len(titles) != len(pictures):
        raise ShapeError(f"There are {len(titles)} titles for {len(pictures)} pictures")
    is_small = max(max(picture.shape[:2]) for picture in pictures) <= _SMALL
    cell, row = (1.25, 10) if is_small else (2.4, 5)
    columns = columns or math.ceil(len(pictures) / math.ceil(len(pictures) / row))
    rows = math.ceil(len(pictures) / columns)
    tall = max(picture.shape[0] / picture.shape[1] for picture in pictures)
    texts = [_wrapped(text, cell) for text in titles or [""] * len(pictures)]
    lines = max(text.count("\n") + bool(text) for text in texts)
    height = cell * min(max(tall, 0.3), 2) + 0.15 * lines + 0.1
    head = 0.3 if readable(title) else 0.05
    grid, panels = figure(columns * cell, rows * height + head, rows, columns)
    grid.get_layout_engine().set(w_pad=0.03, h_pad=0.04, wspace=0, hspace=0)
    for panel in panels:
        panel.set_axis_off()
    for panel, picture, text in zip(panels, pictures, texts):
        # "auto" since matplotlib 3.10, which still takes the old name
        smooth = "nearest" if is_small else "antialiased"
        _frame(panel)
        panel.imshow(picture, cmap="gray", vmin=0, vmax=1, interpolation=smooth)
        panel.set_title(text, fontsize=8, loc="center", pad=3)
    if readable(title):
        grid.suptitle(readable(title), fontsize=10)
    if path is not None:
        save(grid, path)
    return grid


def as_picture(image) -> np.ndarray:
    """An array as matplotlib shows it: (H, W) or (H, W, 3 or 4), values 0..1.

    Parameters
    ----------
    image : numpy.ndarray or NDArray
        As for :func:`image_grid`. Where both ends could be channels the last is taken.

    Raises
    ------
    ShapeError
        If it has another number of axes or channels, or an empty axis.
    """
    array = np.asarray(image.asnumpy() if hasattr(image, "asnumpy") else image)
    shape = array.shape
    if array.ndim == 3 and shape[-1] not in _CHANNELS and shape[0] in _CHANNELS:
        array = np.moveaxis(array, 0, -1)
    if array.ndim == 3 and array.shape[-1] == 1:
        array = array[:, :, 0]
    is_picture = array.ndim == 2 or (array.ndim == 3 and array.shape[-1] in _CHANNELS)
    if not is_picture or array.size == 0:
        raise ShapeError(
            f"An array of shape {shape} is not a picture",
            "pictures are (H, W), (H, W, C) or (C, H, W) with 1, 3 or 4 channels",
            "pass a sequence of pictures, not one alone",
        )
    if array.dtype == bool:
        return array.astype(np.float32)
    if np.issubdtype(array.dtype, np.integer):
        return np.clip(array, 0, 255).astype(np.float32) / 255
    array = np.nan_to_num(array.astype(np.float32))
    low, high = float(array.min()), float(array.max())
    if low >= 0 and high <= 1:
        return array
    return (array - low) / (high - low) if high > low else np.zeros_like(array)


def _frame(panel) -> None:
    """A hairline around the picture, whose border may be as white as the page."""
    panel.set_axis_on()
    panel.grid(False)
    panel.set(xticks=[], yticks=[])
    for spine in panel.spines.values():
        spine.set(visible=True, color="#cccccc", linewidth=0.5)


def _wrapped(text: str, inches: float) -> str:
    """Each line of ``text`` on two lines of the picture at most."""
    return "\n".join(
        textwrap.fill(line, int(13.6 * inches), max_lines=2, placeholder=" …")
        for line in readable(text).splitlines()
    )
