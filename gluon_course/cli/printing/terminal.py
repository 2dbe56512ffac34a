"""What the command line prints: plain tables and bars, 80 columns, no colours.

Chinese characters are two columns wide; the widths here count columns, not characters.
"""

from __future__ import annotations

import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence

WIDTH = 80


def columns(text: str) -> int:
    """How many columns of a terminal ``text`` takes."""
    return sum(_columns(each) for each in text)


def shorten(text: str, width: int) -> str:
    """``text``, cut to ``width`` columns with ``..`` at the end when it is longer."""
    if columns(text) <= width:
        return text
    kept, used = "", 0
    for each in text:
        used += _columns(each)
        if used > width - 2:
            break
        kept += each
    return kept + ".."


def wrap(text: str, width: int, most: int) -> list[str]:
    """``text`` in at most ``most`` lines of ``width`` columns, one at least.

    What does not fit is cut, with ``..`` at the end. Lines break at blanks only.
    """
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if columns(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    lines = [shorten(line, width) for line in lines]
    if len(lines) > most:
        lines = [*lines[: most - 1], shorten(" ".join(lines[most - 1 :]), width)]
    return lines


def table(headers: Sequence[str], rows: Iterable[Sequence], right: str = "") -> str:
    """A table of aligned columns under a ruled header.

    Parameters
    ----------
    headers : sequence of str
        One for each column.
    rows : iterable of sequences
        Cells of any type; ``None`` prints as ``-``.
    right : str, optional
        Headers (separated by blanks) of the columns that are aligned to the right.

    Returns
    -------
    str
        Lines without trailing blanks. The last column is cut where a line would be
        longer than ``WIDTH`` columns.
    """
    cells = [["-" if cell is None else str(cell) for cell in row] for row in rows]
    widths = [
        max(columns(row[i]) for row in [list(headers), *cells])
        for i in range(len(headers))
    ]
    room = WIDTH - sum(widths[:-1]) - 2 * (len(widths) - 1)
    widths[-1] = min(widths[-1], max(room, 12))
    to_right = [header in right.split() for header in headers]
    rule = ["-" * width if name else "" for name, width in zip(headers, widths)]
    lines = [_line(row, widths, to_right) for row in [list(headers), rule, *cells]]
    return "\n".join(lines)


def bar(fraction: float, width: int = 20) -> str:
    """A bar of ``#`` for a number from 0 to 1, ``width`` columns when it is 1."""
    return "#" * round(width * min(max(fraction, 0.0), 1.0))


def paragraph(text: str, indent: str = "") -> str:
    """``text`` wrapped; ``indent`` stands before all lines but the first."""
    return textwrap.fill(
        text,
        WIDTH - 1,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def figure(value: object) -> str:
    """One figure as the text prints it: fractions with three or four digits.

    Whole numbers stay as they are; small and large fractions keep four significant
    digits; anything else is its own text.
    """
    if isinstance(value, bool) or not isinstance(value, float):
        return str(value)
    if value != value or value in (float("inf"), float("-inf")):
        return str(value)
    size = abs(value)
    if 1e6 <= size < 1e12:
        return f"{value:,.0f}"
    if size >= 1e12:
        return f"{value:.4g}"
    if size >= 100:
        return f"{value:.1f}"
    if size >= 0.01 or size == 0:
        return f"{value:.4f}"
    return f"{value:.3g}"


def replace_unprintable() -> None:
    """Make a terminal that cannot show a character show ``?`` instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _line(cells: Sequence[str], widths: Sequence[int], to_right: Sequence[bool]) -> str:
    padded = []
    for cell, width, is_right in zip(cells, widths, to_right):
        cell = shorten(cell, width)
        blanks = " " * (width - columns(cell))
        padded.append(blanks + cell if is_right else cell + blanks)
    return "  ".join(padded).rstrip()
