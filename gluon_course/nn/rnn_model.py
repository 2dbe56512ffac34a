"""A language model over a recurrent layer (6.5)."""

from __future__ import annotations

from mxnet.gluon import nn


class RNNModel(nn.HybridBlock):
    """One-hot vectors, a recurrent layer, and a dense layer to scores.

    Parameters
    ----------
    rnn_layer : gluon.rnn.RNN, GRU or LSTM
        With H hidden units (2 H if bidirectional) and the layout TNC.
    vocab_size : int
        V, size of the vocabulary.

    Attributes
    ----------
    rnn, vocab_size, dense
        The recurrent layer, V and the dense layer, as in the text.

    Section: 6.5 循环神经网络的简洁实现 (chapter_recurrent-neural-networks/rnn-gluon)
    """

    def __init__(self, rnn_layer, vocab_size: int, **kwargs):
        super().__init__(**kwargs)
        with self.name_scope():
            self.rnn = rnn_layer
            self.vocab_size = vocab_size
            self.dense = nn.Dense(vocab_size)

    def hybrid_forward(self, F, inputs, state):
        """Scores of the next token after every step, and the new state.

        Parameters
        ----------
        inputs : NDArray, shape (N, T)
            Indices 0..V-1.
        state : list of NDArray
            As from :meth:`begin_state`.

        Returns
        -------
        NDArray, shape (T * N, V), and list of NDArray
            The rows of the first step come first.
        """
        X = F.one_hot(F.transpose(inputs), self.vocab_size)
        Y, state = self.rnn(X, state)
        # (T, N, H) to (T * N, H)
        return self.dense(F.reshape(Y, (-3, 0))), state

    def begin_state(self, *args, **kwargs):
        """The state of a sequence that begins: ``begin_state(batch_size=N, ctx=ctx)``.

        The arguments are those of the recurrent layer.
        """
        return self.rnn.begin_state(*args, **kwargs)
