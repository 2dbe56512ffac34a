"""A one-layer language model written out step by step, with look-ups for products.

A one-hot vector times a matrix is a row of that matrix. Gluon's recurrent layers do
not know this and multiply: with a thousand tokens that is most of their work. Here
the rows are looked up, and the steps are operators of one graph; the parameters are
those of the layer.
"""

from __future__ import annotations

from mxnet.gluon import nn

from gluon_course.nn.operators import sigmoid, tanh

MOST_STEPS = 64
"""Longer graphs take long to compile."""


class UnrolledModel(nn.HybridBlock):
    """Computes what a ``LanguageModel`` of one layer with one-hot input does.

    Parameters
    ----------
    net : LanguageModel
        Its parameters are shared.
    num_steps : int
        T, the only length that this form takes, 1 or more.

    Inputs and outputs are those of the model.
    """

    def __init__(self, net, num_steps):
        super().__init__()
        self.net, self._num_steps = net, num_steps
        # the layer's own parameters, so that they come into hybrid_forward
        self.i2h_weight, self.h2h_weight = net.rnn.l0_i2h_weight, net.rnn.l0_h2h_weight
        self.i2h_bias, self.h2h_bias = net.rnn.l0_i2h_bias, net.rnn.l0_h2h_bias

    def hybrid_forward(self, F, X, state, i2h_weight, h2h_weight, i2h_bias, h2h_bias):
        rows, size = self.net.vocab_size, self.i2h_bias.shape[0]
        # (T, N, G * H), G gates
        XW = F.Embedding(
            F.transpose(X), F.transpose(i2h_weight), input_dim=rows, output_dim=size
        )
        XW = F.broadcast_add(XW, F.reshape(i2h_bias, (1, 1, -1)))
        steps = [F.reshape(XW, (-3, 0))]
        if self._num_steps > 1:
            steps = F.split(XW, num_outputs=self._num_steps, axis=0, squeeze_axis=True)
        state = [F.reshape(each, (-3, 0)) for each in state]  # (1, N, H) to (N, H)
        advance = {"rnn": self._rnn, "gru": _gru, "lstm": _lstm}[self.net.cell]
        found = []
        for XW in steps:
            HW = F.FullyConnected(
                state[0], h2h_weight, h2h_bias, num_hidden=size, flatten=False
            )
            state = advance(F, XW, HW, state)
            found.append(state[0])
        return self.net.scores(F.stack(*found, axis=1)), [
            F.expand_dims(each, axis=0) for each in state
        ]

    def _rnn(self, F, XW, HW, state):
        return [F.Activation(XW + HW, act_type=self.net.activation)]


def _gru(F, XW, HW, state):
    (H,) = state
    XR, XZ, XN = F.split(XW, num_outputs=3, axis=1)
    HR, HZ, HN = F.split(HW, num_outputs=3, axis=1)
    Z = sigmoid(XZ + HZ)
    candidate = tanh(XN + sigmoid(XR + HR) * HN)
    return [candidate + Z * (H - candidate)]


def _lstm(F, XW, HW, state):
    _, C = state
    write, forget, A, out = F.split(XW + HW, num_outputs=4, axis=1)
    C = sigmoid(forget) * C + sigmoid(write) * tanh(A)
    return [sigmoid(out) * tanh(C), C]
