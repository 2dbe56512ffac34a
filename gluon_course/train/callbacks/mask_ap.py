"""Average precision and overlap of masks, measured while Mask R-CNN trains."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import mxnet as mx

from gluon_course.base.errors import ConfigError
from gluon_course.base.masks import paste_masks
from gluon_course.metrics import MaskScore
from gluon_course.train.callbacks.base import Callback


def measure_masks(
    detector: Callable,
    data_iter: Iterable,
    class_names: Sequence[str],
    ctx: mx.Context | None = None,
) -> dict[str, float]:
    """Scores of the masks that a detector finds on a whole data set.

    Parameters
    ----------
    detector : Block or function
        From (N, 3, H, W) to boxes (N, K, 6) and masks (N, K, s, s) that fill them, as
        ``net.mask_detector()`` gives it.
    data_iter : iterable of (X, labels, masks)
        Labels (N, M, 5), masks (N, M, H, W).
    class_names : sequence of str
    ctx : Context, optional
        Where the detector is; the CPU by default.

    Returns
    -------
    dict of str to float
        See :class:`~gluon_course.metrics.MaskScore`, at an overlap of 0.5.

    Raises
    ------
    DataError
        If no picture has an object.

    Source: He et al. (2017), Mask R-CNN
    """
    score = MaskScore(class_names)
    for X, labels, masks in data_iter:
        with mx.autograd.pause():
            outputs = detector(X.as_in_context(ctx or mx.cpu()))
        arrays = (each.asnumpy() for each in (*outputs, labels, masks))
        for found, parts, rows, truth in zip(*arrays):
            is_box, is_object = found[:, 0] >= 0, rows[:, 0] >= 0
            found = found[is_box]
            pasted = paste_masks(parts[is_box], found[:, 2:], X.shape[:1:-1])
            score.update(
                *(found[:, 0], found[:, 1], pasted),
                *(rows[is_object, 0], truth[is_object]),
            )
    return score.result()


class MaskAP(Callback):
    """Adds ``test_mask_ap`` and ``test_mask_iou`` to the history's row.

    Parameters
    ----------
    test_iter : iterable
        As for :func:`measure_masks`.
    class_names : sequence of str
    every : int
        Epochs between two measurements; 0 measures after the last epoch only.
    **options
        Of the net's ``mask_detector``: thresholds.

    Raises
    ------
    ConfigError
        If ``every`` is below 0, or the net that is trained draws no masks.
    """

    def __init__(self, test_iter, class_names, every: int = 0, **options):
        if every < 0:
            raise ConfigError(f"every is {every}", "", "0 measures at the end")
        self.test_iter, self.class_names = test_iter, tuple(class_names)
        self.every, self.options = every, options
        self._detector = None

    def on_fit_start(self, trainer):
        if not hasattr(trainer.net, "mask_detector"):
            raise ConfigError(
                f"{type(trainer.net).__name__} has no mask_detector",
                "it draws no masks",
                "train mask_rcnn_tiny or mask_rcnn_resnet18",
            )
        self._detector = trainer.net.mask_detector(**self.options)
        self._detector.hybridize()

    def on_epoch_end(self, trainer):
        state = trainer.state
        is_last = state.epoch == trainer.num_epochs or bool(state.stop_reason)
        if is_last or (self.every and state.epoch % self.every == 0):
            scores = measure_masks(
                self._detector, self.test_iter, self.class_names, trainer.devices[0]
            )
            state.history[-1]["test_mask_ap"] = scores["map"]
            state.history[-1]["test_mask_iou"] = scores["mean_iou"]
