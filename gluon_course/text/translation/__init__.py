"""Sentence pairs: read, padded, in batches; and pairs that need no download."""

from gluon_course.text.translation.loaders import (
    fr_en_small,
    fra_eng,
    load_pairs,
    number_pairs,
)
from gluon_course.text.translation.numbers import (
    chinese_numeral,
    draw_numbers,
    english_words,
)
from gluon_course.text.translation.padding import pad_sentences
from gluon_course.text.translation.reading import (
    parse_pairs,
    preprocess_nmt,
    tokenize_nmt,
)

__all__ = [
    "chinese_numeral",
    "draw_numbers",
    "english_words",
    "fr_en_small",
    "fra_eng",
    "load_pairs",
    "number_pairs",
    "pad_sentences",
    "parse_pairs",
    "preprocess_nmt",
    "tokenize_nmt",
]
