"""What a chapter script says of itself, read from its source without running it.

``--help`` must show a section's header and the defaults of its ``main`` at once, and a
script imports MXNet on its first lines; so the source is parsed, not imported.
"""

from __future__ import annotations

import ast
import dataclasses
import importlib.util
import os
import sys
from collections.abc import Callable
from pathlib import Path

from gluon_course.base.errors import ConfigError


@dataclasses.dataclass(frozen=True)
class Setting:
    """One hyperparameter of ``main``.

    Attributes
    ----------
    name : str
        The keyword, ``'num_epochs'``.
    default : object
        Its literal default.
    """

    name: str
    default: object

    @property
    def option(self) -> str:
        """The option of the command line, ``'--epochs'``."""
        short = {"num_epochs": "epochs"}.get(self.name, self.name)
        return "--" + short.replace("_", "-").lower()

    @property
    def is_number(self) -> bool:
        """Can a sweep go over it?"""
        return isinstance(self.default, (int, float)) and not isinstance(
            self.default, bool
        )


def read_settings(file: os.PathLike | str) -> tuple[Setting, ...]:
    """The hyperparameters of a script's ``main``: its keywords with literal defaults.

    The keyword ``run`` is the run options and is left out.

    Raises
    ------
    ConfigError
        If the script has no function ``main`` or a keyword has no literal default.
    """
    file = Path(file)
    main = _find_main(file)
    arguments = main.args.posonlyargs + main.args.args
    first = len(arguments) - len(main.args.defaults)
    pairs = [*zip(arguments[first:], main.args.defaults)]
    pairs += zip(main.args.kwonlyargs, main.args.kw_defaults)
    without = [each.arg for each in arguments[:first] if each.arg != "run"]
    if without:
        raise _unusable(file, f"its parameter {without[0]!r} has no default")
    return tuple(
        Setting(argument.arg, _literal(file, argument.arg, default))
        for argument, default in pairs
        if argument.arg != "run"
    )


def read_header(file: os.PathLike | str) -> str:
    """The docstring of a script."""
    return ast.get_docstring(_parse(Path(file))) or ""


def load_main(file: os.PathLike | str) -> Callable:
    """The function ``main`` of a script.

    Where the script is the program that runs already (``python lenet.py``), its own
    ``main`` is taken; otherwise the script is imported.
    """
    file = Path(file).resolve()
    program = sys.modules.get("__main__")
    running = getattr(program, "__file__", None)
    if running and Path(running).resolve() == file and hasattr(program, "main"):
        return program.main
    name = f"gluon_course_script.{file.parent.name}.{file.stem}"
    spec = importlib.util.spec_from_file_location(name, file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.main


def _find_main(file: Path) -> ast.FunctionDef:
    for node in _parse(file).body:
        if isinstance(node, ast.FunctionDef) and node.name == "main":
            return node
    raise _unusable(file, "it has no function main")


def _parse(file: Path) -> ast.Module:
    try:
        return ast.parse(file.read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError) as error:
        raise _unusable(file, f"it cannot be read ({error})") from error


def _literal(file: Path, name: str, default: ast.expr | None) -> object:
    try:
        return ast.literal_eval(default)
    except (ValueError, TypeError):
        raise _unusable(file, f"the default of {name!r} is not a plain value") from None


def _unusable(file: Path, why: str) -> ConfigError:
    return ConfigError(
        f"{file} cannot be run as a section: {why}",
        "",
        "give it main(num_epochs=5, lr=0.1, ..., run=RunOptions()) with plain defaults",
    )
