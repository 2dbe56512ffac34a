"""A language model over gated recurrent units (6.7)."""

from __future__ import annotations

from gluon_course.models.language_model import language_model
from gluon_course.models.registry import register_model


@register_model(
    section="chapter_recurrent-neural-networks/gru",
    paper="Cho et al. (2014), Learning phrase representations with RNN encoder-decoder",
    input_shape=(35,),
    num_parameters=1_250_819,
    task="language",
)
def gru_lm(
    vocab_size=1027,
    num_hiddens=256,
    num_layers=1,
    embed_size=0,
    dropout=0.0,
    tie_weights=False,
    is_bidirectional=False,
):
    """Language model over gated recurrent units, with one-hot vectors.

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

    Section: 6.7 门控循环单元（GRU） (chapter_recurrent-neural-networks/gru)
    """
    return language_model(
        vocab_size,
        "gru",
        num_hiddens,
        num_layers,
        embed_size,
        dropout,
        "tanh",
        tie_weights,
        is_bidirectional,
    )
