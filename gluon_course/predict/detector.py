"""Find the objects on pictures with an exported detector."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from mxnet import nd

from gluon_course.base.errors import ConfigError, ExportError
from gluon_course.base.pictures import read_pixels
from gluon_course.export import ExportedModel
from gluon_course.predict.boxes import Box, FoundBoxes
from gluon_course.predict.prepare import prepare

LEAST_SCORE = 0.3
"""Boxes below are not shown, as in the text."""

_BATCH_SIZE = 8


class Detector:
    """A predictor for models that find objects.

    Parameters
    ----------
    model : ExportedModel
        Of the task ``detection``: its output is (N, K, 6), class from 0 (-1 for none),
        score and corner box as fractions; a second one, (N, K, s, s), are the masks
        that fill the boxes.

    Attributes
    ----------
    meta : dict
        The model's ``model.json``.
    notice : str
        A sentence to show with every result; empty if there is none.
    """

    def __init__(self, model: ExportedModel):
        self.model, self.meta = model, model.meta
        self.notice = model.meta["notice"]

    def __call__(
        self,
        images: Iterable,
        top: int | None = None,
        *,
        least_score: float = LEAST_SCORE,
        invert: str = "auto",
        fit: str = "auto",
        batch_size: int = _BATCH_SIZE,
    ) -> list[FoundBoxes]:
        """Find objects on pictures.

        Parameters
        ----------
        images : iterable of path, PIL.Image, numpy.ndarray or NDArray
            Of any size and mode; each is stretched to the net's input.
        top : int, optional
            The most boxes of a picture; all by default.
        least_score : float
            Boxes below are left out, 0..1.
        invert : str
            See :func:`~gluon_course.predict.prepare`.
        fit : {"auto", "stretch"}
            The whole picture is looked at.
        batch_size : int
            Pictures computed at once.

        Returns
        -------
        list of FoundBoxes
            One for each picture.

        Raises
        ------
        DataError, ShapeError
            If one of them cannot be read as a picture.
        ConfigError
            If ``images`` is a single path or an option is out of range.

        Section: 9.7 单发多框检测（SSD） (chapter_computer-vision/ssd)
        """
        if isinstance(images, (str, bytes)) or hasattr(images, "__fspath__"):
            raise ConfigError(
                f"images is the single path {images!r}", action="pass a list: [path]"
            )
        if top is not None and top < 1:
            raise ConfigError(f"top is {top}", action="ask for 1 box or more")
        if not 0 <= least_score <= 1:
            raise ConfigError(f"The least score is {least_score}", "", "0 to 1")
        if fit not in ("auto", "stretch"):
            raise ConfigError(
                f"fit is {fit!r} for a detector",
                "boxes belong to the whole picture",
                "leave it out: the picture is stretched",
            )
        pictures = [read_pixels(each) for each in images]
        answers: list[FoundBoxes] = []
        for start in range(0, len(pictures), batch_size):
            some = pictures[start : start + batch_size]
            ready = [prepare(each, self.meta, invert, "stretch").X for each in some]
            for pixels, rows, masks in zip(some, *self._outputs(ready)):
                answers.append(self._kept(pixels, rows, masks, top, least_score))
        return answers

    def _outputs(self, ready: list) -> tuple:
        """Rows (N, K, 6), and masks (N, K, s, s) or None for each of N pictures."""
        dtype, ctx = self.meta["input"]["dtype"], self.model.ctx
        X = nd.concat(*ready, dim=0)
        outputs = self.model.block(X.astype(dtype).as_in_context(ctx))
        rows, *masks = outputs if isinstance(outputs, (list, tuple)) else [outputs]
        return rows.asnumpy(), masks[0].asnumpy() if masks else [None] * len(ready)

    def _kept(self, pixels, rows, masks, top, least_score) -> FoundBoxes:
        kept = np.flatnonzero((rows[:, 0] >= 0) & (rows[:, 1] >= least_score))
        kept = kept[np.argsort(-rows[kept, 1], kind="stable")][:top]
        rows = rows[kept].astype(float)
        height, width = pixels.shape[:2]
        corners = rows[:, 2:] * [width, height, width, height]
        names = self.model.class_names
        if len(rows) and not rows[:, 0].max() < len(names):
            raise ExportError(
                f"{self.model.folder} finds class {rows[:, 0].max():.0f}; it names "
                f"{len(names)} classes, from 0",
                "its model.json is that of another net",
                "export the model again",
            )
        boxes = [
            Box(names[int(row[0])], row[1], tuple(each), int(row[0]))
            for row, each in zip(rows.tolist(), corners.tolist())
        ]
        return FoundBoxes(tuple(boxes), pixels, None if masks is None else masks[kept])
