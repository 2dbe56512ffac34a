"""The translator of zh-v2's section on Bahdanau attention."""

from __future__ import annotations

from gluon_course.models.gru_attention import attention_translator
from gluon_course.models.registry import register_model


@register_model(
    section="v2:chapter_attention-mechanisms/bahdanau-attention",
    paper="Bahdanau et al. (2014), Neural machine translation by jointly learning to "
    "align and translate",
    input_shape=(10,),
    num_parameters=49_896,
    task="translation",
)
def bahdanau(
    vocab_size=200,
    target_vocab_size=200,
    embed_size=32,
    num_hiddens=32,
    num_layers=2,
    dropout=0.1,
    num_steps=10,
):
    """As ``gru_attention``, scored by as many units as a GRU has; weights drop out too.

    Parameters
    ----------
    vocab_size, target_vocab_size : int
        Tokens of the source and of the target language, special ones included.
    embed_size, num_hiddens, num_layers : int
        Features of an embedding; units and number of GRUs on each side.
    dropout : float
        Share of the outputs between GRUs, and of the weights of attention, that is
        dropped in training, 0 <= dropout < 1.
    num_steps : int
        Words of a padded target sentence, at least 2.

    Returns
    -------
    EncoderDecoder

    Raises
    ------
    ConfigError
        If a value is out of range.

    Section: v2:10.4 Bahdanau 注意力
    """
    return attention_translator(
        *(vocab_size, target_vocab_size, embed_size, num_hiddens, num_layers),
        *(num_hiddens, dropout, dropout, num_steps),
    )
