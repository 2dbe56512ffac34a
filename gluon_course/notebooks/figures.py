"""What a notebook's run came to, beside the figures that the text prints."""

from __future__ import annotations

import dataclasses
import math
import numbers
from collections.abc import Iterator, Mapping

from gluon_course.base.chapters import find_section
from gluon_course.results import published

_LEFT_OUT = ("epoch", "lr", "samples_per_s")
_MOST_NUMBERS = 16
_MOST_ROWS = 60


@dataclasses.dataclass(frozen=True)
class Figures:
    """A table that a notebook shows.

    Attributes
    ----------
    rows : tuple of (str, str, str)
        Name, value, and what the text prints or nothing.
    """

    rows: tuple[tuple[str, str, str], ...]

    def _repr_markdown_(self) -> str:
        has_published = any(row[2] for row in self.rows)
        headers = ("数字", "这一次", "课本印出的")[: 3 if has_published else 2]
        lines = [headers, ("---",) * len(headers)]
        lines += [(f"`{name}`", *rest) for name, *rest in self.rows]
        return "\n".join(
            "| " + " | ".join(_cell(each) for each in line[: len(headers)]) + " |"
            for line in lines
        )

    def __repr__(self) -> str:
        width = max([len(row[0]) for row in self.rows], default=0)
        lines = (
            f"{name:<{width}}  {here}" + (f"  (published {there})" if there else "")
            for name, here, there in self.rows
        )
        return "\n".join(lines)


def figures(result, section: str, has_sample: bool = False) -> Figures:
    """What a section returned, as a table.

    Parameters
    ----------
    result : object
        What its last cell made: a training, a dict of facts, a number.
    section : str
        What ``gluon-course run`` takes: ``lenet``.
    has_sample : bool
        Leave the published figures out: the embedded sample is not the text's data.

    Returns
    -------
    Figures
        At most 60 rows; long lists are cut, and what is no figure (a net) is left out.
    """
    found = {} if has_sample else published(find_section(section).name)
    rows = []
    for name, value in _leaves(result):
        name = name.replace("seconds", "epoch_s")
        beside = found.get(name)
        values = " ".join(map(beside.shown, beside.values.values())) if beside else ""
        rows.append((name, _text(value), values))
    return Figures(tuple(rows[:_MOST_ROWS]))


def _leaves(value, name: str = "") -> Iterator[tuple[str, object]]:
    if hasattr(value, "history") and hasattr(value, "final"):  # of a trainer
        value = {k: v for k, v in value.final.items() if k not in _LEFT_OUT}
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _leaves(each, f"{name}.{key}" if name else str(key))
        return
    if hasattr(value, "asnumpy"):
        value = value.asnumpy()
    if hasattr(value, "tolist"):
        shape, value = getattr(value, "shape", ()), value.tolist()
        if math.prod(shape) > _MOST_NUMBERS:
            value = f"array of shape {shape}"
    if value is not None and _is_plain(value):
        yield name or "result", value


def _is_plain(value) -> bool:
    if isinstance(value, (list, tuple)):
        return all(map(_is_plain, value))
    return value is None or isinstance(value, (str, bool, numbers.Real))


def _text(value) -> str:
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, (list, tuple)):
        shown = ", ".join(map(_text, value[:_MOST_NUMBERS]))
        return f"[{shown}{', ..' if len(value) > _MOST_NUMBERS else ''}]"
    return str(value)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", "<br>")
