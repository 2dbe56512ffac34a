"""The objects on a picture as a detector found them: drawn, written, as JSON."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from gluon_course import viz
from gluon_course.base.errors import ConfigError
from gluon_course.base.files import write_json
from gluon_course.base.masks import paste_masks
from gluon_course.base.run_length import encode_mask

FILE_KINDS = ("png", "json")


@dataclasses.dataclass(frozen=True)
class Box:
    """One object that was found.

    Attributes
    ----------
    class_name : str
        Name of the class.
    score : float
        How probable the net thinks it is, 0..1.
    corners : tuple of 4 floats
        x1, y1, x2, y2 in pixels of the picture as it was given.
    index : int
        Number of the class, as in the labels.
    """

    class_name: str
    score: float
    corners: tuple[float, float, float, float]
    index: int

    def as_dict(self) -> dict:
        """The box as JSON."""
        return {
            "class": self.class_name,
            "score": round(self.score, 6),
            "box": [round(each, 2) for each in self.corners],
        }


@dataclasses.dataclass(frozen=True)
class FoundBoxes(Sequence):
    """The objects of one picture: a sequence of boxes, best first.

    Attributes
    ----------
    boxes : tuple of Box
        By falling score.
    pixels : numpy.ndarray of uint8, shape (H, W, C)
        The picture as it was read.
    parts : numpy.ndarray of float, shape (len(boxes), s, s), or None
        How probably each part of a box is covered by its object, where the net draws
        masks.
    """

    boxes: tuple[Box, ...]
    pixels: np.ndarray
    parts: np.ndarray | None = None

    def __getitem__(self, index):
        return self.boxes[index]

    def __len__(self) -> int:
        return len(self.boxes)

    def mask(self, index: int) -> np.ndarray:
        """The pixels of the picture that an object covers, bool (H, W).

        Raises
        ------
        ConfigError
            If the net draws no masks.
        """
        if self.parts is None:
            raise ConfigError(
                "There is no mask",
                "the net finds boxes only",
                "train one that draws masks: gluon-course run v2:mask-rcnn",
            )
        height, width = self.pixels.shape[:2]
        box = np.array([self.boxes[index].corners]) / [width, height, width, height]
        return paste_masks(self.parts[index][None], box, (width, height))[0]

    def draw(self, path: os.PathLike | str | None = None) -> viz.Picture:
        """The picture with its boxes, their classes and scores, and its masks.

        Boxes of one class have one colour; where there are masks, each object has its
        own, and the most probable one is on top.

        Parameters
        ----------
        path : path, optional
            Where to save it, as PNG.
        """
        pixels, groups = self.pixels, [each.index for each in self.boxes]
        if self.parts is not None:
            groups = list(range(len(self.boxes)))
            pixels = viz.instance_overlay(pixels, map(self.mask, groups))
        # from the end, so that the label of the better of two boxes is on top
        boxes = self.boxes[::-1]
        return viz.box_picture(
            pixels,
            [each.corners for each in boxes],
            [f"{each.class_name} {each.score:.2f}" for each in boxes],
            groups[::-1],
            path,
        )

    def write(self, stem: os.PathLike | str, **facts) -> tuple[Path, Path]:
        """Write ``STEM.png``, the drawing, and ``STEM.json``, the boxes.

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
        picture, table = (stem.parent / f"{stem.name}.{kind}" for kind in FILE_KINDS)
        self.draw(picture)
        height, width = self.pixels.shape[:2]
        content = {"width": width, "height": height, **facts, "boxes": self.as_list()}
        write_json(table, content)
        return picture, table

    def as_list(self) -> list[dict]:
        """The boxes as JSON; ``mask`` holds COCO's run lengths, ``area`` its pixels."""
        rows = [each.as_dict() for each in self.boxes]
        if self.parts is not None:
            for index, row in enumerate(rows):
                mask = self.mask(index)
                row["area"], row["mask"] = int(mask.sum()), encode_mask(mask)
        return rows
