"""GloVe: vectors whose products are the logarithms of how often words meet."""

from __future__ import annotations

from mxnet.gluon import nn

from gluon_course.models.options import check_int
from gluon_course.models.registry import register_model


class GloVe(nn.HybridBlock):
    """v_i . u_j + b_i + c_j for pairs of words.

    Parameters
    ----------
    vocab_size : int
        V, words.
    embed_size : int
        D, the length of a vector.

    Inputs
    ------
    centers, contexts : shape (N,)
        Words 0..V-1.

    Outputs
    -------
    shape (N,)
        Estimates of log x_ij.
    """

    def __init__(self, vocab_size, embed_size, **kwargs):
        super().__init__(**kwargs)
        self.centers = nn.Embedding(vocab_size, embed_size)
        self.contexts = nn.Embedding(vocab_size, embed_size)
        self.center_bias = nn.Embedding(vocab_size, 1)
        self.context_bias = nn.Embedding(vocab_size, 1)

    def input_shapes(self, shape):
        """Shapes of a pair of words; there is nothing for a shape to say."""
        return [(1,), (1,)]

    def hybrid_forward(self, F, centers, contexts):
        products = self.centers(centers) * self.contexts(contexts)  # (N, D)
        biases = self.center_bias(centers) + self.context_bias(contexts)  # (N, 1)
        return F.sum(products, axis=1) + F.reshape(biases, (-1,))

    def embedder(self):
        """The block that maps words (N, T) to v + u, shape (N, T, D)."""
        return _Sum(self.centers, self.contexts)


class _Sum(nn.HybridBlock):
    def __init__(self, first, second):
        super().__init__()
        self.first, self.second = first, second

    def hybrid_forward(self, F, words):
        return self.first(words) + self.second(words)


@register_model(
    section="chapter_natural-language-processing/glove",
    paper="Pennington et al. (2014), GloVe: global vectors for word representation",
    input_shape=(1,),
    num_parameters=2 * 9858 * 101,
    task="word-vectors",
)
def glove(vocab_size=9858, embed_size=100):
    """GloVe: two vectors and two biases for each word; its vector is their sum.

    Parameters
    ----------
    vocab_size, embed_size : int
        V and D, at least 1.

    Returns
    -------
    GloVe

    Raises
    ------
    ConfigError
        If a size is out of range.

    Section: 10.5 全局向量的词嵌入（GloVe）
    """
    return GloVe(
        check_int("vocab_size", vocab_size), check_int("embed_size", embed_size)
    )
