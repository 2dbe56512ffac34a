"""The words of a page as Jupyter shows them: our blocks as plain Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from gluon_course.base.chapters import Section
from gluon_course.notebooks.cells import Cell, code, markdown
from gluon_course.notebooks.page import Block
from gluon_course.results import published

MOST_CHARACTERS = 320
"""Of the paragraphs that one cell, and so one slide, begins with."""

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u201c\u201d"
_BREAK = re.compile(
    rf"(?<=[{_WIDE}])\n *(?![-*+] |\d+\. |[>|#\n])|(?<=[^\n|>])\n *(?=[{_WIDE}])"
)
_LINK = re.compile(r"\[([^\]]*)\]\((?!https?:|attachment:)[^)]*\)")


def plain(text: str) -> str:
    """Markdown of a page without what only the site can show.

    Chinese lines are joined without a space; a link to another page of the site is its
    words alone.
    """
    parts = []
    for part in paragraphs(text):
        is_code = part.startswith(("```", "    "))
        parts.append(part if is_code else _LINK.sub(r"\1", _BREAK.sub("", part)))
    return "\n\n".join(parts)


def paragraphs(text: str) -> list[str]:
    """The text at its blank lines; a block of code stays whole."""
    found, lines, is_code = [], [], False
    for line in text.split("\n"):
        if line.startswith("```"):
            is_code = not is_code
        if line.strip() or is_code:
            lines.append(line)
        elif lines:
            found.append("\n".join(lines))
            lines = []
    return [*found, "\n".join(lines)] if lines else found


def prose(text: str) -> Iterator[Cell]:
    """Words in cells: one begins at a heading, or where enough has been said."""
    kept: list[str] = []
    for part in paragraphs(plain(text)):
        size = sum(map(len, kept))
        if kept and (part.startswith("#") or size + len(part) > MOST_CHARACTERS):
            yield markdown("\n\n".join(kept))
            kept = []
        kept.append(part)
    if kept:
        yield markdown("\n\n".join(kept))


def block_cells(block: Block, file: Path, section: Section) -> list[Cell]:
    """The cells of a block that is words or a picture.

    Parameters
    ----------
    block : Block
    file : Path
        The page, from which pictures are named.
    section : Section
        What a block without an argument is about.
    """
    if block.name == "mistake":
        said = f"**常见错误：{block.argument}**\n\n{plain(block.body)}"
        return [markdown(_quoted(said), slide="subslide")]
    if block.name == "model-picture":
        return _drawing(block)
    if block.name == "image":
        return _image(block, file)
    if block.name == "check":
        commands = "\n".join(
            f"gluon-course explain {name}" for name in block.argument.split()
        )
        return [markdown(f"这个问题可以在终端里当场检查：\n\n```bash\n{commands}\n```")]
    if block.name == "results":
        return [] if block.argument else _published(section)
    said = "\n\n".join(filter(None, (block.argument, plain(block.body))))
    return [markdown(_quoted(said))] if said else []


def recorded(file: Path) -> list[Cell]:
    """What the section printed when it was recorded, folded; nothing without a file."""
    if not file.is_file():
        return []
    command, _, lines = file.read_text(encoding="utf-8").strip().partition("\n")
    return [
        markdown(
            f"<details><summary>记录下来的一次：<code>{command[2:]}</code></summary>"
            f"\n\n```text\n{lines}\n```\n\n</details>",
            slide="subslide",
        )
    ]


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def _drawing(block: Block) -> list[Cell]:
    options = json.loads(block.options.get("options", "{}"))
    text = block.options.get("shape", "")
    shape = tuple(map(int, text.split("x"))) if text else None
    words = [repr(block.argument).replace("'", '"')]
    words += [f"shape={shape}"] if shape else []
    words += [f"{name}={value!r}" for name, value in options.items()]
    picture = code(
        f"notebooks.draw({', '.join(words)})", model=(block.argument, shape, options)
    )
    return [picture, *([markdown(plain(block.body))] if block.body else [])]


def _image(block: Block, file: Path) -> list[Cell]:
    """The picture inside of the cell; in words where the file is not at hand."""
    picture = (file.parent / block.argument).resolve()
    words = block.options.get("alt", picture.stem)
    if not picture.is_file():
        return [markdown(f"*（图：{words}）*")]
    return [markdown(f"![{words}](attachment:{picture.name})", files=(picture,))]


def _published(section: Section) -> list[Cell]:
    found = published(section.name)
    if not found:
        return []
    rows = "\n".join(
        f"| `{each.name}` | {' '.join(map(each.shown, each.values.values()))} |"
        for each in found.values()
    )
    return [markdown(f"| 数字 | 课本印出的 |\n| --- | --- |\n{rows}")]
