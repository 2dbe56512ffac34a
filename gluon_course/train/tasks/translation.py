"""Translation: cross-entropy of the target words, each after the true ones before."""

from __future__ import annotations

from gluon_course.base.errors import ConfigError, DataError, ShapeError
from gluon_course.base.shapes import check_input
from gluon_course.nn import token_losses, token_mask
from gluon_course.train.tasks.base import Task, count, pack


class Translation(Task):
    """Masked softmax cross-entropy with teacher forcing.

    The decoder reads ``<bos>`` and the true words but the last, and says the next word
    at every step. Padding counts in nothing. As in section 10.12, the loss of a batch
    is its mean over the tokens of that batch, and the loss of an epoch the mean of its
    batches; the gradient is that of the mean, in a smaller last batch too.

    Parameters
    ----------
    bos : int
        Index of ``<bos>`` in the target vocabulary.

    Inputs
    ------
    X : shape (N, S)
        Source tokens, padded.
    X_len : shape (N,)
        Tokens before the padding, 1..S.
    Y : shape (N, T)
        Target tokens, ``<eos>`` at the end of each sentence, padded.
    Y_len : shape (N,)
        Tokens before the padding, 1..T.

    Figures: ``loss``, ``acc`` (share of the tokens that are right) and ``exact``, the
    share of the sentences of which all are. In evaluation ``exact`` is also the share
    that greedy search translates word for word: as long as it is right, it reads the
    true words.

    Section: 10.12 机器翻译 (chapter_natural-language-processing/machine-translation),
    v2:9.7 序列到序列学习（seq2seq） (chapter_recurrent-modern/seq2seq)
    """

    counters = ("loss", "samples", "tokens", "correct", "exact", "outside")

    def __init__(self, bos: int):
        if bos < 0:
            raise ConfigError(
                f"bos is {bos}", action="give the index of <bos> in the vocabulary"
            )
        self.bos = bos

    def check(self, net, X, X_len, Y, Y_len):
        check_input(net, [X.shape, X_len.shape, Y.shape])
        lengths = X.shape[:1]
        if X_len.shape != lengths or Y_len.shape != lengths or Y.shape[:1] != lengths:
            raise ShapeError(
                f"Lengths of shapes {X_len.shape} and {Y_len.shape} for sentences of "
                f"shapes {X.shape} and {Y.shape}",
                "each source has a target, and each of both a length",
                f"give lengths of shape {lengths}",
            )

    def forward(self, F, net, X, X_len, Y, Y_len):
        Y = F.cast(Y, "float32")
        scores = net(X, X_len, self.shifted(F, Y))  # (N, T, V)
        mask = token_mask(F, Y, Y_len)
        per_sentence = F.sum(token_losses(F, scores, Y, mask), axis=1)  # (N,)
        tokens = F.sum(mask)
        samples = count(F, per_sentence)
        head = F.broadcast_mul(
            F.broadcast_div(F.sum(per_sentence), F.maximum(tokens, 1)), samples
        )
        hits = (F.argmax(scores, axis=-1) == Y) * mask
        exact = F.sum(hits, axis=1) == F.sum(mask, axis=1)
        last = F.max(F.contrib.arange_like(scores, axis=2))
        outside = ((Y < 0) + F.broadcast_greater(Y, last)) * mask
        return head, pack(
            F, head, samples, tokens, F.sum(hits), F.sum(exact), F.sum(outside)
        )

    def shifted(self, F, Y):
        """What the decoder reads for targets Y (N, T): ``<bos>``, then all but one."""
        first = F.zeros_like(F.slice_axis(Y, axis=1, begin=0, end=1)) + self.bos
        return F.concat(first, F.slice_axis(Y, axis=1, begin=0, end=-1), dim=1)

    def step_size(self, batch, full_size):
        return batch[0].shape[0]

    def verify(self, totals):
        if totals["outside"]:
            raise DataError(
                f"{totals['outside']:.0f} of the first {totals['tokens']:.0f} target "
                "tokens are no word of the net",
                "the net was made for a smaller vocabulary",
                "give it target_vocab_size=len(train_iter.info.target_vocab)",
            )

    def figures(self, totals):
        samples, tokens = totals["samples"], max(totals["tokens"], 1)
        return {
            "loss": totals["loss"] / samples,
            "acc": totals["correct"] / tokens,
            "exact": totals["exact"] / samples,
        }

    def describe(self):
        return {"name": "Translation", "bos": self.bos}
