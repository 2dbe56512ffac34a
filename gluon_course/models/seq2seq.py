"""Sequence to sequence without attention: a sentence is one state."""

from __future__ import annotations

from mxnet.gluon import nn

from gluon_course.models.options import check_int, check_rate, check_steps
from gluon_course.models.registry import register_model
from gluon_course.nn import Decoder, EncoderDecoder, GRUEncoder, GRUStack


class Seq2SeqDecoder(Decoder):
    """GRUs that read, with each word, the encoder's last state.

    Parameters
    ----------
    vocab_size : int
        Tokens of the target language, V.
    embed_size, num_hiddens, num_layers : int
        Features of an embedding, units of a layer (H), layers (L).
    num_steps : int
        Words of a padded target sentence.
    dropout : float
        Share of the outputs that are dropped between layers in training.

    Section: 10.9 编码器—解码器（seq2seq）, v2:9.7 序列到序列学习（seq2seq）
    """

    def __init__(
        self,
        vocab_size,
        embed_size,
        num_hiddens,
        num_layers,
        num_steps,
        dropout=0.0,
        **kwargs,
    ):
        super().__init__(vocab_size, num_steps, **kwargs)
        self.embedding = nn.Embedding(vocab_size, embed_size)
        self.rnn = GRUStack(embed_size + num_hiddens, num_hiddens, num_layers, dropout)
        self.out = nn.Dense(vocab_size, in_units=num_hiddens, flatten=False)

    def init_state(self, F, outputs, lengths, *hidden):
        # (N, 1, S) of zeros: where a decoder with attention would have weights
        nowhere = F.zeros_like(F.slice_axis(outputs, axis=2, begin=0, end=1))
        return [F.transpose(nowhere, (0, 2, 1)), hidden[-1], *hidden]

    def step(self, F, tokens, nowhere, context, *hidden):
        X = F.concat(self.embedding(tokens), context, dim=1)
        outputs = self.rnn(F.expand_dims(X, axis=0), *hidden)
        hidden = [F.reshape(each, (-3, -2)) for each in outputs]  # (1, N, H) -> (N, H)
        return self.out(hidden[-1]), nowhere, [nowhere, context, *hidden]

    def hybrid_forward(self, F, Y, outputs, lengths, *hidden):
        X = F.transpose(self.embedding(Y), (1, 0, 2))  # (T, N, C)
        context = F.expand_dims(hidden[-1], axis=0)
        context = F.broadcast_like(context, X, lhs_axes=(0,), rhs_axes=(0,))
        outputs = self.rnn(F.concat(X, context, dim=2), *hidden)
        return self.out(F.transpose(outputs[-1], (1, 0, 2)))


@register_model(
    section="chapter_natural-language-processing/seq2seq",
    paper="Sutskever et al. (2014), Sequence to sequence learning with neural "
    "networks; Cho et al. (2014), Learning phrase representations",
    input_shape=(10,),
    num_parameters=47_816,
    task="translation",
)
def seq2seq(
    vocab_size=200,
    target_vocab_size=200,
    embed_size=32,
    num_hiddens=32,
    num_layers=2,
    dropout=0.1,
    num_steps=10,
):
    """Two GRUs that read, two that write, the last state of the first between them.

    Parameters
    ----------
    vocab_size, target_vocab_size : int
        Tokens of the source and of the target language, special ones included.
    embed_size, num_hiddens, num_layers : int
        Features of an embedding; units and number of GRUs on each side.
    dropout : float
        Share of the outputs dropped between GRUs in training, 0 <= dropout < 1.
    num_steps : int
        Words of a padded target sentence, at least 2.

    Returns
    -------
    EncoderDecoder

    Raises
    ------
    ConfigError
        If a value is out of range.

    Section: v2:9.7 序列到序列学习（seq2seq）
    """
    check_rate("dropout", dropout)
    sizes = (
        check_int("embed_size", embed_size),
        check_int("num_hiddens", num_hiddens),
        check_int("num_layers", num_layers),
    )
    encoder = GRUEncoder(check_int("vocab_size", vocab_size), *sizes, dropout)
    decoder = Seq2SeqDecoder(
        check_int("target_vocab_size", target_vocab_size),
        *sizes,
        check_steps(num_steps),
        dropout,
    )
    return EncoderDecoder(encoder, decoder)
