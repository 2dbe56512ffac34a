"""CBOW: from the words around it to a centre word."""

from __future__ import annotations

from mxnet.gluon import nn

from gluon_course.models.options import check_int
from gluon_course.models.registry import register_model
from gluon_course.nn.word_vectors import masked_sum


class CBOW(nn.HybridBlock):
    """Scores of words as the centre of some contexts: products with their mean.

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
    contexts : shape (N, C)
        Words 0..V-1.
    context_masks : shape (N, C)
        1 where a word stands, 0 for padding.
    outputs : shape (N, L)
        Words or nodes to score.

    Outputs
    -------
    scores : shape (N, 1, L)
        Before the sigmoid.
    """

    def __init__(self, vocab_size, embed_size, num_outputs=None, **kwargs):
        super().__init__(**kwargs)
        self.contexts = nn.Embedding(vocab_size, embed_size)
        self.centers = nn.Embedding(num_outputs or vocab_size, embed_size)

    def input_shapes(self, shape):
        """Shapes of ``shape`` = (C,) words around, their mask, and a word to score."""
        return [(1, *shape), (1, *shape), (1, 1)]

    def hybrid_forward(self, F, contexts, context_masks, outputs):
        total = masked_sum(F, self.contexts(contexts), context_masks)  # (N, 1, D)
        number = F.maximum(F.sum(context_masks, axis=1, keepdims=True), 1)
        mean = F.broadcast_div(total, F.expand_dims(number, 2))
        scores = F.batch_dot(self.centers(outputs), mean, transpose_b=True)
        return F.swapaxes(scores, 1, 2)

    def embedder(self):
        """The block that maps words (N, T) to their vectors (N, T, D)."""
        return self.contexts


@register_model(
    section="chapter_natural-language-processing/word2vec",
    paper="Mikolov et al. (2013), Efficient estimation of word representations",
    input_shape=(1,),
    num_parameters=2 * 9858 * 100,
    task="word-vectors",
)
def cbow(vocab_size=9858, embed_size=100, hierarchical=False):
    """CBOW of word2vec: two vectors for each word, as context and as centre.

    Parameters
    ----------
    vocab_size : int
        V, at least 1; at least 2 with ``hierarchical``.
    embed_size : int
        D, at least 1.
    hierarchical : bool
        Whether the outputs are the V - 1 nodes of a Huffman tree in place of the
        words.

    Returns
    -------
    CBOW

    Raises
    ------
    ConfigError
        If a size is out of range.

    Section: 10.1 词嵌入（word2vec）
    """
    vocab_size = check_int("vocab_size", vocab_size)
    num_outputs = check_int("vocab_size - 1", vocab_size - 1) if hierarchical else None
    return CBOW(vocab_size, check_int("embed_size", embed_size), num_outputs)
