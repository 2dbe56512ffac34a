"""The Transformer: attention within each sentence and from one to the other."""

from __future__ import annotations

import math

from mxnet.gluon import nn

from gluon_course.models.options import check_int, check_rate, check_steps
from gluon_course.models.registry import register_model
from gluon_course.nn import (
    AddNorm,
    Decoder,
    Encoder,
    EncoderDecoder,
    MultiHeadAttention,
    PositionalEncoding,
    PositionWiseFFN,
)


class EncoderBlock(nn.HybridBlock):
    """Self-attention and a position-wise net, each with a residual connection.

    Maps X (N, S, d) and lengths (N,) to (N, S, d).

    Section: v2:10.7 Transformer (chapter_attention-mechanisms/transformer)
    """

    def __init__(self, num_hiddens, ffn_num_hiddens, num_heads, dropout, **kwargs):
        super().__init__(**kwargs)
        self.attention = _attention(num_hiddens, num_heads, dropout)
        self.addnorm1 = AddNorm(dropout, num_hiddens)
        self.ffn = PositionWiseFFN(ffn_num_hiddens, num_hiddens, num_hiddens)
        self.addnorm2 = AddNorm(dropout, num_hiddens)

    def hybrid_forward(self, F, X, lengths):
        Y = self.addnorm1(X, self.attention(X, X, X, lengths)[0])
        return self.addnorm2(Y, self.ffn(Y))


class DecoderBlock(nn.HybridBlock):
    """Self-attention to the words before, attention to the source, a net.

    Maps X (N, T, d), memory (N, S, d), lengths (N,) and how many words each word may
    see, (N, T), to (N, T, d).

    Section: v2:10.7 Transformer
    """

    def __init__(
        self, num_hiddens, ffn_num_hiddens, num_heads, dropout, num_steps, **kwargs
    ):
        super().__init__(**kwargs)
        self.num_steps = num_steps
        self.attention1 = _attention(num_hiddens, num_heads, dropout)
        self.addnorm1 = AddNorm(dropout, num_hiddens)
        self.attention2 = _attention(num_hiddens, num_heads, dropout)
        self.addnorm2 = AddNorm(dropout, num_hiddens)
        self.ffn = PositionWiseFFN(ffn_num_hiddens, num_hiddens, num_hiddens)
        self.addnorm3 = AddNorm(dropout, num_hiddens)

    def hybrid_forward(self, F, X, memory, lengths, num_seen):
        Y = self.addnorm1(X, self.attention1(X, X, X, num_seen)[0])
        Z = self.addnorm2(Y, self.attention2(Y, memory, memory, lengths)[0])
        return self.addnorm3(Z, self.ffn(Z))

    def project(self, memory):
        """Keys and values of the source for :meth:`step`, each (N, S, d)."""
        return [self.attention2.W_k(memory), self.attention2.W_v(memory)]

    def step(self, F, X, position, lengths, seen_keys, seen_values, keys, values):
        """One word, (N, 1, d), with the keys and values of those before, (N, T, d).

        Returns the word, the attention to the source and both with this word added.
        """
        here = F.one_hot(position, depth=self.num_steps)  # (N, T)
        here = F.expand_dims(here, axis=2)
        seen_keys = seen_keys + F.broadcast_mul(here, self.attention1.W_k(X))
        seen_values = seen_values + F.broadcast_mul(here, self.attention1.W_v(X))
        Y, _ = self.attention1.attend(F, X, seen_keys, seen_values, position + 1)
        Y = self.addnorm1(X, Y)
        Z, weights = self.attention2.attend(F, Y, keys, values, lengths)
        Z = self.addnorm2(Y, Z)
        return self.addnorm3(Z, self.ffn(Z)), weights, [seen_keys, seen_values]


class TransformerEncoder(Encoder):
    """Embedding, positions and ``num_layers`` encoder blocks.

    Returns memory (N, S, d) and lengths (N,).

    Section: v2:10.7 Transformer
    """

    def __init__(
        self,
        vocab_size,
        num_hiddens,
        ffn_num_hiddens,
        num_heads,
        num_layers,
        dropout,
        **kwargs,
    ):
        super().__init__(vocab_size, **kwargs)
        self.embedding = nn.Embedding(vocab_size, num_hiddens)
        self.positions = PositionalEncoding(num_hiddens, dropout)
        self.blocks = nn.HybridSequential()
        for _ in range(num_layers):
            self.blocks.add(
                EncoderBlock(num_hiddens, ffn_num_hiddens, num_heads, dropout)
            )
        self._scale = math.sqrt(num_hiddens)

    def hybrid_forward(self, F, X, valid_len):
        lengths = F.cast(valid_len, "float32")
        # waves reach 1 and -1: embeddings are enlarged to stay visible beside them
        X = self.positions(self.embedding(X) * self._scale)
        for block in self.blocks:
            X = block(X, lengths)
        return [X, lengths]


class TransformerDecoder(Decoder):
    """Embedding, positions and ``num_layers`` decoder blocks, then scores.

    In training a word sees those before it by a mask, and all are computed together.
    In translation the keys and values of the words before are kept, in arrays of
    ``num_steps`` places, so that a step costs the same at every word and the exported
    graph has fixed shapes.

    Section: v2:10.7 Transformer
    """

    def __init__(
        self,
        vocab_size,
        num_hiddens,
        ffn_num_hiddens,
        num_heads,
        num_layers,
        dropout,
        num_steps,
        **kwargs,
    ):
        super().__init__(vocab_size, num_steps, **kwargs)
        self.embedding = nn.Embedding(vocab_size, num_hiddens)
        self.positions = PositionalEncoding(num_hiddens, dropout)
        self.blocks = nn.HybridSequential()
        for _ in range(num_layers):
            sizes = (num_hiddens, ffn_num_hiddens, num_heads, dropout)
            self.blocks.add(DecoderBlock(*sizes, num_steps))
        self.dense = nn.Dense(vocab_size, in_units=num_hiddens, flatten=False)
        self._scale = math.sqrt(num_hiddens)
        self._num_heads = num_heads

    def init_state(self, F, memory, lengths):
        first = F.slice_axis(memory, axis=1, begin=0, end=1)  # (N, 1, d)
        empty = F.broadcast_axis(F.zeros_like(first), axis=1, size=self.num_steps)
        states = [F.zeros_like(lengths), lengths]
        for block in self.blocks:
            states += [empty, empty, *block.project(memory)]
        return states

    def step(self, F, tokens, position, lengths, *kept):
        X = F.expand_dims(self.embedding(tokens), axis=1) * self._scale
        X = self.positions(X, position)
        states = [position + 1, lengths]
        for block, start in zip(self.blocks, range(0, len(kept), 4)):
            seen, source = kept[start : start + 2], kept[start + 2 : start + 4]
            X, weights, seen = block.step(F, X, position, lengths, *seen, *source)
            states += [*seen, *source]
        scores = F.reshape(self.dense(X), (-3, -2))  # (N, 1, V) -> (N, V)
        # (N * H, 1, S) -> (N, H, S)
        weights = F.reshape(weights, (-4, -1, self._num_heads, 0, 0))
        return scores, F.reshape(weights, (0, 0, -3)), states

    def hybrid_forward(self, F, Y, memory, lengths):
        # (N, T): the t-th word sees t words, itself included
        num_seen = F.broadcast_like(
            F.expand_dims(F.contrib.arange_like(Y, start=1, axis=1), axis=0), Y
        )
        X = self.positions(self.embedding(Y) * self._scale)
        for block in self.blocks:
            X = block(X, memory, lengths, num_seen)
        return self.dense(X)


@register_model(
    section="v2:chapter_attention-mechanisms/transformer",
    paper="Vaswani et al. (2017), Attention is all you need",
    input_shape=(10,),
    num_parameters=61_384,
    task="translation",
)
def transformer(
    vocab_size=200,
    target_vocab_size=200,
    num_hiddens=32,
    ffn_num_hiddens=64,
    num_heads=4,
    num_layers=2,
    dropout=0.1,
    num_steps=10,
):
    """Encoder and decoder of ``num_layers`` blocks with ``num_heads`` attentions each.

    Parameters
    ----------
    vocab_size, target_vocab_size : int
        Tokens of the source and of the target language, special ones included.
    num_hiddens : int
        Features of a word, d; even, and a multiple of ``num_heads``.
    ffn_num_hiddens : int
        Units of the first layer of the position-wise nets.
    num_heads, num_layers : int
        Attentions of a block, and blocks on each side.
    dropout : float
        Share that is dropped in training, 0 <= dropout < 1.
    num_steps : int
        Words of a padded target sentence, at least 2; also how many words a
        translation may have.

    Returns
    -------
    EncoderDecoder

    Raises
    ------
    ConfigError
        If a value is out of range.

    Section: v2:10.7 Transformer
    """
    sizes = (
        check_int("num_hiddens", num_hiddens),
        check_int("ffn_num_hiddens", ffn_num_hiddens),
        check_int("num_heads", num_heads),
        check_int("num_layers", num_layers),
        check_rate("dropout", dropout),
    )
    encoder = TransformerEncoder(check_int("vocab_size", vocab_size), *sizes)
    decoder = TransformerDecoder(
        check_int("target_vocab_size", target_vocab_size),
        *sizes,
        check_steps(num_steps),
    )
    return EncoderDecoder(encoder, decoder)


def _attention(num_hiddens, num_heads, dropout):
    return MultiHeadAttention(num_hiddens, num_heads, dropout, input_size=num_hiddens)
