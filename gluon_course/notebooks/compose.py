"""The cells of a section: title, options, the page's words, the script's code."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from gluon_course.base.chapters import Section, typed_name
from gluon_course.notebooks.cells import Cell, code, markdown
from gluon_course.notebooks.code import RESULT, Code, Part, read_code
from gluon_course.notebooks.page import Block, Page, Words, page_file, read_page
from gluon_course.notebooks.words import block_cells, plain, prose, recorded

OPTIONS = {"sample": False, "limit": None, "seed": 0, "device": "auto", "out": None}
"""Options of the run and their defaults, below the section's own settings."""

_REMARKS = {
    "sample": "the embedded sample in place of the text's data",
    "limit": "use the first N training samples only",
    "out": "the run's folder; None is the next free one below runs/",
}


def compose(
    section: Section,
    given: Mapping | None = None,
    sections: list[Section] | None = None,
) -> list[Cell]:
    """All cells of a section's notebook.

    Without a page the words are those of the script's header.

    Parameters
    ----------
    section : Section
    given : mapping, optional
        Values of settings and options that the notebook begins with, by name.
    sections : list of Section, optional
        All of them, for who makes several notebooks; read where they are not given.

    Raises
    ------
    ConfigError
        If the script cannot be taken apart.
    DataError
        If there is a page and it cannot be read.
    """
    file = page_file(section)
    source = read_code(section.file)
    page = read_page(file) if file.is_file() else None
    name = typed_name(section, sections)
    cells = [
        _title(section, page),
        *_options(name, source, given or {}),
        *(
            _words_and_code(section, page, _code(name, source))
            if page
            else _header_and_code(section, _code(name, source))
        ),
    ]
    return cells


def _title(section: Section, page: Page | None) -> Cell:
    number = f"{section.number} " if section.number else ""
    book = "课本" if section.edition == "v1" else "课本第二版"
    name = f"{section.folder}/{section.file.stem}"
    links = [f"[{book} {number}{section.title}]({section.address})"]
    if not section.number:
        links = ["视频课内容，课本没有对应的小节"]
    for block in page.blocks if page else ():
        if isinstance(block, Block) and "paper" in block.options:
            paper, at = block.options["paper"], block.options.get("arxiv")
            link = f"[{paper}](https://arxiv.org/abs/{at})" if at else paper
            links.append(f"论文：{link}")
    links.append(f"页面 `docs/{name}.md`")
    links.append(f"脚本 `scripts/{name}.py`")
    lines = "\n".join(f"- {each}" for each in links)
    return markdown(f"# {number}{section.title}\n\n{lines}")


def _options(name: str, source: Code, given: Mapping) -> list[Cell]:
    lines = [
        f"{key} = {_written(given[key]) if key in given else default}"
        for key, default in source.settings.items()
    ]
    for key, default in OPTIONS.items():
        remark = f"  # {_REMARKS[key]}" if key in _REMARKS else ""
        lines.append(f"{key} = {_written(given.get(key, default))}{remark}")
    begin = (
        "from gluon_course import notebooks\n\n"
        f'run = notebooks.begin(\n    "{name}", out, '
        "sample=sample, limit=limit, seed=seed, device=device\n)"
    )
    said = (
        "下一格是这一节的设置和运行的选项：改了以后，从头运行所有的格。"
        f"在终端里，同样的运行是`gluon-course run {name}`。"
    )
    return [
        markdown(said, slide="skip"),
        code("\n".join(lines), slide="skip", tags=("parameters",)),
        code(begin, slide="skip"),
    ]


def _written(value) -> str:
    if isinstance(value, Path):
        value = str(value)
    text = repr(value)
    return f'"{value}"' if isinstance(value, str) and text == f"'{value}'" else text


def _words_and_code(section: Section, page: Page, run: list[Cell]) -> list[Cell]:
    """The page from above; the code stands where the page shows a run or the script."""
    cells: list[Cell] = []
    is_code_out = False
    for block in page.blocks:
        if isinstance(block, Words):
            cells += prose(block.text)
            continue
        if block.name in ("run-output", "script") and not block.argument:
            if not is_code_out:
                cells += run
            is_code_out = True
        if block.name == "run-output":
            cells += recorded(_output_file(page, block))
        elif block.name not in ("script", "section-links"):
            cells += block_cells(block, page.file, section)
    return cells if is_code_out else [*cells, *run]


def _output_file(page: Page, block: Block) -> Path:
    folder = page.file.parents[1] / "outputs"
    if "/" in block.argument:
        return folder / f"{block.argument}.txt"
    name = block.options.get("file", f"{block.argument or page.file.stem}.txt")
    return folder / page.file.parent.name / name


def _header_and_code(section: Section, run: list[Cell]) -> list[Cell]:
    said = f"**预期**：{plain(section.expected)}\n\n**可以改**：{plain(section.vary)}"
    return [markdown(said), markdown("## 运行"), *run]


def _code(name: str, source: Code) -> list[Cell]:
    parts = [Part(source.imports), *source.definitions, *source.parts]
    cells = []
    for part in parts:
        if part.heading:
            cells.append(markdown(f"### {part.heading}"))
        if part.code:
            cells.append(code(part.code))
    show = f'notebooks.figures({RESULT}, "{name}", has_sample=run.sample)'
    return [*cells, code(show)]
