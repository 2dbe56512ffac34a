"""Published numbers of the text as data, and how a measured one compares."""

from gluon_course.results.figure import BUILDS, Figure, Verdict
from gluon_course.results.published import compare, judge, published, sections

__all__ = [
    "BUILDS",
    "Figure",
    "Verdict",
    "compare",
    "judge",
    "published",
    "sections",
]
