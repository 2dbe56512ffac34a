"""How well a net gives every pixel its class, and what its stride allows at best."""

from __future__ import annotations

import mxnet as mx

from gluon_course import metrics, viz
from gluon_course.base.devices import parse_devices
from gluon_course.cli.printing.terminal import table
from gluon_course.cli.runs.evaluating.parts import (
    described,
    pixels_of,
    pixels_part,
)
from gluon_course.cli.runs.evaluating.report import (
    Asked,
    Report,
    known,
    recorded_row,
)
from gluon_course.cli.runs.evaluating.worst import Worst
from gluon_course.cli.runs.trained import Trained

BATCH_SIZE, MOST_SHOWN = 8, 4

_COLUMNS = ("iou", "bound")


def evaluate(trained: Trained, asked: Asked) -> Report:
    """Pixel accuracy, IoU by class and their bound, and the worst pictures.

    Parameters
    ----------
    trained : Trained
    asked : Asked

    Raises
    ------
    ConfigError
        If the run's data are not described, or have no masks.
    ExportError, CheckpointError
        If the net cannot be had: see :meth:`Trained.net`.
    """
    info = described(trained, "fcn")
    net, checkpoint = trained.net(asked.checkpoint, asked.device)
    net.hybridize()
    part = pixels_part(info, asked.batch_size or BATCH_SIZE)
    ctx = parse_devices(asked.device)[0]
    score = metrics.SegmentationScore(info.num_classes)
    bound = metrics.SegmentationScore(info.num_classes)
    worst = Worst(MOST_SHOWN)
    for X, y in part.batches:
        with mx.autograd.pause():
            classes = mx.nd.argmax(net(X.as_in_context(ctx)), axis=1).asnumpy()
        pixels, y = pixels_of(X, info), y.asnumpy()
        score.update(classes, y)
        bound.update(metrics.through_stride(y, net.stride, info.num_classes), y)
        for image, found, truth in zip(pixels, classes, y):
            is_counted = truth != score.ignore_label
            share = (found == truth)[is_counted].mean() if is_counted.any() else 1.0
            worst.show(
                1 - share,
                lambda share=share, each=(image, found, truth): (share, *each),
            )
    figures = _figures(info.class_names, score, bound)
    figures = {"checkpoint": checkpoint.name, "data": part.facts, **figures}
    figures["stride"] = net.stride
    row = recorded_row(checkpoint)
    text = _text(figures)
    if "test_miou" in row:
        figures["recorded"] = {key: row[key] for key in ("test_acc", "test_miou")}
        text += f"\nthe run's history has a mean IoU of {row['test_miou']:.4f}"
        if part.facts["part"] == "fresh":
            text += ",\non the part that training looked at"
    _draw(worst, asked.folder / "worst.png")
    notice = info.notice
    return Report(part.title, checkpoint.name, figures, text, ("worst.png",), notice)


def _figures(names, score, bound) -> dict:
    counts = score.matrix.sum(axis=1)
    rows = zip(names, counts.tolist(), score.iou.tolist(), bound.iou.tolist())
    return {
        **score.result(),
        "bound": bound.result(),
        "classes": [
            {"name": name, "pixels": count, "iou": known(iou), "bound": known(most)}
            for name, count, iou, most in rows
        ],
    }


def _text(figures: dict) -> str:
    rows = [
        (
            each["name"],
            f"{each['pixels']:,}",
            *(None if each[key] is None else f"{each[key]:.4f}" for key in _COLUMNS),
        )
        for each in figures["classes"]
    ]
    headers, bound = ("class", "pixels", *_COLUMNS), figures["bound"]
    share = figures["miou"] / bound["miou"]
    return "\n".join(
        [
            table(headers, rows, right=" ".join(headers[1:])),
            "",
            f"pixel accuracy {figures['acc']:.4f}, mean IoU {figures['miou']:.4f}",
            f"bound of stride {figures['stride']}: pixel accuracy {bound['acc']:.4f},"
            f" mean IoU {bound['miou']:.4f}; the net reaches {share:.0%} of it",
        ]
    )


def _draw(worst: Worst, path) -> None:
    images, titles = [], []
    for share, image, found, truth in worst.kept:
        images += [image, viz.class_colors(found), viz.class_colors(truth)]
        titles += ["picture", f"found, {share:.0%} right", "true"]
    viz.image_grid(images, titles, columns=3, path=path)
