"""MXNet's SGD, cut another way: small arrays together, large ones alone.

MXNet's operator for several arrays saves calls, but costs 2 to 3 times as much for each
number as the one for a single array, and MXNet uses it for all, four at a time.
"""

from __future__ import annotations

import os

from mxnet import ndarray as nd
from mxnet import optimizer as mx_optimizer

LARGE = 16384
"""Numbers from which an array is updated alone; a call costs as much as these."""

TOGETHER = 48
"""Small arrays in one call; MXNet's operator takes 60 at most."""


class SGD(mx_optimizer.SGD):
    """``mx.optimizer.SGD`` with the same options, state and results, quicker on a CPU.

    Parameters and results are MXNet's, to the rounding of the last bit.

    Section: 7.2 梯度下降和随机梯度下降 (chapter_optimization/gd-sgd)
    """

    def __init__(self, **options):
        super().__init__(**options)
        if "MXNET_OPTIMIZER_AGGREGATION_SIZE" not in os.environ:
            self.aggregate_num = TOGETHER

    def _update_impl(self, indices, weights, grads, states, multi_precision=False):
        is_several = isinstance(indices, (tuple, list))
        rows = list(zip(indices, weights, grads, states)) if is_several else []
        if multi_precision or not all(map(_is_dense, rows)):
            super()._update_impl(indices, weights, grads, states, multi_precision)
            return
        small = [row for row in rows if row[1].size < LARGE]
        if small:
            super()._update_impl(*zip(*small))
        for index, weight, grad, state in rows:
            if weight.size >= LARGE:
                self._update_alone(index, weight, grad, state)
        if not rows:
            self._update_alone(indices, weights, grads, states)

    def _update_alone(self, index, weight, grad, state):
        self._update_count(index)
        options = {
            "lr": self._get_lr(index),
            "wd": self._get_wd(index),
            "rescale_grad": self.rescale_grad,
            "lazy_update": self.lazy_update,
            "out": weight,
        }
        if self.clip_gradient:
            options["clip_gradient"] = self.clip_gradient
        if state is None:
            nd.sgd_update(weight, grad, **options)
        else:
            nd.sgd_mom_update(weight, grad, state, momentum=self.momentum, **options)


def _is_dense(row: tuple) -> bool:
    _, weight, grad, _ = row
    return weight.stype == "default" and grad.stype == "default"
