"""Checks of the learner's site: links, pictures, code blocks, nothing from elsewhere.

    python scripts/docs_check.py docs/_build/html    # the built pages
    python scripts/docs_check.py --code              # runs the blocks marked python

Exit status 1 if something is wrong; every mistake is one line.
"""

import argparse
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
LOADED = {  # what a browser fetches by itself
    *(("img", "src"), ("script", "src"), ("source", "src"), ("iframe", "src")),
    *(("link", "href"), ("video", "src"), ("audio", "src"), ("object", "data")),
}
_BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
_CSS_URL = re.compile(r"url\(\s*['\"]?([^'\")]+)")
_SECONDS = 300


class Page(HTMLParser):
    """Anchors of a page, and what it links to and loads."""

    def __init__(self):
        super().__init__()
        self.anchors, self.links, self.loaded = set(), [], []

    def handle_starttag(self, tag, attrs):
        """Collect from one tag."""
        values = dict(attrs)
        self.anchors.update(filter(None, (values.get("id"), values.get("name"))))
        is_asset = tag != "link" or values.get("rel") not in ("next", "prev", "search")
        for name in ("href", "src", "data"):
            if not values.get(name):
                continue
            if (tag, name) in LOADED and is_asset and values.get("rel") != "canonical":
                self.loaded.append(values[name])
            elif name == "href":
                self.links.append(values[name])


def read_page(file: Path) -> Page:
    """One HTML file, parsed."""
    page = Page()
    page.feed(file.read_text("utf-8"))
    return page


def check_pages(html: Path) -> list[str]:
    """Mistakes in a folder of built pages, one a line.

    Internal links must lead to a file and an anchor that exist; what a page or a style
    sheet loads must be a file of the folder.
    """
    pages = {file.resolve(): read_page(file) for file in sorted(html.rglob("*.html"))}
    mistakes = [] if pages else [f"{html} holds no pages"]
    for file, page in pages.items():
        name = file.relative_to(html.resolve())
        for address in page.loaded:
            mistakes += _missing(name, file, address, pages, is_loaded=True)
        for address in page.links:
            mistakes += _missing(name, file, address, pages, is_loaded=False)
    for file in sorted(html.rglob("*.css")):
        for address in _CSS_URL.findall(file.read_text("utf-8")):
            name = file.relative_to(html)
            mistakes += _missing(name, file, address, pages, is_loaded=True)
    return mistakes


def _missing(name, file: Path, address: str, pages: dict, is_loaded: bool) -> list[str]:
    parts = urlsplit(address)
    if parts.scheme == "data":
        return []
    if parts.scheme or parts.netloc:
        return [f"{name}: loads {address} from elsewhere"] if is_loaded else []
    target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
    if not target.is_file():
        return [f"{name}: {address} is not there"]
    anchor = unquote(parts.fragment)
    if anchor and target in pages and anchor not in pages[target].anchors:
        return [f"{name}: {address} has no such place"]
    return []


def code_blocks(docs: Path = DOCS) -> list[tuple[str, str]]:
    """File and source of every block marked ``python`` in the pages."""
    found = []
    for file in sorted(docs.rglob("*.md")):
        relative = file.relative_to(docs)
        if relative.parts[0] in ("_build", "api"):
            continue
        if relative.name == "pages.md":  # shows how blocks are written
            continue
        for code in _BLOCK.findall(file.read_text("utf-8")):
            found.append((str(relative), code))
    return found


def run_block(block: tuple[str, str]) -> list[str]:
    """Run a block in a process of its own; a line for an error."""
    name, code = block
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "MPLBACKEND": "Agg"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        env=environment,
    )
    if done.returncode == 0:
        return []
    last = (done.stderr.strip().splitlines() or ["no message"])[-1]
    return [f"{name}: {last}\n{code}"]


def main(args=None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("html", nargs="?", type=Path, help="folder of built pages")
    parser.add_argument("--code", action="store_true", help="run the code blocks")
    parser.add_argument("--jobs", type=int, default=1, help="blocks at a time")
    given = parser.parse_args(args)
    if not given.html and not given.code:
        parser.error("name the folder of built pages, or --code")
    mistakes = check_pages(given.html) if given.html else []
    if given.html:
        print(f"{len(list(given.html.rglob('*.html')))} pages looked through")
    if given.code:
        blocks = code_blocks()
        with ThreadPoolExecutor(given.jobs) as pool:
            for found in pool.map(run_block, blocks):
                mistakes += found
        print(f"{len(blocks)} blocks of code run")
    for mistake in mistakes:
        print(mistake, file=sys.stderr)
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main())
