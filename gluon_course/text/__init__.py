"""Text as numbers: tokens, vocabularies, corpora, batches of sequences.

Public names are imported when they are first used: tokens and readers load neither
MXNet nor gluonnlp.
"""

from __future__ import annotations

import importlib
from typing import Any

from gluon_course.base.startup import require_mxnet

require_mxnet()

_MODULES = {
    "batches": ("consecutive_batches", "random_batches"),
    "bucket_loader": ("BucketLoader",),
    "characters": (
        "Corpus",
        "encode_characters",
        "jaychou",
        "time_machine",
    ),
    "corpora": ("ptb", "time_machine_lines", "wikitext2"),
    "embeddings": ("load_embedding", "vectors_of"),
    "corpus_loader": ("SAMPLINGS", "CorpusLoader"),
    "language_data": ("language_corpus_names", "language_model_data"),
    "ngrams": ("NgramModel", "ngram_counts", "zipf_exponent"),
    "padding": ("PadTo", "fill_rows", "pad_sequences"),
    "reading": ("read_lines", "read_text"),
    "review_templates": ("generated_reviews",),
    "review_loader": ("ReviewLoader",),
    "review_sets": ("ReviewSet", "Reviews", "imdb"),
    "review_tokens": (
        "find_review_tokenizer",
        "tokenize_review_spaces",
        "tokenize_review_words",
    ),
    "reviews": (
        "REVIEW_LENGTH",
        "count_tokens",
        "encode_reviews",
        "read_reviews",
        "tokenize_reviews",
        "vocabulary",
    ),
    "sample": ("sample_notice", "sample_sentences", "sample_text"),
    "tokens": (
        "BOS",
        "EOS",
        "PAD",
        "UNKNOWN",
        "find_tokenizer",
        "keep_letters",
        "tokenize_characters",
        "tokenize_spaces",
        "tokenize_words",
    ),
    "translation": (
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
    ),
    "vocabularies": (
        "build_vocab",
        "decode",
        "encode",
        "vocab_from_tokens",
        "vocab_tokens",
    ),
}
_HOME = {name: module for module, names in _MODULES.items() for name in names}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*globals(), *__all__]
