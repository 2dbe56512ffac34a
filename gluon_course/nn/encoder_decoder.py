"""The frame of every translator: an encoder, a decoder, and how they are used.

Trained is the whole, on all words of a target sentence at once (teacher forcing). To
translate, the encoder runs once and the decoder word by word: two blocks over the same
parameters, which are compiled and exported each by itself. What passes between them
has the sentences on axis 0, so that a search may reorder it.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence

from mxnet.gluon import nn

from gluon_course.base.inputs import Input
from gluon_course.base.shapes import infer_output_shape


class Encoder(nn.HybridBlock):
    """Turns a sentence into memory.

    A subclass writes ``hybrid_forward(F, X, valid_len)``: X (N, S), tokens with padding
    behind, and valid_len (N,), to a list of arrays with axis 0 of N.

    Parameters
    ----------
    vocab_size : int
        Tokens of the source language.

    Section: v2:9.6 编码器-解码器架构 (chapter_recurrent-modern/encoder-decoder)
    """

    def __init__(self, vocab_size, **kwargs):
        super().__init__(**kwargs)
        self.vocab_size = vocab_size

    def hybrid_forward(self, F, X, valid_len):
        raise TypeError(f"{type(self).__name__} does not say how to encode")


class Decoder(nn.HybridBlock):
    """Writes a sentence word by word, from memory.

    A subclass writes :meth:`init_state` and :meth:`step`, and replaces
    ``hybrid_forward`` where all words can be computed together.

    Parameters
    ----------
    vocab_size : int
        Tokens of the target language, V.
    num_steps : int
        Words of a padded target sentence, T, at least 2.

    Inputs
    ------
    Y : shape (N, T)
        The words that are read: ``<bos>`` and the target but for its last word.
    *memory
        What the encoder returned.

    Outputs
    -------
    shape (N, T, V)
        Scores of the words that follow.

    Section: v2:9.6 编码器-解码器架构
    """

    def __init__(self, vocab_size, num_steps, **kwargs):
        super().__init__(**kwargs)
        self.vocab_size, self.num_steps = vocab_size, num_steps

    def init_state(self, F, *memory):
        """The states before the first word: a list of arrays with axis 0 of N."""
        raise TypeError(f"{type(self).__name__} does not say how it starts")

    def step(self, F, tokens, *states):
        """One word on.

        Parameters
        ----------
        F : module
        tokens : shape (N,)
            The word before.
        *states
            As :meth:`init_state` or the step before left them.

        Returns
        -------
        scores : shape (N, V)
        weights : shape (N, H, S)
            Attention of H heads to the S source words; a decoder without attention
            gives zeros.
        states : list
        """
        raise TypeError(f"{type(self).__name__} does not say how it goes on")

    def hybrid_forward(self, F, Y, *memory):
        states, outputs = self.init_state(F, *memory), []
        words = F.split(Y, num_outputs=self.num_steps, axis=1, squeeze_axis=True)
        for tokens in words:
            scores, _, states = self.step(F, tokens, *states)
            outputs.append(scores)
        return F.stack(*outputs, axis=1)


class EncoderDecoder(nn.HybridBlock):
    """An encoder and a decoder, trained as one net.

    Parameters
    ----------
    encoder : Encoder
    decoder : Decoder

    Inputs
    ------
    X : shape (N, S)
        Source sentences with padding behind.
    valid_len : shape (N,)
        Their lengths, 1..S.
    Y : shape (N, T)
        The target words that the decoder reads, ``<bos>`` first.

    Outputs
    -------
    shape (N, T, V)
        Scores of the target words that follow.

    Section: v2:9.6 编码器-解码器架构
    """

    def __init__(self, encoder, decoder, **kwargs):
        super().__init__(**kwargs)
        self.encoder, self.decoder = encoder, decoder

    @property
    def num_steps(self) -> int:
        """Words of a padded target sentence."""
        return self.decoder.num_steps

    def hybrid_forward(self, F, X, valid_len, Y):
        return self.decoder(Y, *self.encoder(X, valid_len))

    def encoding(self) -> nn.HybridBlock:
        """The block ``(X, valid_len) -> states`` over the parameters of this net."""
        return _Encoding(self)

    def stepping(self) -> nn.HybridBlock:
        """The block ``(token, *states) -> (scores, weights, *states)``.

        ``token`` is the word before of each sentence, (N, 1); see :meth:`Decoder.step`.
        """
        return _Stepping(self)

    def input_shapes(self, shape: Sequence[int]) -> list[tuple]:
        """Shapes of X, valid_len and Y for one sentence of ``shape`` = (S,) tokens."""
        return [(1, *shape), (1,), (1, self.num_steps)]

    def parts(self, shape: Sequence[int]) -> dict[str, tuple]:
        """What is exported: ``encoder`` and ``step``, each as a block and its inputs.

        Parameters
        ----------
        shape : (int,)
            Tokens of a padded source sentence, S; later ones may have others.

        Returns
        -------
        dict of str to (HybridBlock, list of Input)
        """
        encoding, (size,) = self.encoding(), shape
        tokens = Input(
            "tokens", (size,), span=(0, self.encoder.vocab_size - 1), free=(0,)
        )
        inputs = [tokens, Input("valid_len", (), span=(1, size))]
        # which axes of the states follow the source: those that grow with it
        pairs = zip(
            *(infer_output_shape(encoding, [(1, n), (1,)]) for n in (size, size + 1))
        )
        token = Input("token", (1,), span=(0, self.decoder.vocab_size - 1))
        whole = (0, min(size, self.num_steps) - 1)
        states = [
            Input(
                f"state{i}",
                first[1:],
                # one number a sentence is a length or a position
                span=None if first[1:] else whole,
                free=[a for a in range(len(first) - 1) if first[a + 1] != other[a + 1]],
            )
            for i, (first, other) in enumerate(pairs)
        ]
        return {
            "encoder": (encoding, inputs),
            "step": (self.stepping(), [token, *states]),
        }


class _Part(nn.HybridBlock):
    """A block that holds the whole net and computes with a part of it."""

    def __init__(self, net):
        super().__init__()
        self.net = net

    def __call__(self, *args):
        with warnings.catch_warnings():
            # what the other part computes with
            warnings.filterwarnings("ignore", "Parameter .* is not used", UserWarning)
            return super().__call__(*args)


class _Encoding(_Part):
    def hybrid_forward(self, F, X, valid_len):
        memory = self.net.encoder(X, valid_len)
        return list(self.net.decoder.init_state(F, *memory))


class _Stepping(_Part):
    def hybrid_forward(self, F, token, *states):
        token = F.reshape(token, (-1,))
        scores, weights, states = self.net.decoder.step(F, token, *states)
        return [scores, weights, *states]
