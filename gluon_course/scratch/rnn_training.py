"""The training loop of the recurrent networks of chapter 6, and its two users."""

from __future__ import annotations

import collections
import math
import time
from collections.abc import Callable, Iterable, Sequence

from mxnet import autograd, gluon, nd

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.scratch.devices import STEPS_AHEAD
from gluon_course.scratch.rnn import grad_clipping, to_onehot
from gluon_course.scratch.sgd import sgd
from gluon_course.scratch.training import check_finite


def train_rnn(
    forward: Callable,
    update: Callable[[], None],
    batches: Iterable,
    begin_state: Callable[[int], Sequence[nd.NDArray]],
    num_epochs: int,
    keeps_state: bool,
    lr: float,
    after_epoch: Callable[[dict], None] | None = None,
) -> list[dict]:
    """Train a language model on sequences; the loop reads as the section's does.

    The sum of the losses stays on the device until the end of the epoch.

    Parameters
    ----------
    forward : callable
        ``forward(X, state) -> scores, state``: X indices of shape (N, T), scores
        (T * N, V) with all rows of the first step first.
    update : callable
        Clips the gradients and moves the parameters once.
    batches : iterable of (X, Y)
        Pairs of shape (N, T), Y one token later; a new loop is a new pass. See
        ``gluon_course.text``.
    begin_state : callable
        ``begin_state(N)``: the state of a sequence that begins.
    num_epochs : int
        1 or more.
    keeps_state : bool
        Adjacent sampling: the state goes on from batch to batch, without its gradient.
        Otherwise each batch begins anew.
    lr : float
        Learning rate, for the history and for messages.
    after_epoch : callable, optional
        Called with each row of the history.

    Returns
    -------
    list of dict
        One row an epoch: epoch (from 1), train_loss (mean over the tokens),
        perplexity (its exponential, inf where that is too large for a number), lr,
        seconds, tokens_per_s.

    Raises
    ------
    TrainingError
        If the loss of an epoch is not finite.
    DataError
        If there is no batch.
    ConfigError
        If ``num_epochs`` is below 1.

    Section: 6.4 循环神经网络的从零开始实现 (chapter_recurrent-neural-networks/
    rnn-scratch)
    """
    if num_epochs < 1:
        raise ConfigError(f"num_epochs is {num_epochs}", action="train for 1 or more")
    loss = gluon.loss.SoftmaxCrossEntropyLoss()
    history = []
    for epoch in range(1, num_epochs + 1):
        start, queue = time.perf_counter(), collections.deque()
        l_sum, n, state = 0, 0, None
        for X, Y in batches:
            if state is None or not keeps_state:
                state = begin_state(X.shape[0])
            state = _detached(state)
            with autograd.record():
                scores, state = forward(X, state)
                # (T * N,), in the order of the scores
                y = Y.T.reshape((-1,))
                l = loss(scores, y).mean()
            l.backward()
            update()
            l_sum = l_sum + l * y.size
            n += y.size
            queue.append(l)
            if len(queue) > STEPS_AHEAD:  # a loop that never waits fills the memory
                queue.popleft().wait_to_read()
        if not n:
            raise DataError("There is nothing to train on", "there is no batch")
        row = {"epoch": epoch, "train_loss": l_sum.asscalar().item() / n}
        check_finite(row["train_loss"], f"epoch {epoch}", lr)
        row["perplexity"] = perplexity(row["train_loss"])
        row["lr"] = lr
        row["seconds"] = time.perf_counter() - start
        row["tokens_per_s"] = n / row["seconds"]
        history.append(row)
        if after_epoch is not None:
            after_epoch(row)
    return history


def train_rnn_scratch(
    rnn: Callable,
    params: Sequence[nd.NDArray],
    init_rnn_state: Callable,
    num_hiddens: int,
    vocab_size: int,
    ctx,
    batches: Iterable,
    keeps_state: bool,
    num_epochs: int,
    lr: float,
    clipping_theta: float | None,
    after_epoch: Callable[[dict], None] | None = None,
) -> list[dict]:
    """:func:`train_rnn` for a function of parameters, as section 6.4 has them.

    Parameters
    ----------
    rnn : callable
        ``rnn(inputs, state, params) -> outputs, state`` with lists of T arrays (N, V).
    params : sequence of NDArray
        Arrays with gradients.
    init_rnn_state : callable
        ``init_rnn_state(batch_size, num_hiddens, ctx) -> state``.
    num_hiddens, vocab_size : int
        H and V.
    ctx : Context
        Device of the parameters and batches.
    clipping_theta : float or None
        Largest norm of the gradient; None for no clipping.
    batches, keeps_state, num_epochs, lr, after_epoch
        As :func:`train_rnn`.

    Section: 6.4 循环神经网络的从零开始实现
    """

    def forward(X, state):
        outputs, state = rnn(to_onehot(X, vocab_size), state, params)
        return nd.concat(*outputs, dim=0), state

    def update():
        grad_clipping(params, clipping_theta, ctx)
        sgd(params, lr, 1)  # the loss is a mean already

    def begin_state(batch_size):
        return init_rnn_state(batch_size, num_hiddens, ctx)

    return train_rnn(
        forward, update, batches, begin_state, num_epochs, keeps_state, lr, after_epoch
    )


def train_rnn_gluon(
    model,
    ctx,
    batches: Iterable,
    keeps_state: bool,
    num_epochs: int,
    lr: float,
    clipping_theta: float | None,
    after_epoch: Callable[[dict], None] | None = None,
) -> list[dict]:
    """:func:`train_rnn` for a Gluon model, as section 6.5 has it, with plain SGD.

    Parameters
    ----------
    model : gluon.Block
        Initialized; ``model(X, state) -> scores (T * N, V), state`` and
        ``model.begin_state(batch_size=, ctx=)``.
    ctx : Context
        Device of the parameters and batches.
    clipping_theta : float or None
        Largest norm of the gradient; None for no clipping.
    batches, keeps_state, num_epochs, lr, after_epoch
        As :func:`train_rnn`.

    Section: 6.5 循环神经网络的简洁实现 (chapter_recurrent-neural-networks/rnn-gluon)
    """
    parameters = model.collect_params()
    trainer = gluon.Trainer(parameters, "sgd", {"learning_rate": lr})

    def update():
        params = [p.data(ctx) for p in parameters.values() if p.grad_req != "null"]
        grad_clipping(params, clipping_theta, ctx)
        trainer.step(1)

    def begin_state(batch_size):
        return model.begin_state(batch_size=batch_size, ctx=ctx)

    return train_rnn(
        model, update, batches, begin_state, num_epochs, keeps_state, lr, after_epoch
    )


def perplexity(loss: float) -> float:
    """``exp(loss)`` of a mean cross-entropy: 1 at best, V for blind guessing.

    Section: 6.4 循环神经网络的从零开始实现
    """
    try:
        return math.exp(loss)
    except OverflowError:
        return math.inf


def _detached(state):
    """A state through which no gradient flows back into the batch before."""
    if isinstance(state, nd.NDArray):
        return state.detach()
    return [_detached(each) for each in state]
