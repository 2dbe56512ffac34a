"""Cross-entropy of the words of a sentence, without its padding."""

from __future__ import annotations

from typing import Any

from mxnet.gluon import nn


def token_mask(F: Any, labels: Any, valid_len: Any) -> Any:
    """1 for the first ``valid_len`` tokens of each sequence, 0 for the padding.

    Parameters
    ----------
    F : module
        ``mxnet.ndarray`` or ``mxnet.symbol``.
    labels : shape (N, T)
        Only their shape matters.
    valid_len : shape (N,)
        0..T.

    Returns
    -------
    shape (N, T)
        float32.

    Section: v2:9.7 序列到序列学习（seq2seq） (chapter_recurrent-modern/seq2seq)
    """
    ones = F.ones_like(F.cast(F.stop_gradient(labels), "float32"))
    lengths = F.cast(F.stop_gradient(valid_len), "float32")
    return F.SequenceMask(ones, lengths, use_sequence_length=True, axis=1)


def token_losses(F: Any, scores: Any, labels: Any, mask: Any) -> Any:
    """Softmax cross-entropy of each token, 0 where the mask is.

    Parameters
    ----------
    F : module
    scores : shape (N, T, V)
        Before the softmax.
    labels : shape (N, T)
        Tokens, 0..V-1.
    mask : shape (N, T)
        As :func:`token_mask` makes it.

    Returns
    -------
    shape (N, T)
        Natural logarithms.

    Section: v2:9.7 序列到序列学习（seq2seq）
    """
    return -F.pick(F.log_softmax(scores, axis=-1), labels, axis=-1) * mask


class MaskedSoftmaxCELoss(nn.HybridBlock):
    """Softmax cross-entropy, masked, as the mean over all T steps of a sequence.

    The padding counts as steps of loss 0: a sequence of which half is padding has half
    the loss of one whose tokens are as hard, as in the section.

    Inputs
    ------
    pred : shape (N, T, V)
        Scores before the softmax.
    label : shape (N, T)
    valid_len : shape (N,)
        0..T.

    Outputs
    -------
    shape (N,)

    Section: v2:9.7 序列到序列学习（seq2seq）
    """

    def hybrid_forward(self, F, pred, label, valid_len):
        mask = token_mask(F, label, valid_len)
        return F.mean(token_losses(F, pred, label, mask), axis=1)
