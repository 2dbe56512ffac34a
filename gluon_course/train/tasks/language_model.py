"""Language models: the next token of every step, states carried along or not."""

from __future__ import annotations

import math

from gluon_course.base.errors import DataError, ShapeError
from gluon_course.train.tasks.base import Task, count, pack

MOST = 700.0
"""Largest loss whose exponential is given; e**709 is the largest float."""


class LanguageModel(Task):
    """Softmax cross-entropy of the next token, averaged over all tokens of a batch.

    The net is called with X and a list of states, and gives scores (N, T, V) and new
    states; ``net.begin_state(batch_size, ctx=ctx)`` are the first. Where the loader
    says ``keeps_state``, row n of a batch goes on in row n of the next: the states are
    carried over, without their gradients. Every epoch begins anew.

    The gradient is that of the mean over N * T tokens, so that learning rates and
    clipping bounds are those of the text.

    Inputs
    ------
    X, Y : shape (N, T)
        Indices 0..V-1; Y is X one token later.

    Figures: ``loss``, summed over tokens / tokens, and ``perplexity``, its
    exponential. ``samples`` are tokens here.

    Section: 6.4 循环神经网络的从零开始实现
    (chapter_recurrent-neural-networks/rnn-scratch)
    """

    counters = ("loss", "samples", "outside")

    def check(self, net, X, Y):
        if X.ndim != 2 or X.shape != Y.shape:
            raise ShapeError(
                f"X and Y of shapes {X.shape} and {Y.shape}",
                "a language model learns the next token of every step",
                "give X and Y of shape (sequences, steps), Y one token later",
            )

    def form_of(self, net, X, Y):
        # where there is a GPU, cuDNN's layers are quicker than steps
        is_quicker = X.context.device_type == "cpu" and hasattr(net, "unrolled")
        return net.unrolled(X.shape[1]) if is_quicker else net

    def carried(self, net, X, Y):
        return net.begin_state(batch_size=X.shape[0], ctx=X.context)

    def forward(self, F, net, X, Y, *state):
        scores, state = net(X, list(state))
        # (N, T): the scores lose the axis of tokens
        losses = -F.pick(F.log_softmax(scores, axis=-1), Y, axis=-1)
        head = losses.sum()
        last = F.contrib.arange_like(scores, axis=2).max()
        tokens = F.cast(F.concat(X, Y, dim=0), "float32")
        outside = ((tokens < 0) + F.broadcast_greater(tokens, last)).sum()
        return head, pack(F, head, count(F, losses), outside), *state

    def step_size(self, batch, full_size):
        return full_size * batch[0].shape[1]

    def verify(self, totals):
        if totals["outside"]:
            raise DataError(
                f"{totals['outside']:.0f} of the first {2 * totals['samples']:.0f} "
                "indices are no token of the net",
                "tokens count from 0 to V - 1, the size of the vocabulary",
                "give the model vocab_size=len(train_iter.info.vocab)",
            )

    def figures(self, totals):
        loss = totals["loss"] / totals["samples"]
        return {"loss": loss, "perplexity": math.exp(min(loss, MOST))}
