"""A chapter script as code cells: ``main`` opened up, a cell for each paragraph.

In a notebook nothing has to stand in a function: the keywords of ``main`` are a cell of
options, its body is a row of cells, and what it returns is ``result``. A comment that
begins with Chinese, by which the scripts name a part of the section, is the heading of
its cell.
"""

from __future__ import annotations

import ast
import dataclasses
import os
import re
import textwrap
from pathlib import Path

from gluon_course.base.errors import ConfigError

RESULT = "result"
_COMMAND_LINE = {"cli", "RunOptions"}
"""Names that a script imports for the command line, and perhaps for nothing else."""

_HEADING = re.compile(r"#\s*([\u4e00-\u9fff][^:：]*)(?:[:：]\s*(.*))?")
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)


@dataclasses.dataclass(frozen=True)
class Part:
    """One cell of code.

    Attributes
    ----------
    code : str
        Its lines, not indented.
    heading : str
        What the section calls this part; empty where the script does not say.
    """

    code: str
    heading: str = ""


@dataclasses.dataclass(frozen=True)
class Code:
    """A script, taken apart.

    Attributes
    ----------
    imports : str
        The imports that the cells need.
    definitions : tuple of Part
        Constants, functions and classes of the script beside ``main``.
    settings : dict
        Keywords of ``main`` and the source of their defaults, without ``run``.
    parts : tuple of Part
        The body of ``main``; the last sets ``result``, where it returns something.
    """

    imports: str
    definitions: tuple[Part, ...]
    settings: dict[str, str]
    parts: tuple[Part, ...]


def read_code(file: os.PathLike | str) -> Code:
    """Take a chapter script apart.

    A ``main`` that returns in the middle cannot be opened up: it stays a function, and
    a cell calls it.

    Raises
    ------
    ConfigError
        If the file cannot be read, or has no function ``main``.
    """
    file = Path(file)
    try:
        text = file.read_text(encoding="utf-8")
        tree = ast.parse(text)
    except (OSError, SyntaxError, ValueError) as error:
        raise _unusable(file, f"it cannot be read ({error})") from error
    main = next((each for each in tree.body if _is_main(each)), None)
    if main is None:
        raise _unusable(file, "it has no function main")
    lines = text.splitlines()
    others = [each for each in tree.body[1:] if not _is_left_out(each)]
    settings = _settings(main)
    if _is_open(main):
        parts = _paragraphs(_returning(lines, main), _body(main), main.lineno)
        parts = _without_naming_twice(parts)
    else:
        call = ", ".join(f"{name}={name}" for name in [*settings, "run"])
        parts = [Part(f"{RESULT} = main({call})")]
        others.append(main)
    names = {
        each.id
        for node in [*others, *main.body]
        for each in ast.walk(node)
        if isinstance(each, ast.Name)
    }
    return Code(
        imports=_imports(tree, _COMMAND_LINE - names),
        definitions=tuple(_paragraphs(lines, others, 1)),
        settings=settings,
        parts=tuple(parts),
    )


def _is_main(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef) and node.name == "main"


def _is_left_out(node: ast.stmt) -> bool:
    """Imports stand in a cell of their own; ``if __name__`` has no place here."""
    if isinstance(node, ast.If):
        return ast.unparse(node.test).startswith("__name__ ==")
    return isinstance(node, (ast.Import, ast.ImportFrom)) or _is_main(node)


def _settings(main: ast.FunctionDef) -> dict[str, str]:
    arguments = [*main.args.posonlyargs, *main.args.args]
    defaults = main.args.defaults
    pairs = [*zip(arguments[len(arguments) - len(defaults) :], defaults)]
    pairs += zip(main.args.kwonlyargs, main.args.kw_defaults)
    return {
        name.arg: ast.unparse(default) for name, default in pairs if name.arg != "run"
    }


def _imports(tree: ast.Module, dropped: set[str]) -> str:
    blocks, last = [], ""
    for node in tree.body:
        if not isinstance(node, (ast.Import, ast.ImportFrom)):
            continue
        node.names = [each for each in node.names if each.name not in dropped]
        if not node.names:
            continue
        first = getattr(node, "module", "") or node.names[0].name
        kind = "ours" if first.startswith("gluon_course") else "theirs"
        gap = "\n" if last and kind != last else ""
        blocks.append(gap + ast.unparse(node))
        last = kind
    return "\n".join(blocks)


def _body(main: ast.FunctionDef) -> list[ast.stmt]:
    """The statements of ``main`` without a docstring."""
    first = main.body[0]
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return main.body[1:] if is_text else main.body


def _returns(node: ast.AST) -> list[ast.Return]:
    """The returns of a function itself, not those of functions in it."""
    found = []
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Return):
            found.append(child)
        elif not isinstance(child, _FUNCTIONS):
            found += _returns(child)
    return found


def _is_open(main: ast.FunctionDef) -> bool:
    """Does it return at its very end only, perhaps within ``with``?"""
    last = main.body[-1]
    while isinstance(last, ast.With):
        last = last.body[-1]
    return all(each is last for each in _returns(main))


def _returning(lines: list[str], main: ast.FunctionDef) -> list[str]:
    """``lines`` in which ``main`` does not return its result but names it."""
    changed = list(lines)
    for node in _returns(main):
        i = node.lineno - 1
        line = changed[i]
        start = node.col_offset  # a script's code before it is ASCII: blanks
        changed[i] = line[:start] + line[start:].replace("return", f"{RESULT} =", 1)
    return changed


def _paragraphs(lines: list[str], nodes: list[ast.stmt], after: int) -> list[Part]:
    """Statements in paragraphs, as blank lines and comments divide them.

    A function or a class is a paragraph of its own. Comments above a statement belong
    to it; ``after`` is the line behind which the first one may begin.
    """
    groups: list[list[int]] = []  # first and last line, counted from 1
    is_closed = True
    for node in nodes:
        first = min([node.lineno, *(d.lineno for d in _decorators(node))])
        start = first
        while start - 1 > after and lines[start - 2].lstrip().startswith("#"):
            start -= 1
        is_block = isinstance(node, _FUNCTIONS)
        begins = is_closed or start < first or not lines[start - 2].strip() or is_block
        if begins or groups[-1][1] != start - 1:
            groups.append([start, node.end_lineno])
        else:
            groups[-1][1] = node.end_lineno
        is_closed = is_block and node.col_offset == 0
        after = node.end_lineno
    return [_part(lines[first - 1 : last]) for first, last in groups]


def _without_naming_twice(parts: list[Part]) -> list[Part]:
    """Parts without ``result = result``, which ``return result`` became."""
    *others, last = parts
    left = last.code.removesuffix(f"{RESULT} = {RESULT}").rstrip("\n")
    return [*others, dataclasses.replace(last, code=left)] if left else others


def _decorators(node: ast.stmt) -> list[ast.expr]:
    return getattr(node, "decorator_list", [])


def _part(lines: list[str]) -> Part:
    source = textwrap.dedent("\n".join(lines)).strip("\n")
    first, _, rest = source.partition("\n")
    found = _HEADING.fullmatch(first)
    if not found or rest.startswith("#"):  # a longer comment stays as it is
        return Part(source)
    heading, remark = found[1].strip(), found[2]
    return Part(f"# {remark}\n{rest}" if remark else rest, heading)


def _unusable(file: Path, why: str) -> ConfigError:
    return ConfigError(
        f"{file} cannot become a notebook: {why}",
        "",
        "give it main(num_epochs=5, lr=0.1, ..., run=RunOptions()) as the others have",
    )
