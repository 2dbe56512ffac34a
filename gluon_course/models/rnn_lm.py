"""A language model over a plain recurrent layer (6.5)."""

from __future__ import annotations

from gluon_course.models.language_model import language_model
from gluon_course.models.registry import register_model


@register_model(
    section="chapter_recurrent-neural-networks/rnn-gluon",
    input_shape=(35,),
    num_parameters=592_899,
    task="language",
)
def rnn_lm(
    vocab_size=1027,
    num_hiddens=256,
    num_layers=1,
    embed_size=0,
    dropout=0.0,
    activation="relu",
    tie_weights=False,
    is_bidirectional=False,
):
    """Recurrent language model; relu and one-hot vectors, as the section has it.

    Parameters
    ----------
    vocab_size, num_hiddens, num_layers, embed_size, dropout, activation, tie_weights,
    is_bidirectional
        Of :class:`~gluon_course.models.LanguageModel`.

    Returns
    -------
    LanguageModel

    Raises
    ------
    ConfigError
        If a value is out of range.

    Section: 6.5 循环神经网络的简洁实现 (chapter_recurrent-neural-networks/rnn-gluon)
    """
    return language_model(
        vocab_size,
        "rnn",
        num_hiddens,
        num_layers,
        embed_size,
        dropout,
        activation,
        tie_weights,
        is_bidirectional,
    )
