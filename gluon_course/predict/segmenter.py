"""Find the class of every pixel of pictures with an exported net."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from mxnet import nd
from PIL import Image

from gluon_course import viz
from gluon_course.base.errors import ConfigError
from gluon_course.base.files import write_json
from gluon_course.base.pictures import colours, read_pixels
from gluon_course.export import ExportedModel
from gluon_course.predict.fit import at_most
from gluon_course.predict.prepare import normalise

MOST_PIXELS = 1024
"""Longer side at which a picture is computed; larger ones are shrunk first."""

_BATCH_SIZE = 8


@dataclasses.dataclass(frozen=True)
class Segments:
    """What the net says about one picture.

    Attributes
    ----------
    classes : numpy.ndarray of uint8, shape (H, W)
        The class of each pixel, at the picture's own size; 0 is the background.
    pixels : numpy.ndarray of uint8, shape (H, W, 3)
        The picture.
    shares : tuple of (str, float)
        Classes that were found and their share of the pixels, the largest first.
    notes : tuple of str
        What was done to the picture, such as shrinking it.
    """

    classes: np.ndarray
    pixels: np.ndarray
    shares: tuple[tuple[str, float], ...]
    notes: tuple[str, ...] = ()

    def write(self, stem: os.PathLike | str, **facts) -> tuple[Path, Path, Path]:
        """Write the overlay, the map of classes and the shares.

        ``STEM.png`` is the picture with the classes' colours over it,
        ``STEM-classes.png`` a palette picture as VOC has them, ``STEM.json`` the share
        of each class.

        Parameters
        ----------
        stem : path
            Where to, without a suffix.
        **facts
            What else the JSON is to say.

        Raises
        ------
        DataError
            If a file cannot be written.
        """
        stem = Path(stem)
        height, width = self.classes.shape
        content = {"width": width, "height": height, **facts, "shares": self.as_list()}
        return (
            viz.save_pixels(
                stem.parent / f"{stem.name}.png",
                viz.overlay(self.pixels, self.classes),
            ),
            viz.save_classes(stem.parent / f"{stem.name}-classes.png", self.classes),
            write_json(stem.parent / f"{stem.name}.json", content),
        )

    def drawn(self) -> bytes:
        """The picture with the classes' colours over it, as PNG of at most 1024 px."""
        image, classes = Image.fromarray(self.pixels), self.classes
        image.thumbnail((MOST_PIXELS, MOST_PIXELS))
        width, height = image.size
        # classes are taken, not mixed: between two of them there is no third
        rows = np.arange(height) * classes.shape[0] // height
        columns = np.arange(width) * classes.shape[1] // width
        classes = classes[rows[:, None], columns]
        return viz.pixels_png(viz.overlay(np.asarray(image), classes))

    def palette(self) -> bytes:
        """The map of classes with VOC's palette, as PNG of the picture's size."""
        return viz.classes_png(self.classes)

    def as_list(self) -> list[dict]:
        """The shares as JSON, the largest first."""
        return [
            {"class": name, "share": round(share, 6)} for name, share in self.shares
        ]


class Segmenter:
    """A predictor for models that give each pixel one of several classes.

    The nets are convolutions throughout: a picture of any size is computed as it is,
    at the scale of the training pictures.

    Parameters
    ----------
    model : ExportedModel
        Of the task ``segmentation``.

    Attributes
    ----------
    meta : dict
        The model's ``model.json``.
    notice : str
        A sentence to show with every result; empty if there is none.

    Section: 9.10 全卷积网络（FCN） (chapter_computer-vision/fcn)
    """

    def __init__(self, model: ExportedModel):
        self.model, self.meta = model, model.meta
        self.notice = model.meta["notice"]

    def __call__(
        self, images: Iterable, *, batch_size: int = _BATCH_SIZE
    ) -> list[Segments]:
        """Segment pictures, those of one size together.

        Parameters
        ----------
        images : iterable of path, PIL.Image, numpy.ndarray or NDArray
            Of any size and mode, uint8 or floats in [0, 1].
        batch_size : int
            Pictures computed at once, at most.

        Returns
        -------
        list of Segments
            One for each picture.

        Raises
        ------
        DataError, ShapeError
            If one of them cannot be read as a picture.
        ConfigError
            If ``images`` is a single path.
        """
        if isinstance(images, (str, bytes)) or hasattr(images, "__fspath__"):
            raise ConfigError(
                f"images is the single path {images!r}", action="pass a list: [path]"
            )
        pictures = [colours(read_pixels(each)) for each in images]
        small = [at_most(each, MOST_PIXELS) for each in pictures]
        by_size: dict[tuple, list[int]] = {}
        for i, each in enumerate(small):
            by_size.setdefault(each.shape, []).append(i)
        answers: list[Segments | None] = [None] * len(pictures)
        for numbers in by_size.values():
            for start in range(0, len(numbers), batch_size):
                some = numbers[start : start + batch_size]
                scores = self._scores([small[i] for i in some])
                for row, i in enumerate(some):
                    answers[i] = self._segments(scores[row], pictures[i], small[i])
        return answers

    def _scores(self, pictures: list) -> nd.NDArray:
        """Scores (N, C, h, w) of N pictures of one size."""
        X = nd.concat(*(normalise(each, self.meta) for each in pictures), dim=0)
        return self.model.block(X.as_in_context(self.model.ctx))

    def _segments(self, scores, pixels, small) -> Segments:
        notes = ()
        if small is pixels:
            classes = nd.argmax(scores, axis=0).asnumpy().astype(np.uint8)
        else:
            notes = (f"computed at {small.shape[1]} x {small.shape[0]} pixels",)
            classes = enlarged(scores, *pixels.shape[:2])
        return Segments(classes, pixels, self._shares(classes), notes)

    def _shares(self, classes: np.ndarray) -> tuple[tuple[str, float], ...]:
        names = self.model.class_names
        counts = np.bincount(classes.ravel(), minlength=len(names))
        order = np.argsort(-counts, kind="stable")
        return tuple(
            (names[i], float(counts[i] / classes.size)) for i in order if counts[i]
        )


def enlarged(scores, height: int, width: int) -> np.ndarray:
    """The class of each pixel of a larger picture, the best one of its scores.

    Class by class: the scores of all classes at that size would take a gigabyte for
    twelve million pixels and 21 classes.

    Parameters
    ----------
    scores : NDArray, shape (C, h, w)
        Enlarged linearly between the pixels.
    height, width : int
        Of the picture.

    Returns
    -------
    numpy.ndarray of uint8, shape (height, width)
    """
    classes, best = np.zeros((height, width), np.uint8), None
    for number in range(len(scores)):
        plane = scores[number : number + 1].expand_dims(0)
        plane = nd.contrib.BilinearResize2D(plane, height=height, width=width)
        plane = plane.asnumpy()[0, 0]
        if best is None:
            best = plane
            continue
        is_better = plane > best
        classes[is_better] = number
        np.maximum(best, plane, out=best)
    return classes
