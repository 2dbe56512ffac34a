"""Published numbers of the text as data, and how a measured one compares."""

from gluon_course.results.figure import BUILDS, Figure, Verdict
from gluon_course.results.measured import (
    STATES,
    Measured,
    add_measured,
    read_measured,
    rows_of,
    state_of,
)
from gluon_course.results.needs import needs_of
from gluon_course.results.published import compare, judge, published, sections

__all__ = [
    "BUILDS",
    "STATES",
    "Figure",
    "Measured",
    "Verdict",
    "add_measured",
    "compare",
    "judge",
    "needs_of",
    "published",
    "read_measured",
    "rows_of",
    "sections",
    "state_of",
]
