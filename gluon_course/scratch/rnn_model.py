"""A language model from scratch as the trainer takes it: a function and its arrays."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mxnet import nd

from gluon_course.scratch.rnn import to_onehot


class RNNModelScratch:
    """Binds a network of this room to its parameters.

    Parameters
    ----------
    vocab_size, num_hiddens : int
        V and H.
    params : sequence of NDArray
        With gradients, as ``rnn_params`` and its like make them; also for the trainer.
    init_state : callable
        ``init_state(batch_size, num_hiddens, ctx) -> state``.
    forward : callable
        ``forward(inputs, state, params) -> outputs, state``: T arrays (N, V) each.

    Section: v2:8.5 循环神经网络的从零开始实现
    (chapter_recurrent-neural-networks/rnn-scratch)
    """

    def __init__(
        self,
        vocab_size: int,
        num_hiddens: int,
        params: Sequence[nd.NDArray],
        init_state: Callable,
        forward: Callable,
    ):
        self.vocab_size, self.num_hiddens = vocab_size, num_hiddens
        self.params = list(params)
        self._init_state, self._forward = init_state, forward

    def __call__(self, X: nd.NDArray, state: Sequence[nd.NDArray]):
        """Scores (N, T, V) of the token after each of X (N, T), and the new state."""
        inputs = to_onehot(X, self.vocab_size)
        outputs, state = self._forward(inputs, state, self.params)
        return nd.stack(*outputs, axis=1), state

    def begin_state(self, batch_size: int, ctx=None) -> tuple[nd.NDArray, ...]:
        """The state of texts that begin."""
        return self._init_state(batch_size, self.num_hiddens, ctx)
