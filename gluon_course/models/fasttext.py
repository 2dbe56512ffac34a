"""fastText: skip-gram whose centre vectors are sums over subwords."""

from __future__ import annotations

from mxnet.gluon import nn

from gluon_course.models.options import check_int
from gluon_course.models.registry import register_model
from gluon_course.nn.word_vectors import SubwordEmbedding


class FastText(nn.HybridBlock):
    """Scores of words as contexts of a centre word that is the sum of its parts.

    Parameters
    ----------
    vocab_size : int
        V, words.
    num_buckets : int
        B; there are 1 + B + V vectors of parts.
    max_parts : int
        S, the most parts of a word.
    embed_size : int
        D, the length of a vector.

    Inputs
    ------
    centers : shape (N, 1)
        Words 0..V-1.
    outputs : shape (N, L)
        Context and noise words.

    Outputs
    -------
    scores : shape (N, 1, L)
        Before the sigmoid.
    """

    def __init__(self, vocab_size, num_buckets, max_parts, embed_size, **kwargs):
        super().__init__(**kwargs)
        num_rows = 1 + num_buckets + vocab_size
        self.centers = SubwordEmbedding(vocab_size, num_rows, max_parts, embed_size)
        self.contexts = nn.Embedding(vocab_size, embed_size)

    def input_shapes(self, shape):
        """Shapes of a centre word and of ``shape`` = (L,) words to score."""
        return [(1, 1), (1, *shape)]

    def hybrid_forward(self, F, centers, outputs):
        v = self.centers(centers)  # (N, 1, D)
        u = self.contexts(outputs)  # (N, L, D)
        return F.swapaxes(F.batch_dot(u, v, transpose_b=True), 1, 2)

    def embedder(self):
        """The block that maps words (N, T) to their vectors (N, T, D)."""
        return self.centers


@register_model(
    section="chapter_natural-language-processing/fasttext",
    paper="Bojanowski et al. (2017), Enriching word vectors with subword information",
    input_shape=(1,),
    num_parameters=(1 + 20_000 + 2 * 9858) * 100,
    task="word-vectors",
)
def fasttext(vocab_size=9858, num_buckets=20_000, max_parts=64, embed_size=100):
    """Skip-gram with subwords; ``net.centers.set_table`` says which each word has.

    Parameters
    ----------
    vocab_size : int
        V, at least 1.
    num_buckets : int
        Vectors that the parts of all words share, at least 1.
    max_parts : int
        The most parts of a word, itself included, at least 1.
    embed_size : int
        D, at least 1.

    Returns
    -------
    FastText

    Raises
    ------
    ConfigError
        If a size is out of range.

    Section: 10.4 子词嵌入（fastText）
    """
    return FastText(
        check_int("vocab_size", vocab_size),
        check_int("num_buckets", num_buckets),
        check_int("max_parts", max_parts),
        check_int("embed_size", embed_size),
    )
