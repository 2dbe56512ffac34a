"""Imports point upwards only: rooms, modules within a room, and scripts."""

import ast
import graphlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ARROWS = {
    "base": "",
    "viz": "base",
    "data": "base",
    "text": "base data",
    "nn": "base",
    "scratch": "base",
    "metrics": "base",
    "optim": "base",
    "models": "base nn",
    "train": "base nn metrics optim viz",
    "export": "base",
    "explain": "base viz data text nn scratch metrics optim models train export "
    "predict",
    "predict": "base text export viz",
    "serve": "base predict",
    "dist": "base",
    "results": "base",
    "notebooks": "base viz models explain results",
    "d2lzh": "base viz data text nn scratch metrics optim models train export explain "
    "predict serve dist results",
    "cli": "base viz data text nn scratch metrics optim models train export explain "
    "predict serve dist results notebooks d2lzh",
}
"""Room to the rooms that it may import."""

PROGRAMS = ("benchmarks", "faults")
"""Folders of scripts that are one program in several files."""

VERSION = "gluon_course.__version__"
"""The one name that rooms may take from the door."""


def imports(path, module):
    """Names of the modules that a file imports, wherever in the file it does.

    ``from package import name`` gives ``package.name``, a module or a name in one.
    Imports for type checkers only count as well.
    """
    is_package = path.name == "__init__.py"
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = module.split(".")
                kept = len(parts) - node.level + is_package
                base = ".".join([*parts[:kept], *filter(None, [base])])
            yield from (f"{base}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
            "import_module"
        ):
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant):
                yield first.value


def modules(root):
    """Module name to file, of the package below ``root``."""
    found = {}
    for path in sorted((root / "gluon_course").rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        if "_scripts" not in parts:
            found[".".join(parts).removesuffix(".__init__")] = path
    return found


def graph(root):
    """Module name to the names of our modules that it imports."""
    files = modules(root)
    edges = {}
    for module, path in files.items():
        edges[module] = set()
        for name in imports(path, module):
            target = name if name in files else name.rpartition(".")[0]
            if target in files and target != module and name != VERSION:
                edges[module].add(target)
    return edges


def room(module):
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def wrong_arrows(root):
    """Sentences about imports from a room into one that it may not import."""
    wrong = []
    for module, path in modules(root).items():
        if path.parent == root / "gluon_course":
            continue  # __init__ and __main__ are the door, not a room
        allowed = {room(module), *ARROWS.get(room(module), "").split()}
        for name in sorted(set(imports(path, module)) - {VERSION}):
            if name.split(".")[0] == "gluon_course" and room(name) not in allowed:
                wrong.append(f"{module} imports {name}")
    return wrong


def cycle(edges):
    """A cycle in a graph as a list of names, empty if there is none."""
    try:
        graphlib.TopologicalSorter(edges).prepare()
    except graphlib.CycleError as error:
        return error.args[1]
    return []


def package_graph(root):
    """Packages and modules that stand side by side in a room, and what each imports.

    Where two modules part ways, ``room.a.x`` and ``room.b.y``, ``room.a`` imports
    ``room.b``.
    """
    edges = {}
    for module, targets in graph(root).items():
        for target in targets:
            ours, theirs = module.split("."), target.split(".")
            depth = next((i for i, (a, b) in enumerate(zip(ours, theirs)) if a != b), 0)
            if depth > 1:  # the same room; neither is the package of the other
                mine, other = (".".join(x[: depth + 1]) for x in (ours, theirs))
                edges.setdefault(mine, set()).add(other)
    return edges


def wrong_imports_of_scripts(root):
    """Sentences about scripts that import another script.

    The benchmarks are one program in several files and may import each other, and so
    are the fault tests.
    """
    scripts = sorted((root / "scripts").rglob("*.py"))
    scripts = [path for path in scripts if path.parent.name not in PROGRAMS]
    own = {path.stem for path in scripts} | {path.parent.name for path in scripts}
    wrong = []
    for path in scripts:
        name = path.relative_to(root)
        tree = ast.parse(path.read_text("utf-8"))
        if any(isinstance(n, ast.ImportFrom) and n.level for n in ast.walk(tree)):
            wrong.append(f"{name} imports relatively")
        for target in imports(path, path.stem):
            if target.split(".")[0] in own:
                wrong.append(f"{name} imports {target}")
    return wrong


def test_rooms_import_only_the_rooms_that_they_may():
    assert wrong_arrows(ROOT) == []


def test_every_room_has_its_row_of_arrows():
    rooms = {room(name) for name in modules(ROOT)} - {"", "__main__"}
    assert rooms <= set(ARROWS)


def test_arrows_between_rooms_make_no_cycle():
    assert cycle({name: allowed.split() for name, allowed in ARROWS.items()}) == []


def test_modules_make_no_cycle():
    assert cycle(graph(ROOT)) == []


def test_packages_within_a_room_make_no_cycle():
    assert cycle(package_graph(ROOT)) == []


def test_scripts_import_no_script():
    assert wrong_imports_of_scripts(ROOT) == []


@pytest.fixture
def house(tmp_path):
    """Builds a small package from names and sources."""

    def build(**sources):
        for name, source in sources.items():
            path = tmp_path / (name.replace("__", "/") + ".py")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(source)
        (tmp_path / "gluon_course" / "__init__.py").write_text("")
        return tmp_path

    return build


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("import gluon_course.train.trainer", "gluon_course.train.trainer"),
        ("from gluon_course.train import trainer", "gluon_course.train.trainer"),
        ("from gluon_course.train.trainer import T", "gluon_course.train.trainer.T"),
        ("from ..train import trainer", "gluon_course.train.trainer"),
        ("def f():\n    from gluon_course import train", "gluon_course.train"),
        ("from gluon_course import Trainer", "gluon_course.Trainer"),
        ("import_module('gluon_course.train')", "gluon_course.train"),
    ],
)
def test_wrong_arrow_is_found(house, line, name):
    root = house(
        gluon_course__data__images=line, gluon_course__train__trainer="import mxnet"
    )
    assert wrong_arrows(root) == [f"gluon_course.data.images imports {name}"]


def test_cycle_between_modules_is_found(house):
    root = house(
        gluon_course__data__a="from . import b",
        gluon_course__data__b="from gluon_course.data.c import C",
        gluon_course__data__c="def f():\n    import gluon_course.data.a",
    )
    found = cycle(graph(root))
    assert set(found) == {f"gluon_course.data.{name}" for name in "abc"}


def test_cycle_between_packages_without_one_between_modules_is_found(house):
    root = house(
        gluon_course__data__a__x="import gluon_course.data.b.x",
        gluon_course__data__b__x="import gluon_course.data.b.y",
        gluon_course__data__b__z="from gluon_course.data.a import w",
        gluon_course__data__a__w="",
        gluon_course__data__b__y="",
    )
    assert cycle(graph(root)) == []
    assert set(cycle(package_graph(root))) == {
        "gluon_course.data.a",
        "gluon_course.data.b",
    }


def test_script_that_imports_a_script_is_found(house):
    root = house(
        gluon_course__x="",
        scripts__chapter_a__lenet="import math, mxnet\nfrom gluon_course import data",
        scripts__chapter_a__alexnet="from lenet import main",
    )
    path = Path("scripts/chapter_a/alexnet.py")
    assert wrong_imports_of_scripts(root) == [f"{path} imports lenet.main"]
