"""Words to train vectors with: windows, noise, trees, subwords, counts of pairs."""

from gluon_course.text.word_vectors.batches import (
    CBOWBatches,
    SkipGramBatches,
    batchify,
    padded,
)
from gluon_course.text.word_vectors.cooccurrence import cooccurrences, glove_batches
from gluon_course.text.word_vectors.corpus import (
    WordCorpus,
    keep_probability,
    ptb_corpus,
    subsample,
    word_corpus,
)
from gluon_course.text.word_vectors.epochs import WindowBatches
from gluon_course.text.word_vectors.huffman import (
    HierarchicalBatches,
    Huffman,
    huffman,
)
from gluon_course.text.word_vectors.lookup import word_number
from gluon_course.text.word_vectors.negatives import Noise, draw_negatives
from gluon_course.text.word_vectors.subwords import Subwords, fnv1a, subwords
from gluon_course.text.word_vectors.windows import Windows, context_windows

__all__ = [
    "CBOWBatches",
    "HierarchicalBatches",
    "Huffman",
    "Noise",
    "SkipGramBatches",
    "Subwords",
    "WindowBatches",
    "Windows",
    "WordCorpus",
    "batchify",
    "context_windows",
    "cooccurrences",
    "draw_negatives",
    "fnv1a",
    "glove_batches",
    "huffman",
    "keep_probability",
    "padded",
    "ptb_corpus",
    "subsample",
    "subwords",
    "word_corpus",
    "word_number",
]
