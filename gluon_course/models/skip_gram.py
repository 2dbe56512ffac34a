"""Skip-gram: from a centre word to the words around it."""

from __future__ import annotations

from mxnet.gluon import nn

from gluon_course.models.options import check_int
from gluon_course.models.registry import register_model


class SkipGram(nn.HybridBlock):
    """Scores of words as contexts of a centre word: products of their vectors.

    Parameters
    ----------
    vocab_size : int
        V, words.
    embed_size : int
        D, the length of a vector.
    num_outputs : int, optional
        What is scored: V words by default, V - 1 nodes of a tree for hierarchical
        softmax.

    Inputs
    ------
    centers : shape (N, 1)
        Words 0..V-1.
    outputs : shape (N, L)
        Context and noise words, or nodes on the way to a context word.

    Outputs
    -------
    scores : shape (N, 1, L)
        Before the sigmoid.
    """

    def __init__(self, vocab_size, embed_size, num_outputs=None, **kwargs):
        super().__init__(**kwargs)
        self.centers = nn.Embedding(vocab_size, embed_size)
        self.contexts = nn.Embedding(num_outputs or vocab_size, embed_size)

    def input_shapes(self, shape):
        """Shapes of a centre word and of ``shape`` = (L,) words to score."""
        return [(1, 1), (1, *shape)]

    def hybrid_forward(self, F, centers, outputs):
        v = self.centers(centers)  # (N, 1, D)
        u = self.contexts(outputs)  # (N, L, D)
        # (N, L, 1): with u first MXNet takes two thirds of the time
        scores = F.batch_dot(u, v, transpose_b=True)
        return F.swapaxes(scores, 1, 2)

    def embedder(self):
        """The block that maps words (N, T) to their vectors (N, T, D)."""
        return self.centers


@register_model(
    section="chapter_natural-language-processing/word2vec-gluon",
    paper="Mikolov et al. (2013), Distributed representations of words and phrases",
    input_shape=(1,),
    num_parameters=2 * 9858 * 100,
    task="word-vectors",
)
def skip_gram(vocab_size=9858, embed_size=100, hierarchical=False):
    """Skip-gram of word2vec: two vectors for each word, as centre and as context.

    Parameters
    ----------
    vocab_size : int
        V, at least 1; at least 2 with ``hierarchical``.
    embed_size : int
        D, at least 1.
    hierarchical : bool
        Whether the outputs are the V - 1 nodes of a Huffman tree, for hierarchical
        softmax, in place of the V words.

    Returns
    -------
    SkipGram

    Raises
    ------
    ConfigError
        If a size is out of range.

    Section: 10.3 word2vec的实现
    """
    vocab_size = check_int("vocab_size", vocab_size)
    num_outputs = check_int("vocab_size - 1", vocab_size - 1) if hierarchical else None
    return SkipGram(vocab_size, check_int("embed_size", embed_size), num_outputs)
