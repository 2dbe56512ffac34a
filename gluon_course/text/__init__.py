"""Text as numbers: corpora of characters, batches of sequences, reviews."""

from gluon_course.base.startup import require_mxnet

require_mxnet()

from gluon_course.text.batches import consecutive_batches, random_batches  # noqa: E402
from gluon_course.text.characters import (  # noqa: E402
    Corpus,
    encode_characters,
    jaychou,
    read_text,
    time_machine,
)
from gluon_course.text.reviews import (  # noqa: E402
    REVIEW_LENGTH,
    count_tokens,
    encode_reviews,
    read_reviews,
    tokenize_reviews,
    vocabulary,
)

__all__ = [
    "REVIEW_LENGTH",
    "Corpus",
    "consecutive_batches",
    "count_tokens",
    "encode_characters",
    "encode_reviews",
    "jaychou",
    "random_batches",
    "read_reviews",
    "read_text",
    "time_machine",
    "tokenize_reviews",
    "vocabulary",
]
