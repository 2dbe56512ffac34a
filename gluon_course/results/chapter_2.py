"""Published figures of chapter 2, 预备知识, and of the same chapter of zh-v2.

They are arithmetic: a value is accepted if it rounds to the printed one.
"""

from __future__ import annotations

from gluon_course.results.chapter_3 import E
from gluon_course.results.figure import Figure

_V2 = "2023-08-18"


def _exact(section: str, name: str, build: str, value: float) -> Figure:
    return Figure(section, name, {build: value}, "value", (value - 1e-4, value + 1e-4))


_AUTOGRAD = "chapter_prerequisite/autograd"
_PANDAS = "chapter_preliminaries/pandas"

FIGURES = (
    *(_exact(_AUTOGRAD, f"grad_{i}", E, 4.0 * i) for i in range(4)),
    _exact(_AUTOGRAD, "is_c_over_a", E, 1.0),
    *(
        _exact(_PANDAS, f"rooms_{i}", _V2, value)
        for i, value in enumerate((3.0, 2.0, 4.0, 3.0), 1)
    ),
    _exact("chapter_preliminaries/calculus", "quotient_5", _V2, 2.0),
)
