"""The published figures of every section, and the comparison with measured ones."""

from __future__ import annotations

from collections.abc import Mapping

from gluon_course.base.errors import ConfigError
from gluon_course.base.registry import nearest
from gluon_course.results import (
    chapter_2,
    chapter_3,
    chapter_5,
    chapter_6,
    chapter_7,
    chapter_8,
    chapter_9,
    chapter_10,
)
from gluon_course.results.figure import V2_BUILD, Figure, Verdict

_ALL = (
    *chapter_2.FIGURES,
    *chapter_3.FIGURES,
    *chapter_5.FIGURES,
    *chapter_6.FIGURES,
    *chapter_7.FIGURES,
    *chapter_8.FIGURES,
    *chapter_9.FIGURES,
    *chapter_10.FIGURES,
)


def sections() -> list[str]:
    """Paths of the sections with published figures, in the order of the text."""
    return list(dict.fromkeys(figure.section for figure in _ALL))


def published(section: str) -> dict[str, Figure]:
    """The published figures of one section, by name.

    Parameters
    ----------
    section : str
        Path of the section in the text, such as
        ``chapter_convolutional-neural-networks/lenet``. With ``v2:`` before it, the
        figures of zh-v2 only.

    Returns
    -------
    dict of str to Figure
        Empty where the text prints nothing that can be compared.
    """
    path = section[3:] if section.startswith("v2:") else section
    return {
        figure.name: figure
        for figure in _ALL
        if figure.section == section
        or (figure.section == path and V2_BUILD in figure.values)
    }


def judge(section: str, name: str, value: float) -> Verdict:
    """A measured value against the published spread.

    Parameters
    ----------
    section : str
        Path of the section in the text.
    name : str
        Figure, such as ``test_acc``.
    value : float
        What was measured.

    Raises
    ------
    ConfigError
        If the section publishes no such figure.
    """
    figures = published(section)
    if name not in figures:
        raise ConfigError(
            f"The section {section} publishes no {name!r}",
            nearest(name, figures) if figures else "it publishes no figures",
        )
    return Verdict(figures[name], float(value))


def compare(section: str, measured: Mapping[str, object]) -> list[Verdict]:
    """Verdicts on all numbers of ``measured`` that the section publishes.

    Parameters
    ----------
    section : str
        Path of the section in the text.
    measured : mapping
        Such as the last row of a history; names that are not published, and values
        that are not numbers, are left out.

    Returns
    -------
    list of Verdict
        In the order of the published figures.
    """
    return [
        Verdict(figure, float(measured[name]))
        for name, figure in published(section).items()
        if isinstance(measured.get(name), (int, float))
        and not isinstance(measured.get(name), bool)
    ]
