"""Settings of the learner's site; ``bash scripts/docs.sh`` builds it.

Nothing is loaded from elsewhere: the theme's files, the mathematics (MathJax from a
wheel) and the search index are all part of the built folder.
"""

import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "_ext"), str(HERE.parent)]

project = "gluon_course"
author = copyright = "gluon_course"
release = version = re.search(
    r'^__version__ = "(.+)"$',
    (HERE.parent / "gluon_course" / "__init__.py").read_text("utf-8"),
    re.MULTILINE,
).group(1)
language = "zh_CN"
locale_dirs = ["_locale"]

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.mathjax",
    "course",  # docs/_ext/course
]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build", "_ext", "_generated"]
suppress_warnings = ["ref.python"]  # two rooms may have a class Task, each its own
if tags.has("quick"):  # noqa: F821 - sphinx -t quick: without the API, for writers
    exclude_patterns.append("api")
    suppress_warnings += ["toc.excluded", "toc.not_readable", "ref.doc"]
    suppress_warnings += ["myst.xref_missing"]  # links into the API
html_theme = "furo"
html_title = "动手学深度学习 · 实验室"
html_static_path = ["_static"]
html_css_files = ["course.css"]
html_copy_source = False
html_show_sphinx = False
smartquotes = False  # it would make one dash of --seed
html_theme_options = {
    "light_css_variables": {
        "color-brand-primary": "#00658f",
        "color-brand-content": "#00658f",
        "font-stack": "system-ui, -apple-system, 'Segoe UI', 'PingFang SC', "
        "'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif",
        "font-stack--monospace": "ui-monospace, 'SFMono-Regular', Menlo, Consolas, "
        "'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', monospace",
    },
    "dark_css_variables": {
        "color-brand-primary": "#6cc4f0",
        "color-brand-content": "#6cc4f0",
    },
}
pygments_style = "friendly"
pygments_dark_style = "monokai"

myst_enable_extensions = ["dollarmath", "colon_fence", "deflist", "attrs_inline"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_default_options = {"members": True, "ignore-module-all": True}
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_use_ivar = True
napoleon_custom_sections = [("Inputs", "params_style"), ("Outputs", "params_style")]

mathjax_path = "mathjax/tex-svg.js"  # SVG needs no fonts; course/mathematics.py copies
mathjax3_config = {"options": {"enableMenu": False}, "svg": {"fontCache": "global"}}
