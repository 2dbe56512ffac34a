"""The notebook and the slides of every section, made with the pages and beside them.

``chapter_X/SLUG.ipynb`` and ``chapter_X/SLUG.slides.html``. reveal.js is copied once
into the site's own folder; formulas are drawn by the MathJax that the pages have.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from docutils import nodes

from course import places
from course.blocks import paragraph


def links(page: str) -> nodes.paragraph:
    """A line that leads to both, for the page."""
    name = page.rpartition("/")[2]
    return paragraph(
        nodes.reference("", "下载记事本", refuri=f"{name}.ipynb"),
        " · ",
        nodes.reference("", "看幻灯片", refuri=f"{name}.slides.html"),
        classes=["section-links"],
    )


def _write(app, error) -> None:
    """Both files for each page of a section that was built."""
    if error is not None or app.builder.format != "html":
        return
    from gluon_course.notebooks.compose import compose
    from gluon_course.notebooks.document import make_notebook, notebook_text
    from gluon_course.notebooks.pictures import svg_of
    from gluon_course.notebooks.slides import ASSETS, MATHJAX, slides_page

    out = Path(app.outdir)
    shutil.copytree(ASSETS, out / "_static" / "reveal", dirs_exist_ok=True)
    known = list(places.sections().values())
    for page, section in places.sections().items():
        if page not in app.env.found_docs:
            continue
        made = make_notebook(section, compose(section, sections=known))
        file = out / f"{page}.ipynb"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(notebook_text(made), "utf-8")
        slides = slides_page(
            made, "../_static/reveal", f"../_static/mathjax/{MATHJAX}", svg_of
        )
        (out / f"{page}.slides.html").write_text(slides, "utf-8")


def setup(app):
    """Write the files when the pages are written."""
    app.connect("build-finished", _write)
