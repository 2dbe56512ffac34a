"""Sums of vectors under a mask, and words as the sums of their subwords."""

from __future__ import annotations

from mxnet import nd
from mxnet.gluon import nn

from gluon_course.base.errors import ShapeError


def masked_sum(F, vectors, mask):
    """The sum of the vectors that a mask leaves.

    Parameters
    ----------
    F : module
        ``mxnet.ndarray`` or ``mxnet.symbol``.
    vectors : shape (N, C, D)
    mask : shape (N, C)
        1 for those that count, 0 for the others.

    Returns
    -------
    shape (N, 1, D)
    """
    return F.batch_dot(F.expand_dims(mask, 1), vectors)


class SubwordEmbedding(nn.HybridBlock):
    """Vectors of words as the sums of the vectors of their parts.

    Which parts a word has is a table among the parameters that is not trained, so that
    checkpoints and exports hold it.

    Parameters
    ----------
    vocab_size : int
        V, words.
    num_rows : int
        R, vectors of parts; row 0 is padding.
    max_parts : int
        S, the most parts of a word.
    embed_size : int
        D.

    Inputs
    ------
    words : shape (N, T)
        0..V-1.

    Outputs
    -------
    vectors : shape (N, T, D)

    Section: 10.4 子词嵌入（fastText） (chapter_natural-language-processing/fasttext)
    """

    def __init__(self, vocab_size, num_rows, max_parts, embed_size, **kwargs):
        super().__init__(**kwargs)
        with self.name_scope():
            self.table = self.params.get(
                "table",
                shape=(vocab_size, max_parts),
                init="zeros",
                grad_req="null",
                differentiable=False,
            )
            self.vectors = nn.Embedding(num_rows, embed_size)

    def hybrid_forward(self, F, words, table):
        rows = F.take(table, words)  # (N, T, S)
        flat = F.reshape(rows, (-3, 0))  # (N * T, S)
        total = self.compose(F, flat)  # (N * T, 1, D)
        # (N, T, D)
        return F.reshape_like(
            total, words, lhs_begin=0, lhs_end=2, rhs_begin=0, rhs_end=2
        )

    def compose(self, F, rows):
        """The sums of rows of parts (N, S), 0 for none: shape (N, 1, D)."""
        return masked_sum(F, self.vectors(rows), rows > 0)

    def set_table(self, table) -> None:
        """Say which parts each word has, before or after the net is initialized.

        Parameters
        ----------
        table : array of int, shape (V, S)
            Rows 1..R-1 of parts, then 0; NumPy or NDArray.

        Raises
        ------
        ShapeError
            If it has another shape or holds rows that are not there.
        """
        table = nd.array(table, dtype="float32")
        num_rows = self.vectors.weight.shape[0]
        fits = table.shape == self.table.shape
        if not fits or not 0 <= table.min().asscalar() <= table.max().asscalar() < (
            num_rows
        ):
            raise ShapeError(
                f"A table of parts of shape {table.shape}",
                f"the net has one of shape {self.table.shape} for {num_rows} vectors",
                "build the net with the sizes of the text's Subwords",
            )
        if self.table._data is None:
            # alone: the trainer initializes the others after it set its seed
            self.table.initialize()
        self.table.set_data(table)
