"""Our docstrings as Sphinx reads them: two habits that reStructuredText does not share.

A list of parameters may go on in the next line, and ``|w|`` is a norm.
"""

import re

_NORM = re.compile(r"\|(\w+)\|")


def join_names(lines: list[str]) -> list[str]:
    """Lines of a docstring; names of parameters that end with a comma in one line."""
    joined: list[str] = []
    for line in lines:
        before = joined[-1] if joined else ""
        is_names = re.fullmatch(r"[\w, *]+,", before.strip()) and before.strip()
        if is_names and _indent(before) == _indent(line) and _is_names(line):
            joined[-1] = f"{before} {line.strip()}"
        else:
            joined.append(line)
    return joined


def _is_names(line: str) -> bool:
    return bool(re.fullmatch(r"[\w, *]+,?", line.strip()))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _process(app, what, name, member, options, lines):
    lines[:] = [_NORM.sub(r"\\|\1\\|", line) for line in join_names(lines)]


def setup(app):
    """Run before napoleon, which stands at 500."""
    app.connect("autodoc-process-docstring", _process, priority=100)
