"""The encoder that the recurrent translators share."""

from __future__ import annotations

from mxnet.gluon import nn

from gluon_course.nn.encoder_decoder import Encoder
from gluon_course.nn.gru_stack import GRUStack


class GRUEncoder(Encoder):
    """Embedding and GRUs; the state of a sentence is that after its last real word.

    Parameters
    ----------
    vocab_size : int
        Tokens of the source language.
    embed_size, num_hiddens, num_layers : int
        Features of an embedding, units of a layer (H), layers (L).
    dropout : float
        Share of the outputs that are dropped between layers in training.

    Inputs
    ------
    X : shape (N, S)
    valid_len : shape (N,)
        1..S. What stands behind is read, but changes nothing that is returned here and
        used with this length.

    Outputs
    -------
    list
        Outputs of the last layer (N, S, H), lengths (N,) as float32, and the state of
        each layer, L of shape (N, H).

    Section: 10.9 编码器—解码器（seq2seq）,
    v2:9.7 序列到序列学习（seq2seq） (chapter_recurrent-modern/seq2seq)
    """

    def __init__(
        self, vocab_size, embed_size, num_hiddens, num_layers, dropout=0.0, **kwargs
    ):
        super().__init__(vocab_size, **kwargs)
        self.embedding = nn.Embedding(vocab_size, embed_size)
        self.rnn = GRUStack(embed_size, num_hiddens, num_layers, dropout)

    def hybrid_forward(self, F, X, valid_len):
        lengths = F.cast(valid_len, "float32")
        X = F.transpose(self.embedding(X), (1, 0, 2))  # (S, N, C)
        outputs = self.rnn(X, *self.rnn.zero_states(F, X))
        states = [
            F.SequenceLast(each, lengths, use_sequence_length=True) for each in outputs
        ]
        return [F.transpose(outputs[-1], (1, 0, 2)), lengths, *states]
