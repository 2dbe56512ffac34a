"""GRUs on top of each other, with the outputs of every layer."""

from __future__ import annotations

from typing import Any

from mxnet.gluon import nn, rnn


class GRUStack(nn.HybridBlock):
    """Layers of GRU, one after the other, with dropout between them.

    Gluon's own stack returns the outputs of its last layer only. Where sentences have
    their own lengths, the state of each layer after the last real token is needed: it
    is one of the outputs that are returned here.

    Parameters
    ----------
    input_size : int
        Features of a step, C.
    num_hiddens : int
        Units of each layer, H.
    num_layers : int
        L.
    dropout : float
        Share of the outputs that are dropped between layers in training.

    Inputs
    ------
    X : shape (T, N, C)
    *states : L of shape (N, H)
        State of each layer before the first step.

    Outputs
    -------
    list of L, each of shape (T, N, H)
        Outputs of each layer, the last one's last: ``outputs[l][t]`` is also the state
        of layer l after step t.

    Section: 10.9 编码器—解码器（seq2seq） (chapter_natural-language-processing/seq2seq)
    """

    def __init__(self, input_size, num_hiddens, num_layers, dropout=0.0, **kwargs):
        super().__init__(**kwargs)
        self.layers = nn.HybridSequential()
        for layer in range(num_layers):
            size = num_hiddens if layer else input_size
            self.layers.add(rnn.GRU(num_hiddens, input_size=size))
        self.dropout = nn.Dropout(dropout)
        self.num_hiddens = num_hiddens

    def hybrid_forward(self, F, X, *states):
        outputs = []
        for layer, state in zip(self.layers, states):
            X = self.dropout(X) if outputs else X
            X, _ = layer(X, [F.expand_dims(state, axis=0)])
            outputs.append(X)
        return outputs

    def zero_states(self, F: Any, X: Any) -> list:
        """States of zeros for X of shape (T, N, C): L of shape (N, H)."""
        # (N, 1), whatever N and T are
        zeros = F.zeros_like(F.slice(X, begin=(0, None, 0), end=(1, None, 1)))
        zeros = F.reshape(zeros, (-1, 1))
        zeros = F.broadcast_axis(zeros, axis=1, size=self.num_hiddens)
        return [zeros] * len(self.layers)
