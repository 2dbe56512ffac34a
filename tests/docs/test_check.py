"""The site's check finds what is missing, and passes what is whole."""

import docs_check
import pytest

PAGE = '<html><head>{head}</head><body id="top">{body}</body></html>'


@pytest.fixture
def site(tmp_path):
    """Write pages by name; returns the mistakes."""

    def write(**pages):
        for name, (head, body) in pages.items():
            (tmp_path / f"{name}.html").write_text(PAGE.format(head=head, body=body))
        return docs_check.check_pages(tmp_path)

    write.folder = tmp_path
    return write


def test_a_whole_site_has_no_mistakes(site):
    (site.folder / "a.png").write_bytes(b"")
    body = '<a href="b.html#top">b</a><img src="a.png"><a href="https://x.org">x</a>'
    assert site(a=("", body), b=("", '<a href="#top">up</a>')) == []


@pytest.mark.parametrize(
    ("head", "body", "says"),
    [
        ("", '<a href="c.html">c</a>', "c.html is not there"),
        ("", '<a href="a.html#c">c</a>', "no such place"),
        ("", '<img src="c.png">', "c.png is not there"),
        ("", '<img src="https://x.org/c.png">', "from elsewhere"),
        ('<script src="https://cdn.x.org/m.js"></script>', "", "from elsewhere"),
        ('<link rel="stylesheet" href="//x.org/c.css">', "", "from elsewhere"),
    ],
)
def test_a_mistake_is_found(site, head, body, says):
    (mistake,) = site(a=(head, body))
    assert says in mistake and mistake.startswith("a.html")


def test_a_font_of_a_style_sheet_must_be_there(site):
    (site.folder / "a.css").write_text("@font-face { src: url('https://x.org/f') }")
    assert "from elsewhere" in site(a=("", ""))[0]


def test_an_empty_folder_is_no_site(tmp_path):
    assert docs_check.check_pages(tmp_path)


def test_a_block_that_fails_is_named():
    assert docs_check.run_block(("notes.md", "x = 1")) == []
    (mistake,) = docs_check.run_block(("notes.md", "assert 1 == 2, 'no'"))
    assert mistake.startswith("notes.md: AssertionError: no")


def test_blocks_are_found_by_their_mark(tmp_path):
    text = "```python\nx = 1\n```\n\n```bash\nls\n```\n"
    (tmp_path / "a.md").write_text(text)
    assert docs_check.code_blocks(tmp_path) == [("a.md", "x = 1\n")]
