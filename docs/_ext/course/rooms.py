"""Rooms of the code: their arrows as a picture, and a page of the API for each.

Both come from the files: imports are read from the source, docstrings by autodoc.
"""

from __future__ import annotations

import ast
import graphlib
import importlib
import itertools
import pkgutil

from docutils import nodes

from course import places
from course.blocks import Block, paragraph, table

PACKAGE = places.ROOT / "gluon_course"
API = places.DOCS / "api" / "rooms"
PAGE = """# {name}

{summary}

```{{eval-rst}}
{directives}
```
"""


def rooms() -> list[str]:
    """Packages directly below ``gluon_course`` by name."""
    return sorted(each.parent.name for each in PACKAGE.glob("*/__init__.py"))


def arrows() -> dict[str, set[str]]:
    """Room to the rooms whose modules it imports."""
    names = set(rooms())
    found: dict[str, set[str]] = {name: set() for name in names}
    for name in names:
        for file in (PACKAGE / name).rglob("*.py"):
            for module in _imported(ast.parse(file.read_text("utf-8"))):
                parts = module.split(".")
                if len(parts) > 1 and parts[0] == "gluon_course" and parts[1] in names:
                    found[name].add(parts[1])
        found[name].discard(name)
    return found


def reduced(graph: dict[str, set[str]]) -> dict[str, set[str]]:
    """The arrows that do not follow from others."""

    def below(name):
        return graph[name].union(*map(below, graph[name]))

    return {
        name: {
            each
            for each in targets
            if not any(each in below(other) for other in targets - {each})
        }
        for name, targets in graph.items()
    }


def levels(graph: dict[str, set[str]]) -> dict[str, int]:
    """How many rooms stand below each, along the longest way down."""
    found: dict[str, int] = {}
    for name in graphlib.TopologicalSorter(graph).static_order():
        found[name] = 1 + max((found[each] for each in graph[name]), default=-1)
    return found


def _imported(tree: ast.AST):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


class RoomArrows(Block):
    """The rooms in their order, with the arrows that do not follow from others."""

    def run(self):
        """A picture, and all arrows as a table."""
        graph = arrows()
        self.depends_on(*PACKAGE.rglob("*.py"))
        file = places.GENERATED / "rooms.svg"
        file.parent.mkdir(exist_ok=True)
        _draw(reduced(graph), levels(graph), file)
        order = sorted(graph, key=lambda name: (levels(graph)[name], name))
        rows = [(name, ", ".join(sorted(graph[name])) or "nothing") for name in order]
        picture = nodes.figure(classes=["model-picture"])
        picture += nodes.image(uri="/_generated/rooms.svg", alt="rooms and imports")
        text = "Drawn from the imports; arrows that follow from others are left out."
        picture += nodes.caption(text, text)
        return [picture, table(("room", "imports"), rows)]


def _draw(graph, level, file) -> None:
    from gluon_course import viz
    from gluon_course.viz.style import COLORS, figure

    by_level: dict[int, list[str]] = {}
    for name in sorted(graph):
        by_level.setdefault(level[name], []).append(name)
    picture, (panel,) = figure(7.4, 0.95 * len(by_level) + 0.3)
    panel.set_axis_off()
    place = {}
    for height, names in by_level.items():
        names = sorted(names, key=lambda name: _middle(graph[name], place))
        for i, name in enumerate(names):
            place[name] = ((i + 1) / (len(names) + 1), height)
    for name, targets in graph.items():
        for target in targets:
            (x, y), (at, to) = place[name], place[target]
            panel.annotate(
                "",
                (at, to + 0.2),
                (x, y - 0.2),
                arrowprops={
                    "arrowstyle": "-|>",
                    "color": "#9aa4ad",
                    "lw": 1.0,
                    "shrinkA": 0,
                    "shrinkB": 0,
                },
            )
    for name, (x, y) in place.items():
        panel.text(
            x,
            y,
            name,
            ha="center",
            va="center",
            color="white",
            fontsize=9.5,
            weight="bold",
            bbox={"boxstyle": "round,pad=0.45", "fc": COLORS[0], "ec": "none"},
        )
    panel.set_xlim(0, 1)
    panel.set_ylim(-0.5, max(by_level) + 0.5)
    viz.save(picture, file)


def _middle(targets, place) -> float:
    found = [place[each][0] for each in targets if each in place]
    return sum(found) / len(found) if found else 0.5


class Rooms(Block):
    """Every room with the first line of its docstring, linked to its page."""

    def run(self):
        """A list of links."""
        from sphinx.addnodes import pending_xref

        made = nodes.bullet_list()
        for name in rooms():
            reference = pending_xref(
                "", reftype="doc", refdomain="std", reftarget=f"/api/rooms/{name}"
            )
            reference["refexplicit"] = True
            reference += nodes.inline(name, name)
            item = nodes.list_item()
            item += paragraph(reference, "：", *_with_code(_summary(name)))
            made += item
        return [made]


def _with_code(text: str) -> list[nodes.Node]:
    """A line of a docstring, with what stands in double backticks as code."""
    kinds = itertools.cycle((nodes.Text, lambda code: nodes.literal(text=code)))
    return [kind(part) for kind, part in zip(kinds, text.split("``"))]


def _summary(name: str) -> str:
    tree = ast.parse((PACKAGE / name / "__init__.py").read_text("utf-8"))
    return (ast.get_docstring(tree) or name).splitlines()[0]


def _write_pages(app) -> None:
    if app.tags.has("quick"):
        return
    API.mkdir(parents=True, exist_ok=True)
    wanted = set()
    for name in rooms():
        module = importlib.import_module(f"gluon_course.{name}")
        names = [
            each.name
            for each in pkgutil.walk_packages(module.__path__, f"gluon_course.{name}.")
            if not each.name.rpartition(".")[2].startswith("_")
        ]
        directives = "\n\n".join(
            f"``{each}``\n{'-' * (len(each) + 4)}\n\n.. automodule:: {each}"
            for each in names
        )
        text = PAGE.format(name=name, summary=_summary(name), directives=directives)
        file = API / f"{name}.md"
        wanted.add(file)
        if not file.is_file() or file.read_text("utf-8") != text:
            file.write_text(text, "utf-8")
    for file in set(API.glob("*.md")) - wanted:
        file.unlink()


def _skip(app, what, name, member, skip, options):
    """Leave out what matplotlib writes into a figure class of ours."""
    return True if name == "set" and "mpltype" in (member.__doc__ or "") else None


def setup(app):
    """Register the directives; the API's pages are written before the sources."""
    app.connect("builder-inited", _write_pages)
    app.connect("autodoc-skip-member", _skip)
    app.add_directive("room-arrows", RoomArrows)
    app.add_directive("rooms", Rooms)
