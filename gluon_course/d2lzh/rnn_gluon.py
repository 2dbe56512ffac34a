"""The names of 6.5: a recurrent network with Gluon."""

from __future__ import annotations

from mxnet import init

from gluon_course import text
from gluon_course.d2lzh.rnn import report_every
from gluon_course.nn.rnn_model import RNNModel
from gluon_course.scratch.rnn_prediction import check_prefix, greedy_text
from gluon_course.scratch.rnn_training import train_rnn_gluon

__all__ = ["RNNModel", "predict_rnn_gluon", "train_and_predict_rnn_gluon"]


def predict_rnn_gluon(
    prefix, num_chars, model, vocab_size, ctx, idx_to_char, char_to_idx
):
    """Go on with a text, each time by the most likely character.

    Parameters
    ----------
    prefix : str
        Beginning of the text, of known characters.
    num_chars : int
        How many characters to add.
    model : RNNModel
        Or another block with ``begin_state`` that gives scores and state.
    vocab_size : int
        Not used; it stands where the text has it.
    ctx : Context
        Device of the model.
    idx_to_char, char_to_idx : list of str, dict of str to int
        The vocabulary.

    Returns
    -------
    str
        The prefix and what follows it.

    Raises
    ------
    DataError
        If the prefix is empty or has a character that the vocabulary lacks.

    Section: 6.5 循环神经网络的简洁实现 (chapter_recurrent-neural-networks/rnn-gluon)
    """
    state = model.begin_state(batch_size=1, ctx=ctx)
    return greedy_text(prefix, num_chars, model, state, ctx, idx_to_char, char_to_idx)


def train_and_predict_rnn_gluon(
    model,
    num_hiddens,
    vocab_size,
    ctx,
    corpus_indices,
    idx_to_char,
    char_to_idx,
    num_epochs,
    num_steps,
    lr,
    clipping_theta,
    batch_size,
    pred_period,
    pred_len,
    prefixes,
):
    """Train a model by adjacent sampling from new weights N(0, 0.01**2).

    It prints perplexity and new text every ``pred_period`` epochs. The arguments are
    those of :func:`gluon_course.d2lzh.train_and_predict_rnn`; ``num_hiddens`` and
    ``vocab_size`` are not used, the model has them.

    Raises
    ------
    DataError, ConfigError, TrainingError
        As there.

    Section: 6.5 循环神经网络的简洁实现
    """
    for prefix in prefixes:
        check_prefix(prefix, char_to_idx)
    batches = text.consecutive_batches(corpus_indices, batch_size, num_steps, ctx)
    model.initialize(ctx=ctx, force_reinit=True, init=init.Normal(0.01))

    def predict(prefix):
        return predict_rnn_gluon(
            prefix, pred_len, model, vocab_size, ctx, idx_to_char, char_to_idx
        )

    train_rnn_gluon(
        model,
        ctx,
        batches,
        True,
        num_epochs,
        lr,
        clipping_theta,
        report_every(pred_period, predict, prefixes),
    )
