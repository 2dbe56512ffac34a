"""Net and loss as one graph, compiled once for each shape of batch.

MXNet's static memory plan belongs to one shape: a smaller last batch would make it
plan twice an epoch, there and back. So every shape gets a graph of its own, and so do
training and evaluation; all of them share the parameters of the one net.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Sequence

from mxnet import MXNetError, autograd, gluon, nd

from gluon_course.base.errors import CourseError, ShapeError, reason_of
from gluon_course.train.mixed import mixed_graph

_log = logging.getLogger(__name__)


class Objective:
    """``objective(*batch, is_train=...)`` computes a batch: head, counters, carried.

    Parameters
    ----------
    net : Block or function
        HybridBlocks are compiled together with the loss; other nets run as they are.
    task : Task
        Says what is computed.
    dtype : {"float32", "float16", "bfloat16"}
        In which convolutions and dense layers compute.
    """

    def __init__(self, net, task, dtype: str = "float32"):
        self.net, self.task, self.dtype = net, task, dtype
        self._is_hybrid = isinstance(net, gluon.HybridBlock)
        self._forwards = {}
        self._is_separate = False
        if not self._is_hybrid:
            _log.info(
                "%s is no HybridBlock: it trains as it is, unhybridized", _name(net)
            )

    def __call__(self, *batch, is_train: bool, carried: Sequence = ()):
        """Head (1,) and counters (K,) of one batch on one device, and what it leaves.

        ``carried`` are the arrays of :meth:`Task.carried` or those that the batch
        before has left; the new ones are cut off from the gradient.

        Raises
        ------
        ShapeError
            If net, loss and batch do not fit together.
        """
        mode = autograd.record() if is_train else autograd.predict_mode()
        try:
            with mode:
                head, counters, *left = self._compute(batch, carried, is_train)
        except (MXNetError, ValueError, TypeError, AssertionError) as error:
            if isinstance(error, CourseError):
                raise
            shapes = ", ".join(f"{each.shape} {each.dtype.__name__}" for each in batch)
            raise ShapeError(
                f"{_name(self.net)} cannot compute a batch of {shapes}",
                reason_of(error),
                "compare the shapes with the net's section; gluon-course list models"
                " prints the input shape of each",
            ) from error
        return head, counters, [each.detach() for each in left]

    def set_separate(self, is_separate: bool) -> None:
        """Let operators run one by one from now on, or many at once, which is quicker.

        MXNet's profiler has names for single operators only. Graphs are compiled anew.
        """
        if is_separate != self._is_separate:
            self._is_separate = is_separate
            self._forwards.clear()

    def _compute(self, batch, carried, is_train):
        key = (is_train, *((each.shape, each.dtype) for each in batch))
        forward = self._forwards.get(key)
        if forward is None:
            self.task.check(self.net, *batch)
            forward = self._forwards[key] = self._make_forward(batch, carried)
        return forward(*batch, *carried)

    def _make_forward(self, batch, carried):
        if not self._is_hybrid:
            return functools.partial(self.task.forward, nd, self.net)
        form = self.task.form_of(self.net, *batch)
        if self.dtype == "float32":
            graph = _Graph(form, self.task)
        else:
            loss = getattr(self.task, "loss", None)
            graph = mixed_graph(
                lambda F, *arrays: self.task.forward(F, form, *arrays),
                [*batch, *carried],
                self.dtype,
                [self.net, *([loss] if isinstance(loss, gluon.Block) else [])],
            )
        bulk = {"forward_bulk_size": 1, "backward_bulk_size": 1}
        graph.hybridize(
            static_alloc=True, static_shape=True, **(bulk if self._is_separate else {})
        )
        return graph


class _Graph(gluon.HybridBlock):
    def __init__(self, net, task):
        super().__init__()
        self.net = net
        self.loss = getattr(task, "loss", None)
        self._task = task

    def hybrid_forward(self, F, *batch):
        return self._task.forward(F, self.net, *batch)


def _name(net) -> str:
    spec = getattr(net, "spec", None)
    return spec["model"] if spec else getattr(net, "__name__", type(net).__name__)
