"""pyplot for cells: without a window, in IPython, with Chinese labels."""

import ast
import os
import subprocess
import sys
import warnings
from pathlib import Path

import matplotlib.pyplot
import pytest
from matplotlib import font_manager

from gluon_course.viz import interactive, style

PACKAGE = Path(interactive.__file__).parents[1]
NO_SCREEN = ("MPLBACKEND", "DISPLAY", "WAYLAND_DISPLAY")


@pytest.fixture(autouse=True)
def settings():
    with matplotlib.rc_context():
        yield
    interactive.plt.close("all")


def run(code):
    """A fresh process on a machine without a screen; what it printed."""
    environment = {k: v for k, v in os.environ.items() if k not in NO_SCREEN}
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    ).stdout.split("\n")


def test_it_is_the_only_module_that_imports_pyplot():
    found = []
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, (ast.Import, ast.ImportFrom)):
                continue
            names = [alias.name for alias in node.names]
            if isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{name}" for name in names]
            if any(name.startswith("matplotlib.pyplot") for name in names):
                found.append(path.relative_to(PACKAGE).as_posix())
    assert found == ["viz/interactive.py"]


def test_without_a_screen_figures_are_drawn_and_saved(tmp_path):
    target = tmp_path / "curve.svg"
    lines = run(
        "import sys\n"
        "from gluon_course.viz.interactive import plt, set_figsize\n"
        "set_figsize((3, 2))\n"
        "plt.plot([1, 2, 4])\n"
        "plt.show()\n"
        f"plt.savefig({str(target)!r})\n"
        "print(plt.gcf().get_size_inches(), 'IPython' in sys.modules)\n"
        "print(plt.get_backend().lower())"
    )
    assert lines[:2] == ["[3. 2.] False", "agg"]
    assert target.read_text().lstrip().startswith("<?xml")


def test_in_ipython_figures_are_shown_as_svg():
    pytest.importorskip("IPython")
    lines = run(
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "shell = InteractiveShell.instance()\n"
        "shell.run_cell('from gluon_course import viz\\n'\n"
        "    'from gluon_course.viz.interactive import *\\n'\n"
        "    'set_figsize((4, 3))\\n'\n"
        "    'use_svg_display()\\n'\n"
        "    'line = plt.plot([1, 2, 4])').raise_error()\n"
        "plt = shell.user_ns['plt']\n"
        "data, _ = shell.display_formatter.format(plt.gcf())\n"
        "print(plt.rcParams['figure.figsize'])\n"
        "print(sorted(data))\n"
        "print('<svg' in data['image/svg+xml'])"
    )
    assert lines[:3] == ["[4.0, 3.0]", "['image/svg+xml', 'text/plain']", "True"]


def test_without_ipython_loaded_nothing_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "IPython", None)
    interactive.set_figsize((5, 1))
    assert list(interactive.plt.rcParams["figure.figsize"]) == [5, 1]


def test_the_size_of_the_text_is_the_default():
    interactive.set_figsize()
    assert interactive.plt.figure().get_size_inches().tolist() == [3.5, 2.5]


@pytest.fixture
def chinese_font(tmp_path, monkeypatch):
    """A font of two Chinese characters, known to matplotlib as an installed one."""
    builders = pytest.importorskip("fontTools.fontBuilder")
    pens = pytest.importorskip("fontTools.pens.ttGlyphPen")
    pen = pens.TTGlyphPen(None)
    pen.moveTo((100, 0))
    for point in ((100, 900), (900, 900), (900, 0)):
        pen.lineTo(point)
    pen.closePath()
    glyphs = [".notdef", "one", "two"]
    font = builders.FontBuilder(1000)
    font.setupGlyphOrder(glyphs)
    font.setupCharacterMap({ord("损"): "one", ord("失"): "two"})
    font.setupGlyf({name: pen.glyph() for name in glyphs})
    font.setupHorizontalMetrics(dict.fromkeys(glyphs, (1000, 100)))
    font.setupHorizontalHeader(ascent=900, descent=-100)
    font.setupNameTable({"familyName": "SimHei", "styleName": "Regular"})
    font.setupOS2()
    font.setupPost()
    font.save(tmp_path / "simhei.ttf")
    manager = font_manager.fontManager
    monkeypatch.setattr(manager, "ttflist", list(manager.ttflist))
    manager.addfont(str(tmp_path / "simhei.ttf"))
    monkeypatch.setattr(style, "_FONTS", ("SimHei",))
    style.chinese_font.cache_clear()
    yield "SimHei"
    style.chinese_font.cache_clear()


def missing_characters(label):
    """What matplotlib says of characters that no font has."""
    figure = interactive.plt.figure()
    figure.text(0.1, 0.5, label)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        figure.canvas.draw()
    return [str(each.message) for each in caught if "missing from" in str(each.message)]


def test_chinese_labels_are_characters_where_a_font_has_them(chinese_font):
    interactive.set_figsize()
    assert interactive.plt.rcParams["font.family"][-1] == chinese_font
    assert missing_characters("损失 loss −1 α") == []
    # a character for private use, which no font has: the check can fail
    assert missing_characters("\U000f1234")


def test_the_font_is_added_once_and_after_the_users_own(chinese_font):
    interactive.plt.rcParams["font.family"] = ["serif"]
    for _ in range(2):
        interactive.use_chinese_font()
    assert interactive.plt.rcParams["font.family"] == ["serif", chinese_font]


def test_without_a_chinese_font_the_families_stay(monkeypatch):
    monkeypatch.setattr(interactive, "chinese_font", lambda: None)
    before = list(interactive.plt.rcParams["font.family"])
    interactive.use_svg_display()
    assert interactive.plt.rcParams["font.family"] == before
