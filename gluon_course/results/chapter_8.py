"""Published figures of chapter 8, 计算性能, as the builds of the text print."""

from __future__ import annotations

from gluon_course.results.chapter_3 import B, C, D, E
from gluon_course.results.figure import Figure

_FOLDER = "chapter_computational-performance/"


def _seconds(slug: str, **values: float) -> tuple[Figure, ...]:
    """Seconds of build E; they belong to its machine and are not judged."""
    return tuple(
        Figure(_FOLDER + slug, name, {E: value}, "seconds")
        for name, value in values.items()
    )


def _test_acc(slug: str, name: str, *values: float, note: str = "") -> Figure:
    """Test accuracies of builds E, D, C and B, which print two digits."""
    return Figure(
        _FOLDER + slug, name, dict(zip((E, D, C, B), values)), "accuracy", note=note
    )


_START = "after 4 epochs the accuracy still rises by several hundredths an epoch"

FIGURES = (
    *_seconds("hybridize", before_s=0.3206, after_s=0.2041),
    *_seconds(
        "async-computation",
        queued_s=0.0004,
        finished_s=0.132,
        wait_for_each_s=0.549,
        wait_for_last_s=0.415,
    ),
    *_seconds(
        "auto-parallelism",
        cpu_s=0.642,
        device_s=0.296,
        together_s=0.642,
        compute_s=0.301,
        copy_s=1.105,
        compute_and_copy_s=1.129,
    ),
    _test_acc("multiple-gpus", "test_acc", 0.77, 0.80, 0.74, 0.78, note=_START),
    _test_acc("multiple-gpus", "several_test_acc", 0.77, 0.76, 0.74, 0.78, note=_START),
    *_seconds("multiple-gpus", epoch_s=1.5, several_epoch_s=2.5),
    _test_acc("multiple-gpus-gluon", "test_acc", 0.92, 0.93, 0.91, 0.92),
    _test_acc("multiple-gpus-gluon", "several_test_acc", 0.92, 0.92, 0.90, 0.89),
    *_seconds("multiple-gpus-gluon", epoch_s=13.0, several_epoch_s=6.6),
)
