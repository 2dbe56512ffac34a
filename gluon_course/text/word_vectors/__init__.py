"""Words to train vectors with: subsampling, windows, noise words, batches."""

from gluon_course.text.word_vectors.batches import SkipGramBatches, batchify, padded
from gluon_course.text.word_vectors.corpus import (
    WordCorpus,
    keep_probability,
    ptb_corpus,
    subsample,
    word_corpus,
)
from gluon_course.text.word_vectors.negatives import Noise, draw_negatives
from gluon_course.text.word_vectors.windows import Windows, context_windows

__all__ = [
    "Noise",
    "SkipGramBatches",
    "Windows",
    "WordCorpus",
    "batchify",
    "context_windows",
    "draw_negatives",
    "keep_probability",
    "padded",
    "ptb_corpus",
    "subsample",
    "word_corpus",
]
