"""The sections of the text that have a script, read from the scripts' docstrings.

A script's docstring begins with the section's number and title; fields follow, one a
line, a longer one goes on in indented lines::

    5.6 深度卷积神经网络（AlexNet）

    Text:     chapter_convolutional-neural-networks/alexnet
    Run:      gluon-course run alexnet
    Expected: 5 epochs, test accuracy 0.86-0.87 (published .860 .870 .864 .867)
    Vary:     --resize 96 is quicker

A section of the zh-v2 book has ``v2:`` before its number, and its file carries ``v2-``
before the slug where the first book has that path already, or where the slug is the
name of a package (pandas). A lecture of the video course that no book has says
``v2:lecture`` in place of a number. No script is imported.
"""

from __future__ import annotations

import ast
import dataclasses
import os
import re
from pathlib import Path

from gluon_course.base.errors import ConfigError
from gluon_course.base.registry import nearest

FIELDS = ("Text", "Run", "Expected", "Vary")
_TITLE = re.compile(r"(?:(v2:)?(\d+(?:\.\d+)+)|(v2:lecture))\s+(\S.*)")
_FIELD = re.compile(rf"({'|'.join(FIELDS)}):\s*(.*)")


@dataclasses.dataclass(frozen=True)
class Section:
    """One section of the text and its script.

    Attributes
    ----------
    number : str
        Number in its book, ``'5.6'``; empty for a lecture that no book has.
    slug : str
        Last part of the text's address, ``'alexnet'``.
    title : str
        Chinese title.
    folder : str
        Chapter folder of the text, ``'chapter_convolutional-neural-networks'``.
    path : str
        The text's path, ``folder/slug``.
    edition : str
        ``'v1'`` or ``'v2'`` (the zh-v2 book).
    file : Path
        The script.
    expected, vary : str
        Those fields of the header, on one line.
    """

    number: str
    slug: str
    title: str
    folder: str
    path: str
    edition: str
    file: Path
    expected: str = ""
    vary: str = ""

    @property
    def name(self) -> str:
        """What :func:`find_section` takes: the path, with ``v2:`` for zh-v2."""
        return self.path if self.edition == "v1" else f"v2:{self.path}"

    @property
    def address(self) -> str:
        """The section's page in the text on the web."""
        is_first = self.edition == "v1"
        host = "http://zh.gluon.ai" if is_first else "https://zh-v2.d2l.ai"
        return f"{host}/{self.path}.html"


def scripts_root() -> Path:
    """The folder of the chapter scripts: beside the package, or inside it (a wheel).

    Raises
    ------
    ConfigError
        If neither place holds chapter folders.
    """
    package = Path(__file__).resolve().parents[1]
    for root in (package.parent / "scripts", package / "_scripts"):
        if any(root.glob("chapter_*/*.py")):
            return root
    raise ConfigError(
        "The chapter scripts are missing",
        f"neither {package.parent / 'scripts'} nor {package / '_scripts'} holds any",
        "install the package again",
    )


def list_sections(root: os.PathLike | str | None = None) -> list[Section]:
    """All sections that have a script, in the order of the books.

    Parameters
    ----------
    root : path, optional
        Folder that holds the chapter folders; :func:`scripts_root` by default.

    Raises
    ------
    ConfigError
        If a script's header cannot be read.
    """
    root = scripts_root() if root is None else Path(root)
    sections = [read_section(file) for file in root.glob("chapter_*/*.py")]
    return sorted(sections, key=lambda each: (each.edition, _order(each.number)))


def read_section(file: os.PathLike | str) -> Section:
    """The section of one script, from its docstring.

    Raises
    ------
    ConfigError
        If the file cannot be read, or its header has no title, lacks a field or names
        another path than the file's own.
    """
    file = Path(file).resolve()
    try:
        header = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    except (OSError, SyntaxError, ValueError) as error:
        raise _bad_header(file, f"it cannot be read ({error})") from error
    first, _, rest = header.partition("\n")
    title = _TITLE.fullmatch(first.strip())
    if not title:
        raise _bad_header(
            file, f"its first line is {first!r}, not a number and a title"
        )
    fields = _read_fields(rest)
    missing = [each for each in FIELDS if not fields.get(each)]
    if missing:
        raise _bad_header(file, f"it lacks {', '.join(missing)}")
    slug = file.stem[3:] if file.stem.startswith("v2-") else file.stem
    path = f"{file.parent.name}/{slug}"
    if fields["Text"] != path:
        raise _bad_header(file, f"it says Text: {fields['Text']}, the file is {path}")
    return Section(
        number=title[2] or "",
        slug=slug,
        title=title[4],
        folder=file.parent.name,
        path=path,
        edition="v2" if title[1] or title[3] or slug != file.stem else "v1",
        file=file,
        expected=fields["Expected"],
        vary=fields["Vary"],
    )


def find_section(text: str, sections: list[Section] | None = None) -> Section:
    """The section that ``text`` names.

    Parameters
    ----------
    text : str
        A number (``5.5``), a slug (``lenet``), the text's path
        (``chapter_convolutional-neural-networks/lenet``) or its address (``https://
        zh.gluon.ai/chapter_convolutional-neural-networks/lenet.html``). These are of
        the first book; ``v2:`` before a number, slug or path means zh-v2.
    sections : list of Section, optional
        Where to look; :func:`list_sections` by default.

    Raises
    ------
    ConfigError
        If there is none (the message suggests the nearest) or several.
    """
    sections = list_sections() if sections is None else sections
    edition, wanted = _parse(text)
    inside = [each for each in sections if each.edition == edition]
    found = [
        each
        for each in inside
        if wanted and wanted in (each.number, each.slug, each.path)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise ConfigError(
            f"{text!r} names {len(found)} sections",
            "several chapters use that name",
            "say which: " + ", ".join(each.name for each in found),
        )
    raise ConfigError(
        f"There is no script for the section {text!r}",
        _suggest(wanted, inside, sections),
        "List them with: gluon-course list chapters",
    )


def typed_name(section: Section, sections: list[Section] | None = None) -> str:
    """The shortest name of a section that a user can type: its slug, or its number."""
    prefix = "" if section.edition == "v1" else "v2:"
    try:
        find_section(prefix + section.slug, sections)
    except ConfigError:
        return prefix + section.number
    return prefix + section.slug


def folder_name(section: Section) -> str:
    """Name of the folder below runs/ in which a run of a section lies."""
    return section.slug if section.edition == "v1" else f"v2-{section.slug}"


def _parse(text: str) -> tuple[str, str]:
    """Edition and number, slug or path of what the user typed."""
    wanted = str(text).strip().replace("\\", "/")
    edition = "v1"
    if wanted.startswith("v2:"):
        edition, wanted = "v2", wanted[3:].strip()
    address = re.search(r"(?:^|/)(chapter_[^/]+/[^/?#]+)", wanted)
    if address:
        if re.match(r"https?://[^/]*zh-v2\.", wanted):
            edition = "v2"
        wanted = address[1]
    folder, slash, slug = re.sub(r"\.(html|py|md|ipynb)$", "", wanted).rpartition("/")
    if slug.startswith("v2-"):
        edition, slug = "v2", slug[3:]
    return edition, folder + slash + slug


def _suggest(wanted: str, inside: list[Section], sections: list[Section]) -> str:
    elsewhere = [
        each.name
        for each in sections
        if each not in inside and wanted in (each.number, each.slug, each.path)
    ]
    if elsewhere:
        book = "zh-v2" if elsewhere[0].startswith("v2:") else "first"
        return f"The {book} book has it: {', '.join(elsewhere)}"
    if not inside:
        return "That book has no scripts yet."
    if re.fullmatch(r"[\d.]+", wanted):
        chapter = wanted.split(".")[0] + "."
        numbers = [each.number for each in inside if each.number]
        near = [each for each in numbers if each.startswith(chapter)]
        numbers = near or numbers
        return f"Chapter {chapter[:-1] if near else 'numbers'}: " + ", ".join(numbers)
    names = [each.path if "/" in wanted else each.slug for each in inside]
    return nearest(wanted, names)


def _read_fields(text: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    name = None
    for line in text.splitlines():
        match = _FIELD.match(line)
        if match:
            name = match[1]
            fields[name] = match[2].strip()
        elif name and line[:1].isspace() and line.strip():
            fields[name] = f"{fields[name]} {line.strip()}".strip()
        else:
            name = None
    return fields


def _order(number: str) -> list[float]:
    """Sections by number, then the lectures that have none."""
    return [int(part) for part in number.split(".")] if number else [float("inf")]


def _bad_header(file: Path, why: str) -> ConfigError:
    return ConfigError(
        f"{file} has no header that can be read: {why}",
        "",
        "write it like the other scripts of its folder",
    )
