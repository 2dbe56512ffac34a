"""Training curves: one run by its metrics, or several runs against each other."""

from __future__ import annotations

import math
import numbers
import os
from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from gluon_course.base.errors import DataError
from gluon_course.viz.style import (
    COLORS,
    Picture,
    describe,
    figure,
    in_style,
    readable,
    save,
)

_NOT_METRICS = {"epoch", "lr", "seconds", "samples_per_s"}
_LOOKS = {
    "": {"color": COLORS[0], "ls": "-", "marker": "o"},
    "train": {"color": COLORS[0], "ls": "-", "marker": "o"},
    "valid": {"color": COLORS[1], "ls": "--", "marker": "s"},
    "test": {"color": COLORS[1], "ls": "--", "marker": "s"},
}
_NAMES = {"acc": "accuracy", "miou": "mean IoU", "map": "mAP", "log_rmse": "log RMSE"}
_MARKED = 20  # curves of more epochs have no markers


@in_style()
def curves(
    history: Sequence[Mapping],
    path: os.PathLike | str | None = None,
    title: str = "",
) -> Picture:
    """Draw the metrics of one run by epoch: a panel for each, training beside test.

    Parameters
    ----------
    history : sequence of mappings
        One row an epoch with ``epoch`` and numbers such as ``train_loss``,
        ``train_acc``, ``test_acc``; rows may lack some. ``lr``, ``seconds`` and
        ``samples_per_s`` are not drawn.
    path : path, optional
        Where to save the picture.
    title : str
        Heading of the picture; Chinese characters need a font that has them.

    Returns
    -------
    Picture
        Perplexity, and losses that fall by a factor of 100, have logarithmic axes.

    Raises
    ------
    DataError
        If there is nothing to draw.
    """
    metrics = _metrics(history)
    picture, panels = _panels(metrics, title)
    for panel, (metric, parts) in zip(panels, metrics.items()):
        for part, key in parts.items():
            epochs, values = _column(history, key)
            if values:
                label = f"{part or _name(metric)}  {_short(values[-1])}"
                _draw(panel, epochs, values, label=label, **_LOOKS[part])
        _finish(panel, metric, _name(metric))
    return _saved(picture, path)


@in_style()
def compare(
    histories: Mapping[str, Sequence[Mapping]],
    path: os.PathLike | str | None = None,
    title: str = "",
) -> Picture:
    """Draw several runs into the same panels: a colour for each, training dotted.

    Parameters
    ----------
    histories : mapping of str to history
        The rows of each run, as for :func:`curves`, by the run's name.
    path, title
        As for :func:`curves`.

    Raises
    ------
    DataError
        If there is nothing to draw.
    """
    metrics = _metrics([row for history in histories.values() for row in history])
    picture, panels = _panels(metrics, title, width=4.4)
    for panel, (metric, parts) in zip(panels, metrics.items()):
        shown = max(parts, key=list(_LOOKS).index)
        for i, (name, history) in enumerate(histories.items()):
            color, label = COLORS[i % len(COLORS)], readable(name, f"run {i + 1}")
            epochs, values = _column(history, parts[shown])
            if values:
                label += f"  {_short(values[-1])}"
                _draw(panel, epochs, values, label=label, color=color, marker="o")
            if "train" in parts and shown != "train":
                epochs, values = _column(history, parts["train"])
                panel.plot(epochs, values, ls=":", lw=1.2, color=color)
        heading = f"{shown} {_name(metric)}".strip()
        dotted = "train" in parts and shown != "train"
        _finish(panel, metric, heading + (" (dotted: train)" if dotted else ""))
    return _saved(picture, path)


def _metrics(history: Sequence[Mapping]) -> dict[str, dict[str, str]]:
    """Metric -> part -> key, losses first: ``{'acc': {'train': 'train_acc'}}``."""
    metrics: dict[str, dict[str, str]] = {}
    for row in history:
        for key, value in row.items():
            if key in _NOT_METRICS or not _is_number(value):
                continue
            part, _, metric = key.partition("_")
            if part not in _LOOKS or not metric:
                part, metric = "", key
            metrics.setdefault(metric, {})[part] = key
    if not metrics:
        raise DataError(
            "There is no curve to draw",
            "the history has no epoch with a number in it",
            "train for one epoch at least",
        )
    return dict(sorted(metrics.items(), key=lambda each: each[0] != "loss"))


def _column(history: Sequence[Mapping], key: str) -> tuple[list, list]:
    rows = [
        (row.get("epoch", i), row[key])
        for i, row in enumerate(history, 1)
        if _is_number(row.get(key))
    ]
    return [epoch for epoch, _ in rows], [value for _, value in rows]


def _is_number(value) -> bool:
    return (
        isinstance(value, numbers.Real)
        and not isinstance(value, bool)
        and math.isfinite(value)
    )


def _panels(metrics: Mapping, title: str, width: float = 3.6):
    columns = min(len(metrics), 3)
    rows = math.ceil(len(metrics) / columns)
    picture, panels = figure(width * columns, 2.7 * rows + 0.2, rows, columns)
    for panel in panels[len(metrics) :]:
        panel.remove()
    if readable(title):
        picture.suptitle(readable(title), fontsize=11, x=0.01, ha="left")
    return picture, panels


def _draw(panel: Axes, epochs: list, values: list, marker: str, **look) -> None:
    panel.plot(
        epochs, values, marker=marker if len(epochs) <= _MARKED else None, **look
    )


def _finish(panel: Axes, metric: str, title: str) -> None:
    describe(panel, title, xlabel="epoch")
    panel.legend()
    epochs = {x for line in panel.lines for x in line.get_xdata()}
    values = [y for line in panel.lines for y in line.get_ydata()]
    panel.xaxis.set_major_locator(MaxNLocator(integer=True))
    if len(epochs) == 1:
        (epoch,) = epochs
        panel.set_xlim(epoch - 1, epoch + 1)
        panel.set_xticks([epoch])
        if min(values) >= 0:  # one value alone has no scale of its own
            panel.set_ylim(0, 1 if metric == "acc" else 1.25 * max(values) or 1)
    elif metric == "perplexity" or ("loss" in metric and _spans(values, 100)):
        panel.set_yscale("log")


def _spans(values: Sequence[float], factor: float) -> bool:
    return min(values) > 0 and max(values) / min(values) > factor


def _name(metric: str) -> str:
    return _NAMES.get(metric, metric.replace("_", " "))


def _short(value: float) -> str:
    return f"{value:.3f}" if 0.001 <= abs(value) < 100 else f"{value:.3g}"


def _saved(picture: Picture, path: os.PathLike | str | None) -> Picture:
    if path is not None:
        save(picture, path)
    return picture
