"""A bidirectional LSTM over sequences of unequal length in one batch (10.7)."""

from __future__ import annotations

from mxnet import gluon
from mxnet.gluon import nn, rnn


class MaskedBiLSTM(gluon.HybridBlock):
    """Stacked bidirectional LSTM layers that do not read the padding.

    ``rnn.LSTM(bidirectional=True)`` starts its way back in the padding of a short
    sequence, and MXNet's own operator knows lengths on GPUs only. Here the way back
    is a second LSTM over the sequence turned around up to its valid length.

    Parameters
    ----------
    num_hiddens : int
        H, hidden units of each direction.
    num_layers : int
        1 or more.
    dropout : float
        Share of the outputs that are dropped between layers, 0 <= dropout < 1.

    Inputs
    ------
    X : shape (T, N, C)
        Padded at the end of axis 0.
    valid_len : shape (N,)
        Number of real steps of each sequence, 1..T.

    Outputs
    -------
    shape (T, N, 2 H)
        Forward units first. Steps behind the valid length hold no meaning.

    Section: 10.7 文本情感分类：使用循环神经网络
    (chapter_natural-language-processing/sentiment-analysis-rnn)
    """

    def __init__(self, num_hiddens, num_layers=1, dropout=0.0, **kwargs):
        super().__init__(**kwargs)
        with self.name_scope():
            self.forwards, self.backwards = nn.HybridSequential(), nn.HybridSequential()
            for way in (self.forwards, self.backwards):
                way.add(*(rnn.LSTM(num_hiddens) for _ in range(num_layers)))
            self.dropout = nn.Dropout(dropout)

    def hybrid_forward(self, F, X, valid_len):
        lengths = {"sequence_length": valid_len, "use_sequence_length": True}
        for i in range(len(self.forwards)):
            X = self.dropout(X) if i else X
            turned = self.backwards[i](F.SequenceReverse(X, **lengths))
            X = F.concat(
                self.forwards[i](X), F.SequenceReverse(turned, **lengths), dim=2
            )
        return X
