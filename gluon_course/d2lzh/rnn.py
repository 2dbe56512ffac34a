"""The names of 6.3 and 6.4: batches of sequences and the network from scratch."""

from __future__ import annotations

from gluon_course import text
from gluon_course.scratch.rnn import grad_clipping as clip_to_norm
from gluon_course.scratch.rnn import to_onehot
from gluon_course.scratch.rnn_prediction import check_prefix, predict_rnn
from gluon_course.scratch.rnn_training import train_rnn_scratch

__all__ = [
    "data_iter_consecutive",
    "data_iter_random",
    "grad_clipping",
    "predict_rnn",
    "to_onehot",
    "train_and_predict_rnn",
]


def data_iter_random(corpus_indices, batch_size, num_steps, ctx=None):
    """Iterator over one pass of :func:`gluon_course.text.random_batches`.

    The order comes from Python's ``random``.

    Section: 6.3 语言模型数据集（歌词） (chapter_recurrent-neural-networks/
    lang-model-dataset)
    """
    return iter(text.random_batches(corpus_indices, batch_size, num_steps, ctx))


def data_iter_consecutive(corpus_indices, batch_size, num_steps, ctx=None):
    """Iterator over one pass of :func:`gluon_course.text.consecutive_batches`.

    Section: 6.3 语言模型数据集（歌词）
    """
    return iter(text.consecutive_batches(corpus_indices, batch_size, num_steps, ctx))


def grad_clipping(params, theta, ctx):
    """Scale gradients in place to the norm ``theta``; a ``theta`` of None leaves them.

    Section: 6.4 循环神经网络的从零开始实现 (chapter_recurrent-neural-networks/
    rnn-scratch)
    """
    clip_to_norm(params, theta, ctx)


def train_and_predict_rnn(
    rnn,
    get_params,
    init_rnn_state,
    num_hiddens,
    vocab_size,
    ctx,
    corpus_indices,
    idx_to_char,
    char_to_idx,
    is_random_iter,
    num_epochs,
    num_steps,
    lr,
    clipping_theta,
    batch_size,
    pred_period,
    pred_len,
    prefixes,
):
    """Train a network from scratch; print perplexity and new text now and then.

    Parameters
    ----------
    rnn : callable
        ``rnn(inputs, state, params) -> outputs, state`` with lists of T arrays (N, V).
    get_params : callable
        ``get_params() -> params``, arrays with gradients on ``ctx``.
    init_rnn_state : callable
        ``init_rnn_state(batch_size, num_hiddens, ctx) -> state``.
    num_hiddens, vocab_size : int
        H and V.
    ctx : Context
        Device.
    corpus_indices, idx_to_char, char_to_idx
        As from ``load_data_jay_lyrics``.
    is_random_iter : bool
        Random sampling, else adjacent.
    num_epochs, num_steps, batch_size : int
        Passes; T and N of a batch.
    lr, clipping_theta : float, float or None
        Learning rate; largest norm of the gradient, None for no clipping.
    pred_period, pred_len : int
        Epochs from one print to the next; characters to add to a prefix.
    prefixes : list of str
        Beginnings of texts.

    Raises
    ------
    DataError, ConfigError, TrainingError
        For a prefix with unknown characters, a corpus that is too short, a number out
        of range, a loss that is not finite.

    Section: 6.4 循环神经网络的从零开始实现 (chapter_recurrent-neural-networks/
    rnn-scratch)
    """
    for prefix in prefixes:
        check_prefix(prefix, char_to_idx)
    sampling = text.random_batches if is_random_iter else text.consecutive_batches
    batches = sampling(corpus_indices, batch_size, num_steps, ctx)
    params = get_params()

    def predict(prefix):
        return predict_rnn(
            prefix,
            pred_len,
            rnn,
            params,
            init_rnn_state,
            num_hiddens,
            vocab_size,
            ctx,
            idx_to_char,
            char_to_idx,
        )

    train_rnn_scratch(
        rnn,
        params,
        init_rnn_state,
        num_hiddens,
        vocab_size,
        ctx,
        batches,
        not is_random_iter,
        num_epochs,
        lr,
        clipping_theta,
        report_every(pred_period, predict, prefixes),
    )


def report_every(pred_period, predict, prefixes):
    """What prints the text's lines after every ``pred_period`` epochs."""

    def report(row):
        if row["epoch"] % pred_period == 0:
            print(
                f"epoch {row['epoch']}, perplexity {row['perplexity']:f}, "
                f"time {row['seconds']:.2f} sec"
            )
            for prefix in prefixes:
                print(" -", predict(prefix))

    return report
