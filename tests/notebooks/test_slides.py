"""Slides: what is on which, and that nothing comes from elsewhere."""

import re
from html.parser import HTMLParser

import pytest

pytest.importorskip("jupytext")

from gluon_course.base.chapters import find_section
from gluon_course.notebooks import slides
from gluon_course.notebooks.cells import code, markdown
from gluon_course.notebooks.compose import compose
from gluon_course.notebooks.document import make_notebook
from gluon_course.notebooks.paging import LINES, height

LENET = find_section("lenet")


def notebook(*cells):
    return make_notebook(LENET, cells)


def types(made):
    return [each["metadata"]["slideshow"]["slide_type"] for each in made["cells"]]


class Loaded(HTMLParser):
    """Addresses that a browser would fetch by itself."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        name = {"link": "href"}.get(tag, "src")
        if tag in ("script", "img", "link", "iframe", "video") and values.get(name):
            self.found.append(values[name])


def loaded(page):
    parser = Loaded()
    parser.feed(page)
    return parser.found


def test_a_cell_for_which_there_is_no_room_begins_a_slide():
    long = "\n".join(["x = 1"] * 18)
    made = notebook(markdown("# t"), code("x = 1"), code(long), code("y = 2"))
    assert types(made) == ["slide", "-", "subslide", "-"]
    assert height(made["cells"][2]) < LINES


def test_a_heading_alone_keeps_what_follows():
    made = notebook(markdown("# t"), markdown("## 错误"), markdown("> 一"))
    made["cells"][2]["metadata"]["slideshow"] = {"slide_type": "subslide"}
    from gluon_course.notebooks.paging import mark

    mark(made)
    assert types(made) == ["slide", "slide", "-"]


def test_skipped_cells_are_not_on_the_slides():
    made = notebook(markdown("# t"), code("secret = 1", slide="skip"), code("y = 2"))
    page = slides.slides_page(made, assets="a")
    assert "secret" not in page and '<span class="highlight-n">2</span>' in page


def test_slides_side_by_side_and_below_each_other():
    made = notebook(markdown("# a"), code("1"), markdown("### b"), markdown("## c"))
    page = slides.slides_page(made, assets="a")
    body = re.sub(r"\s+|<div class=\"cell.*?</div>", "", page, flags=re.S)
    assert "<section><section><h1>a</h1></section><section><h3>b</h3></section>" in body
    assert "</section><section><h2>c</h2></section></div>" in body


def test_a_page_of_a_real_section_carries_all_that_it_needs():
    page = slides.slides_page(make_notebook(LENET, compose(LENET)))
    assert loaded(page) == []
    styles = page[: page.index("</head>")]
    assert not re.search(r"@import|url\((?!data:)", styles)
    assert "Reveal.initialize" in page and "MathJax" not in page


def test_formulas_bring_mathjax():
    pytest.importorskip("sphinx-mathjax-offline")
    made = notebook(markdown("# t\n\n$a_1 < b_2$ 和\n\n$$c^2$$"))
    page = slides.slides_page(made, assets="a", mathjax="m/tex-svg.js")
    assert "\\(a_1 &lt; b_2\\)" in page and "\\[" in page
    assert loaded(page) == [
        *("a/reveal.css", "a/slides.css", "m/tex-svg.js"),
        *("a/reveal.js", "a/slides.js"),
    ]
    assert slides.mathjax_file().stat().st_size > 1e6


def test_outputs_and_drawn_nets_are_shown():
    made = notebook(markdown("# t"), code('notebooks.draw("lenet")'), code("1"))
    made["cells"][2]["outputs"] = [
        {"output_type": "stream", "name": "stdout", "text": "a < b\n"},
        {"output_type": "display_data", "data": {"image/png": "AA\nBB"}},
    ]
    page = slides.slides_page(made, "a", picture=lambda source: f"<svg>{source}</svg>")
    assert '<svg>notebooks.draw("lenet")</svg>' in page
    assert '<pre class="output">a &lt; b</pre>' in page
    assert 'src="data:image/png;base64,AABB"' in page


def test_reveal_is_small_and_has_its_licence():
    files = list(slides.ASSETS.iterdir())
    assert sum(each.stat().st_size for each in files) < 500_000
    assert "Permission is hereby granted" in (slides.ASSETS / "LICENSE").read_text()
