"""A language model over long short-term memory (6.8)."""

from __future__ import annotations

from gluon_course.models.language_model import language_model
from gluon_course.models.registry import register_model


@register_model(
    section="chapter_recurrent-neural-networks/lstm",
    paper="Hochreiter and Schmidhuber (1997), Long short-term memory",
    input_shape=(35,),
    num_parameters=1_579_779,
    task="language",
)
def lstm_lm(
    vocab_size=1027,
    num_hiddens=256,
    num_layers=1,
    embed_size=0,
    dropout=0.0,
    tie_weights=False,
    is_bidirectional=False,
):
    """Language model over long short-term memory, with one-hot vectors.

    Parameters
    ----------
    vocab_size, num_hiddens, num_layers, embed_size, dropout, tie_weights,
    is_bidirectional
        Of :class:`~gluon_course.models.LanguageModel`.

    Returns
    -------
    LanguageModel

    Raises
    ------
    ConfigError
        If a value is out of range.

    Section: 6.8 长短期记忆（LSTM） (chapter_recurrent-neural-networks/lstm)
    """
    return language_model(
        vocab_size,
        "lstm",
        num_hiddens,
        num_layers,
        embed_size,
        dropout,
        "tanh",
        tie_weights,
        is_bidirectional,
    )
