"""Language models over recurrent layers: RNN, GRU and LSTM, states in and out."""

from __future__ import annotations

from mxnet.gluon import nn, rnn

from gluon_course.base.errors import ConfigError
from gluon_course.base.inputs import Input
from gluon_course.models.options import check_int, check_rate
from gluon_course.nn import UnrolledModel
from gluon_course.nn.unrolled import MOST_STEPS

STATES = {"rnn": ("hidden",), "gru": ("hidden",), "lstm": ("hidden", "cell")}
"""Cell -> names of its states."""


class LanguageModel(nn.HybridBlock):
    """Tokens as vectors, recurrent layers, and a dense layer to scores.

    Parameters
    ----------
    vocab_size : int
        V, size of the vocabulary.
    cell : str
        ``rnn``, ``gru`` or ``lstm``.
    num_hiddens : int
        H, hidden units of each layer and direction.
    num_layers : int
        L.
    embed_size : int
        Length of the learned vectors of tokens; 0 for one-hot vectors.
    dropout : float
        Rate behind the learned vectors, between the layers and before the scores.
    activation : str
        ``tanh`` or ``relu``, of the cell ``rnn``.
    tie_weights : bool
        Whether the scores use the vectors of the tokens as weights.
    is_bidirectional : bool
        Whether a second layer reads backwards, D = 2 directions instead of 1. It sees
        the token that is to be predicted: no language model, as section 6.10 shows.

    Inputs
    ------
    X : shape (N, T)
        Indices 0..V-1.
    state : list of arrays, shape (L * D, N, H)
        One, or two of an LSTM, as from :meth:`begin_state`.

    Outputs
    -------
    scores : shape (N, T, V)
        Of the token after each, before the softmax.
    state : list of arrays, as the input
    """

    def __init__(
        self,
        vocab_size,
        cell="rnn",
        num_hiddens=256,
        num_layers=1,
        embed_size=0,
        dropout=0.0,
        activation="relu",
        tie_weights=False,
        is_bidirectional=False,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.vocab_size, self.embed_size, self.cell = vocab_size, embed_size, cell
        self.activation = activation
        self._is_simple = not (embed_size or num_layers > 1 or is_bidirectional)
        if embed_size:
            self.embedding = nn.Embedding(vocab_size, embed_size)
        self.dropout = nn.Dropout(dropout) if dropout else None
        self.rnn = _recurrent(cell, activation)(
            num_hiddens,
            num_layers,
            dropout=dropout if num_layers > 1 else 0,
            bidirectional=is_bidirectional,
            input_size=embed_size or vocab_size,
        )
        self.dense = nn.Dense(
            vocab_size,
            flatten=False,
            in_units=num_hiddens * (1 + is_bidirectional),
            params=self.embedding.params if tie_weights else None,
        )

    def hybrid_forward(self, F, X, state):
        X = F.transpose(X)  # (T, N), as the layers want it
        if self.embed_size:
            X = self._dropped(self.embedding(X))
        else:
            X = F.one_hot(X, self.vocab_size)
        Y, state = self.rnn(X, state)
        # hidden units are fewer than scores: (T, N, H) to (N, T, H) before the scores
        return self.scores(F.transpose(Y, axes=(1, 0, 2))), state

    def scores(self, Y):
        """Scores (N, T, V) of hidden states (N, T, D * H)."""
        return self.dense(self._dropped(Y))

    def unrolled(self, num_steps):
        """The quickest form for so many steps on a CPU; it shares the parameters.

        Parameters
        ----------
        num_steps : int
            T of every batch.

        Returns
        -------
        UnrolledModel
            Or the model itself, where there is nothing to gain: with learned vectors,
            several layers or directions, or many steps.
        """
        if self._is_simple and num_steps <= MOST_STEPS:
            return UnrolledModel(self, num_steps)
        return self

    def _dropped(self, X):
        return X if self.dropout is None else self.dropout(X)

    def begin_state(self, batch_size, ctx=None):
        """The state of texts that begin: zeros, a list of arrays (L * D, N, H)."""
        return self.rnn.begin_state(batch_size=batch_size, ctx=ctx)

    def inputs(self, shape):
        """What goes in, for the export.

        Parameters
        ----------
        shape : (int,)
            T, steps of a batch; others are possible.
        """
        tokens = Input("tokens", shape, span=(0, self.vocab_size - 1), free=(0,))
        layers, _, num_hiddens = self.rnn.state_info(1)[0]["shape"]
        states = [
            Input(name, (layers, num_hiddens), batch_axis=1)
            for name in STATES[self.cell]
        ]
        return [tokens, states]


def language_model(
    vocab_size,
    cell,
    num_hiddens,
    num_layers,
    embed_size,
    dropout,
    activation,
    tie_weights,
    is_bidirectional,
) -> LanguageModel:
    """A :class:`LanguageModel` whose options proved to be in range and to fit.

    Raises
    ------
    ConfigError
        If an option is out of range, or tied weights have another width than the
        hidden states.

    Section: 6.5 循环神经网络的简洁实现 (chapter_recurrent-neural-networks/rnn-gluon)
    """
    if embed_size != 0:
        embed_size = check_int("embed_size", embed_size)
    if activation not in ("tanh", "relu"):
        raise ConfigError(
            f"activation is {activation!r}", action="choose 'tanh' or 'relu'"
        )
    num_hiddens = check_int("num_hiddens", num_hiddens)
    width = num_hiddens * (1 + bool(is_bidirectional))
    if tie_weights and embed_size != width:
        raise ConfigError(
            f"Weights cannot be tied: tokens have {embed_size} numbers, the last "
            f"layer {width}",
            "one matrix serves as vectors of tokens and as weights of the scores",
            f"choose embed_size={width}",
        )
    return LanguageModel(
        check_int("vocab_size", vocab_size),
        cell,
        num_hiddens,
        check_int("num_layers", num_layers),
        embed_size,
        check_rate("dropout", dropout),
        activation,
        bool(tie_weights),
        bool(is_bidirectional),
    )


def _recurrent(cell: str, activation: str):
    if cell == "rnn":
        return lambda *args, **kwargs: rnn.RNN(*args, activation=activation, **kwargs)
    return {"gru": rnn.GRU, "lstm": rnn.LSTM}[cell]
