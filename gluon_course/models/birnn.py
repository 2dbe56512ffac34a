"""BiRNN: a bidirectional recurrent net that says what a text feels (10.7)."""

from __future__ import annotations

from mxnet.gluon import nn, rnn

from gluon_course.base.errors import ConfigError
from gluon_course.base.inputs import Input
from gluon_course.models.options import check_int, check_rate
from gluon_course.models.registry import register_model
from gluon_course.nn import MaskedBiLSTM

POOLS = ("ends", "mean", "max")


class BiRNN(nn.HybridBlock):
    """Word vectors, a bidirectional LSTM, and a dense layer over what it found.

    Parameters
    ----------
    vocab_size, embed_size, num_hiddens, num_layers, num_classes, masked, pad, pool,
    dropout, word_dropout
        As for :func:`birnn`, checked.

    Attributes
    ----------
    embedding, encoder, decoder
        Its layers, as in the text. Word vectors are loaded with
        ``net.embedding.weight.set_data(vectors)``.

    Inputs
    ------
    inputs : shape (N, T)
        Indices of tokens, 0..V-1.

    Outputs
    -------
    shape (N, num_classes)
        Scores before the softmax.
    """

    def __init__(
        self,
        vocab_size,
        embed_size,
        num_hiddens,
        num_layers,
        num_classes,
        masked,
        pad,
        pool,
        dropout,
        word_dropout,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.vocab_size = vocab_size
        self.masked, self.pad, self.pool = masked, pad, pool
        with self.name_scope():
            self.embedding = nn.Embedding(vocab_size, embed_size)
            # a whole word at a time: the vector of a step is kept or dropped
            self.word_dropout = nn.Dropout(word_dropout, axes=(2,))
            if masked:
                self.encoder = MaskedBiLSTM(num_hiddens, num_layers, dropout)
            else:
                self.encoder = rnn.LSTM(
                    num_hiddens, num_layers, dropout=dropout, bidirectional=True
                )
            self.dropout = nn.Dropout(dropout)
            self.decoder = nn.Dense(num_classes)

    def inputs(self, shape):
        """What goes in: tokens of the vocabulary, in texts of any length."""
        return [Input("tokens", shape, span=(0, self.vocab_size - 1), free=(0,))]

    def hybrid_forward(self, F, inputs):
        # (T, N, E): an LSTM wants time on the first axis
        X = self.word_dropout(self.embedding(F.transpose(inputs)))
        if not self.masked:
            outputs = self.encoder(X)
            # (1, N, 2 H) -> (N, 2 H). MXNet's SequenceLast without lengths ends the
            # process in the backward pass of a graph with a static memory plan.
            last = F.slice_axis(outputs, axis=0, begin=-1, end=None)
            last = F.reshape(last, (-3, 0))
        else:
            # an empty text counts as one token, its padding
            is_word = F.cast(inputs, "float32") != self.pad
            valid_len = F.maximum(is_word.sum(axis=1), 1)
            lengths = {"sequence_length": valid_len, "use_sequence_length": True}
            outputs = self.encoder(X, valid_len)
            last = F.SequenceLast(outputs, **lengths)
        if self.pool == "ends":
            # (T, N, 2 H) -> (N, 2 H), of the first and of the last step
            first = F.reshape(F.slice_axis(outputs, axis=0, begin=0, end=1), (-3, 0))
            found = F.concat(first, last, dim=1)
        elif self.pool == "max":
            # no output of an LSTM is below -1
            if self.masked:
                outputs = F.SequenceMask(outputs, value=-1, **lengths)
            found = outputs.max(axis=0)
        elif self.masked:
            total = F.SequenceMask(outputs, value=0, **lengths).sum(axis=0)
            found = F.broadcast_div(total, F.expand_dims(valid_len, axis=1))
        else:
            found = outputs.mean(axis=0)
        return self.decoder(self.dropout(found))


@register_model(
    section="chapter_natural-language-processing/sentiment-analysis-rnn",
    paper="Schuster and Paliwal (1997), Bidirectional recurrent neural networks",
    input_shape=(500,),
    num_parameters=5_019_202,
    task="sentiment",
)
def birnn(
    vocab_size=46152,
    embed_size=100,
    num_hiddens=100,
    num_layers=2,
    num_classes=2,
    masked=False,
    pad=1,
    pool="ends",
    dropout=0.0,
    word_dropout=0.0,
):
    """BiRNN: two bidirectional LSTM layers, first and last step to a dense layer.

    Parameters
    ----------
    vocab_size : int
        V, tokens of the vocabulary; the text's is of IMDb.
    embed_size : int
        E, width of the word vectors.
    num_hiddens, num_layers : int
        Units of each direction, and layers.
    num_classes : int
        Outputs, at least 1.
    masked : bool
        Whether padding is left out: the way back starts at the last real token, which
        also is the last step that counts. The text reads the padding too.
    pad : int
        Index of the padding token, 0..V-1.
    pool : {"ends", "mean", "max"}
        What of the steps goes on: the first and the last, as in the text, or the mean
        or maximum over time.
    dropout : float
        Share of units dropped between layers and before the dense layer.
    word_dropout : float
        Share of words whose whole vector is dropped.

    Returns
    -------
    BiRNN
        Maps indices (N, T), T at least 1, to scores (N, num_classes).

    Raises
    ------
    ConfigError
        If an option is out of range.

    Section: 10.7 文本情感分类：使用循环神经网络
    """
    if pool not in POOLS:
        raise ConfigError(f"pool is {pool!r}", action=f"choose from {POOLS}")
    return BiRNN(
        check_int("vocab_size", vocab_size),
        check_int("embed_size", embed_size),
        check_int("num_hiddens", num_hiddens),
        check_int("num_layers", num_layers),
        check_int("num_classes", num_classes),
        bool(masked),
        check_int("pad", pad, vocab_size - 1) if pad else 0,
        pool,
        check_rate("dropout", dropout),
        check_rate("word_dropout", word_dropout),
    )
