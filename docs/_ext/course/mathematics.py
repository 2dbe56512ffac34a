"""Mathematics without a network: one file of MathJax, copied from a wheel.

``tex-svg.js`` draws formulas as SVG from outlines that it carries itself. It needs no
font files, which browsers refuse to load for pages opened from a disk.
"""

import importlib.util
import shutil
from pathlib import Path

from sphinx.errors import ExtensionError

WHEEL, FILE = "sphinx-mathjax-offline", "tex-svg.js"


def setup(app):
    """Copy the file when the pages are written."""
    app.connect("build-finished", _copy)


def _copy(app, error):
    if error is not None or app.builder.format != "html":
        return
    found = importlib.util.find_spec(WHEEL)
    if found is None:
        raise ExtensionError(f"{WHEEL} is missing: pip install '.[cpu,docs]'")
    target = Path(app.outdir, "_static", "mathjax", FILE)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(Path(found.origin).parent / "static" / "mathjax" / FILE, target)
