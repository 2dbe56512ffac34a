"""Figures of the boxes that a detector finds: collected, written, drawn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from gluon_course import metrics, viz
from gluon_course.cli.printing.terminal import table
from gluon_course.cli.runs.evaluating.report import known
from gluon_course.cli.runs.evaluating.worst import Worst

MOST_SHOWN = 8
LEAST_SCORE = 0.3
"""Less probable boxes are not drawn, and do not count as mistakes of a picture."""


class BoxFigures:
    """Collects what a detector finds on the pictures of a test part.

    Parameters
    ----------
    class_names : sequence of str
    has_tools : bool
        Whether pycocotools computes COCO's average precision too.

    Raises
    ------
    StackError
        If pycocotools is asked for and not installed.
    """

    def __init__(self, class_names: Sequence[str], has_tools: bool = False):
        if has_tools:
            metrics.coco_tools.require_pycocotools()
        self.class_names, self.has_tools = tuple(class_names), has_tools
        self.voc = metrics.MeanAveragePrecision(class_names)
        self.voc12 = metrics.MeanAveragePrecision(class_names, "voc12")
        self.coco = metrics.CocoAP(class_names)
        self.worst = Worst(MOST_SHOWN)
        self.counts = np.zeros(len(self.class_names), int)
        self.num_pictures, self._size = 0, (1, 1)
        self._found: list[np.ndarray] = []
        self._labels: list[np.ndarray] = []

    def add(self, pixels, labels, found, overlay=None) -> None:
        """Add a batch.

        Parameters
        ----------
        pixels : numpy.ndarray of uint8, shape (N, H, W, 3)
        labels : numpy.ndarray, shape (N, M, 5 or 6)
        found : numpy.ndarray, shape (N, K, 6)
        overlay : callable, optional
            From the number of a picture in the batch and the rows that are drawn to
            the pixels to draw them on.
        """
        height, width = pixels.shape[1:3]
        self._size = width, height
        for metric in (self.voc, self.voc12, self.coco):
            metric.update(found, labels, self._size)
        for i, (image, objects, rows) in enumerate(zip(pixels, labels, found)):
            self.num_pictures += 1
            objects = objects[objects[:, 0] >= 0]
            counted = objects[objects[:, 5] == 0] if objects.shape[1] > 5 else objects
            np.add.at(self.counts, counted[:, 0].astype(int), 1)
            judged = metrics.judge_boxes(rows, objects, LEAST_SCORE)
            self.worst.show(
                judged.mistakes,
                lambda i=i, image=image, judged=judged: (
                    overlay(i, judged.rows) if overlay else image.copy(),
                    judged,
                ),
            )
            if self.has_tools:
                self._found.append(rows[rows[:, 0] >= 0])
                self._labels.append(objects)

    def as_dict(self) -> dict:
        """The figures as JSON; classes without objects have no average.

        Raises
        ------
        DataError
            If the pictures have no object.
        """
        voc, coco = self.voc.result(), self.coco.result()
        figures = {
            "pictures": self.num_pictures,
            "objects": int(self.counts.sum()),
            "voc07_map": voc["map"],
            "voc12_map": self.voc12.result()["map"],
            "coco": {key: coco[key] for key in ("ap", "ap50", "ap75")},
            "classes": [
                {
                    "name": name,
                    "objects": int(count),
                    "voc07_ap": known(voc[name]),
                    "coco_ap": known(coco["classes"][name]),
                }
                for name, count in zip(self.class_names, self.counts)
            ],
        }
        if self.has_tools:
            arguments = self._found, self._labels, self._size, self.class_names
            theirs = metrics.pycocotools_ap(*arguments)
            figures["pycocotools"] = {
                key: theirs[key] for key in ("ap", "ap50", "ap75")
            }
        return figures

    def draw(self, folder: Path) -> tuple[str, ...]:
        """Write ``precision-recall.png`` and ``worst.png``; the names that were."""
        voc = self.voc.result()
        viz.precision_recall(
            self.voc.curves(),
            voc,
            folder / "precision-recall.png",
            f"average precision of VOC 2007, mean {voc['map']:.3f}",
        )
        names, shown = ["precision-recall.png"], self.worst.kept
        if shown:
            names.append("worst.png")
            viz.judged_boxes(
                [image for image, _ in shown],
                [self._boxes(judged) for _, judged in shown],
                [_said(judged) for _, judged in shown],
                path=folder / names[-1],
            )
        return tuple(names)

    def _boxes(self, judged: metrics.Judged) -> list[tuple]:
        scale = np.array([*self._size, *self._size])
        boxes = []
        for row, is_missed in zip(judged.objects, judged.is_missed):
            if is_missed:
                name = self.class_names[int(row[0])]
                boxes.append((row[1:] * scale, name, "missed"))
        for row, is_right in zip(judged.found, judged.is_right):
            label = f"{self.class_names[int(row[0])]} {row[1]:.2f}"
            kind = "right" if is_right else "wrong"
            boxes.append((row[2:] * scale, "" if is_right else label, kind))
        return boxes


def boxes_text(figures: dict, extra: Sequence[tuple[str, str]] = ()) -> str:
    """A table of the classes and the means.

    Parameters
    ----------
    figures : dict
        As :meth:`BoxFigures.as_dict` gives them.
    extra : sequence of (str, str)
        Further columns: header without blanks, and key of the classes' figures.
    """
    columns = [("VOC07-AP", "voc07_ap"), ("COCO-AP", "coco_ap"), *extra]
    rows = [
        (
            each["name"],
            each["objects"],
            *(None if each[key] is None else f"{each[key]:.4f}" for _, key in columns),
        )
        for each in figures["classes"]
    ]
    headers = ("class", "objects", *(name for name, _ in columns))
    coco = figures["coco"]
    lines = [
        table(headers, rows, right=" ".join(headers[1:])),
        "",
        f"mAP of VOC07 {figures['voc07_map']:.4f}, of VOC12 {figures['voc12_map']:.4f}",
        _coco_text(coco),
    ]
    if "pycocotools" in figures:
        lines.append(f"by pycocotools: {_coco_text(figures['pycocotools'])}")
    return "\n".join(lines)


def _coco_text(figures: dict) -> str:
    return (
        f"COCO AP {figures['ap']:.4f}, at overlap 0.5 {figures['ap50']:.4f}, "
        f"at 0.75 {figures['ap75']:.4f}"
    )


def _said(judged: metrics.Judged) -> str:
    missed, wrong = int(judged.is_missed.sum()), int((~judged.is_right).sum())
    return f"{missed} missed, {wrong} wrong"
