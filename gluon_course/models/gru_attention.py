"""The translator of section 10.12: GRUs with additive attention."""

from __future__ import annotations

from mxnet.gluon import nn

from gluon_course.models.options import check_int, check_rate, check_steps
from gluon_course.models.registry import register_model
from gluon_course.nn import (
    AdditiveAttention,
    Decoder,
    EncoderDecoder,
    GRUEncoder,
    GRUStack,
)


class AttentionDecoder(Decoder):
    """GRUs that read, with each word, what attention finds in the source sentence.

    The query is the state of the last layer before the word, so that words cannot be
    computed together: the graph holds the step ``num_steps`` times.

    Parameters
    ----------
    vocab_size : int
        Tokens of the target language, V.
    embed_size, num_hiddens, num_layers : int
        Features of an embedding, units of a layer (H), layers (L).
    attention_size : int
        Units of the net that scores.
    num_steps : int
        Words of a padded target sentence.
    dropout, attention_dropout : float
        Shares that are dropped in training: between layers, and of the weights.

    Section: 10.12 机器翻译 (chapter_natural-language-processing/machine-translation)
    """

    def __init__(
        self,
        vocab_size,
        embed_size,
        num_hiddens,
        num_layers,
        attention_size,
        num_steps,
        dropout=0.0,
        attention_dropout=0.0,
        **kwargs,
    ):
        super().__init__(vocab_size, num_steps, **kwargs)
        self.embedding = nn.Embedding(vocab_size, embed_size)
        self.attention = AdditiveAttention(
            attention_size, num_hiddens, num_hiddens, attention_dropout
        )
        self.rnn = GRUStack(embed_size + num_hiddens, num_hiddens, num_layers, dropout)
        self.out = nn.Dense(vocab_size, in_units=num_hiddens, flatten=False)

    def init_state(self, F, outputs, lengths, *hidden):
        return [outputs, self.attention.project(outputs), lengths, *hidden]

    def step(self, F, tokens, *states):
        weights, states = self._read(F, self.embedding(tokens), states)
        return self.out(states[-1]), weights, states

    def hybrid_forward(self, F, Y, *memory):
        embedded = F.split(
            self.embedding(Y), num_outputs=self.num_steps, axis=1, squeeze_axis=True
        )
        states, outputs = self.init_state(F, *memory), []
        for word in embedded:
            _, states = self._read(F, word, states)
            outputs.append(states[-1])
        # the scores of all words in one product: (N, T, H) -> (N, T, V)
        return self.out(F.stack(*outputs, axis=1))

    def _read(self, F, word, states):
        """The states after a word of shape (N, C), with the attention paid."""
        values, projected, lengths, *hidden = states
        query = F.expand_dims(hidden[-1], axis=1)
        context, weights = self.attention(query, projected, values, lengths)
        X = F.concat(word, F.reshape(context, (0, -1)), dim=1)
        outputs = self.rnn(F.expand_dims(X, axis=0), *hidden)
        hidden = [F.reshape(each, (-3, -2)) for each in outputs]  # (1, N, H) -> (N, H)
        return weights, [values, projected, lengths, *hidden]


@register_model(
    section="chapter_natural-language-processing/machine-translation",
    paper="Bahdanau et al. (2014), Neural machine translation by jointly learning to "
    "align and translate",
    input_shape=(7,),
    num_parameters=121_457,
    task="translation",
)
def gru_attention(
    vocab_size=47,
    target_vocab_size=39,
    embed_size=64,
    num_hiddens=64,
    num_layers=2,
    attention_size=10,
    dropout=0.5,
    num_steps=7,
):
    """Two GRUs that read, two that write, additive attention between them.

    Parameters
    ----------
    vocab_size, target_vocab_size : int
        Tokens of the source and of the target language, special ones included.
    embed_size, num_hiddens, num_layers : int
        Features of an embedding; units and number of GRUs on each side.
    attention_size : int
        Units of the net that scores.
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

    Section: 10.12 机器翻译
    """
    return attention_translator(
        *(vocab_size, target_vocab_size, embed_size, num_hiddens, num_layers),
        *(attention_size, dropout, 0.0, num_steps),
    )


def attention_translator(
    vocab_size,
    target_vocab_size,
    embed_size,
    num_hiddens,
    num_layers,
    attention_size,
    dropout,
    attention_dropout,
    num_steps,
) -> EncoderDecoder:
    """A translator of GRUs with additive attention whose options are in range.

    Raises
    ------
    ConfigError
        If an option is out of range.

    Section: 10.12 机器翻译
    """
    dropout = check_rate("dropout", dropout)
    sizes = (
        check_int("embed_size", embed_size),
        check_int("num_hiddens", num_hiddens),
        check_int("num_layers", num_layers),
    )
    encoder = GRUEncoder(check_int("vocab_size", vocab_size), *sizes, dropout)
    decoder = AttentionDecoder(
        check_int("target_vocab_size", target_vocab_size),
        *sizes,
        check_int("attention_size", attention_size),
        check_steps(num_steps),
        dropout,
        check_rate("attention_dropout", attention_dropout),
    )
    return EncoderDecoder(encoder, decoder)
