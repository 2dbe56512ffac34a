"""The learner's page of a section, read from its Markdown (MyST): words and blocks."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

from gluon_course.base.chapters import Section
from gluon_course.base.errors import DataError

_FENCE = re.compile(r"(`{3,}|:{3,})\{([a-z][a-z-]*)\}\s*(.*)")
_OPTION = re.compile(r":([a-z]+):\s*(.*)")


@dataclasses.dataclass(frozen=True)
class Words:
    """Markdown as it stands between two blocks."""

    text: str


@dataclasses.dataclass(frozen=True)
class Block:
    """A directive of a page.

    Attributes
    ----------
    name : str
        ``'mistake'``.
    argument : str
        What stands behind the name.
    options : dict of str to str
        Its ``:name: value`` lines.
    body : str
        Its content.
    """

    name: str
    argument: str
    options: dict[str, str]
    body: str


@dataclasses.dataclass(frozen=True)
class Page:
    """A page as it was read.

    Attributes
    ----------
    file : Path
        Where it stands; pictures are named from there.
    title : str
        Its heading.
    blocks : tuple of Words and Block
        All that follows, in order.
    """

    file: Path
    title: str
    blocks: tuple


def pages_root() -> Path:
    """The folder of the pages: ``docs`` beside the package, or a wheel's copy in it."""
    package = Path(__file__).resolve().parents[1]
    beside = package.parent / "docs"
    return beside if any(beside.glob("chapter_*/*.md")) else package / "_pages"


def page_file(section: Section, root: Path | None = None) -> Path:
    """Where the page of a section stands, or would stand."""
    root = pages_root() if root is None else root
    return root / section.folder / f"{section.file.stem}.md"


def read_page(file: Path) -> Page:
    """Read a page.

    Raises
    ------
    DataError
        If it cannot be read, has no heading, or a block does not end.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise DataError(
            f"The page {file} cannot be read ({error})",
            "the section has no page, or the file is damaged",
            "write it, or restore it from the repository",
        ) from error
    if not lines or not lines[0].startswith("# "):
        raise _damaged(file, "its first line is no heading")
    return Page(file, lines[0][2:].strip(), tuple(_blocks(file, lines[1:])))


def _blocks(file: Path, lines: list[str]):
    words: list[str] = []
    i = 0
    while i < len(lines):
        line = lines[i]
        found = _FENCE.fullmatch(line)
        if not found:
            i += 1
            words.append(line)
            if line.startswith("```"):  # a plain block of code is words
                end = _end(file, lines, i, "```")
                words += lines[i : end + 1]
                i = end + 1
            continue
        end = _end(file, lines, i + 1, found[1])
        if "\n".join(words).strip():
            yield Words("\n".join(words).strip("\n"))
        words = []
        yield _block(found, lines[i + 1 : end])
        i = end + 1
    if "\n".join(words).strip():
        yield Words("\n".join(words).strip("\n"))


def _end(file: Path, lines: list[str], start: int, fence: str) -> int:
    for i in range(start, len(lines)):
        if lines[i].rstrip() == fence:
            return i
    raise _damaged(file, f"a block that begins with {lines[start - 1]!r} does not end")


def _block(found: re.Match, lines: list[str]) -> Block:
    options = {}
    while lines and _OPTION.fullmatch(lines[0]):
        name, value = _OPTION.fullmatch(lines[0]).groups()
        options[name] = value
        lines = lines[1:]
    return Block(found[2], found[3].strip(), options, "\n".join(lines).strip("\n"))


def _damaged(file: Path, why: str) -> DataError:
    return DataError(
        f"The page {file} cannot be read: {why}",
        "",
        "write it as docs/developers/pages.md says",
    )
