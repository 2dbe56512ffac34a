"""Mean average precision of a detector, measured while it trains."""

from __future__ import annotations

import collections
from collections.abc import Callable, Iterable, Sequence

import mxnet as mx

from gluon_course.base.errors import ConfigError
from gluon_course.metrics import MeanAveragePrecision
from gluon_course.train.callbacks.base import Callback

_AHEAD = 2  # batches that compute while an earlier one is read


def measure_map(
    detector: Callable,
    data_iter: Iterable,
    class_names: Sequence[str],
    rule: str = "voc07",
    ctx: mx.Context | None = None,
) -> dict[str, float]:
    """Average precision of a detector on a whole data set.

    Parameters
    ----------
    detector : Block or function
        From (N, 3, H, W) to (N, K, 6): class from 0 (-1 for none), score, corner box
        as fractions. ``net.detector()`` of the course's nets gives it.
    data_iter : iterable of (X, labels, ...)
        Labels (N, M, 5): class (-1 for padding), corner box as fractions.
    class_names : sequence of str
    rule : {"voc07", "voc12"}
        See :class:`~gluon_course.metrics.MeanAveragePrecision`.
    ctx : Context, optional
        Where the detector is; the CPU by default.

    Returns
    -------
    dict of str to float
        By class name, and ``map``; 0..1.

    Raises
    ------
    DataError
        If no picture has an object.

    Section: 9.7 单发多框检测（SSD） (chapter_computer-vision/ssd)
    """
    metric = MeanAveragePrecision(class_names, rule)
    waiting: collections.deque = collections.deque()
    for X, labels, *_ in data_iter:
        with mx.autograd.pause():
            found = detector(X.as_in_context(ctx or mx.cpu()))
        waiting.append((found, labels, X.shape[:1:-1]))
        if len(waiting) > _AHEAD:
            metric.update(*waiting.popleft())
    while waiting:
        metric.update(*waiting.popleft())
    return metric.result()


class MeanAP(Callback):
    """Adds ``test_map`` to the history's row of some epochs, and of the last.

    Parameters
    ----------
    test_iter : iterable
        As for :func:`measure_map`.
    class_names : sequence of str
    every : int
        Epochs between two measurements; 0 measures after the last epoch only.
    rule : {"voc07", "voc12"}
    **options
        Of the net's ``detector``: thresholds.

    Raises
    ------
    ConfigError
        If ``every`` is below 0, or the net that is trained has no ``detector``.
    """

    def __init__(
        self, test_iter, class_names, every: int = 0, rule: str = "voc07", **options
    ):
        if every < 0:
            raise ConfigError(f"every is {every}", "", "0 measures at the end")
        self.test_iter, self.class_names = test_iter, tuple(class_names)
        self.every, self.rule, self.options = every, rule, options
        self._detector = None

    def on_fit_start(self, trainer):
        if not hasattr(trainer.net, "detector"):
            raise ConfigError(
                f"{type(trainer.net).__name__} has no detector",
                "it does not find boxes",
                "train a model of gluon-course list models --task detection",
            )
        self._detector = trainer.net.detector(**self.options)
        self._detector.hybridize()

    def on_epoch_end(self, trainer):
        state = trainer.state
        is_last = state.epoch == trainer.num_epochs or bool(state.stop_reason)
        if is_last or (self.every and state.epoch % self.every == 0):
            result = measure_map(
                self._detector,
                self.test_iter,
                self.class_names,
                self.rule,
                trainer.devices[0],
            )
            state.history[-1]["test_map"] = result["map"]
