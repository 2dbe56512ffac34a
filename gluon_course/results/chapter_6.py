"""Published figures of chapter 6, 循环神经网络, and of zh-v2's chapters 8 and 9."""

from __future__ import annotations

from gluon_course.results.chapter_3 import E
from gluon_course.results.figure import V2_BUILD, Figure

_FOLDER = "chapter_recurrent-neural-networks/"


def _counts(slug: str, build: str, **values: int) -> tuple[Figure, ...]:
    """Figures that count something: another run finds the same."""
    return tuple(
        Figure(
            _FOLDER + slug,
            name,
            {build: float(value)},
            "value",
            (value - 0.5, value + 0.5),
            printed=".0f",
        )
        for name, value in values.items()
    )


FIGURES = (
    *_counts(
        "lang-model-dataset",
        E,
        vocab_size=1027,
        random_batches=2,
        consecutive_batches=2,
    ),
    Figure(
        _FOLDER + "sequence",
        "loss",
        {V2_BUILD: 0.0269},
        "loss",
        (0.022, 0.03),
        "the noise of the points differs with the seed; .0240 to .0279 for seeds 0-7",
    ),
    *_counts(
        "text-preprocessing",
        V2_BUILD,
        num_lines=3221,
        num_characters=170_580,
        num_symbols=28,
    ),
    *_counts(
        "language-models-and-dataset",
        V2_BUILD,
        the=2261,
        i=1267,
        **{"and": 1245, "of the": 309, "the time traveller": 59},
    ),
)
