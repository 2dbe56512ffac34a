"""Pictures of the built site, as a browser shows it on a desktop and on a phone.

Run:      python scripts/site_shots.py --out FOLDER [PAGE ...]
          python scripts/site_shots.py --out shots results api/index
Expected: two PNG files a page: NAME-light.png, 1280 pixels wide in light colours, and
          NAME-dark.png, a phone of 390 pixels in dark ones; exit status 1, and a line
          for each, if a page is wider than its window, shows a picture that cannot be
          loaded, or says an error in the browser's console
Needs:    bash scripts/docs.sh first; the extra browser, and a Chromium on the path; a
          font with Chinese characters, or these are drawn as empty boxes

Without a PAGE: the start page, LeNet, the results and, where they were made, the slides
of a section. A page is its path in the site without .html. --top takes the first
screens of each page only.
"""

import argparse
import contextlib
import functools
import http.server
import sys
import threading
from pathlib import Path

from screenshots import ARGUMENTS, PATIENCE_MS, find_browser

from gluon_course.base.errors import DataError
from gluon_course.cli.errors import exit_status

HTML = Path(__file__).resolve().parents[1] / "docs" / "_build" / "html"
PAGES = (
    "index",
    "chapter_convolutional-neural-networks/lenet",
    "results",
)
SLIDES = "chapter_convolutional-neural-networks/lenet.slides"
VIEWS = {
    "light": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"},
    "dark": {
        "viewport": {"width": 390, "height": 844},
        "color_scheme": "dark",
        "device_scale_factor": 2,
        "is_mobile": True,
    },
}
MOST_PX = 16_000  # of a picture: Chromium's own limit is 16,384
FAULTS = """() => {
  const root = document.documentElement, found = [];
  const width = root.clientWidth;
  if (root.scrollWidth > width) {
    const wide = [...document.querySelectorAll("article *")].find(
      each => each.getBoundingClientRect().right > width + 1);
    const name = wide ? `${wide.tagName.toLowerCase()}.${wide.className}` : "?";
    found.push(`${root.scrollWidth} pixels in a window of ${width}: ${name}`);
  }
  for (const image of document.images)
    if (image.complete && !image.naturalWidth) found.push(`no picture: ${image.src}`);
  return found;
}"""


def main(arguments=None):
    """Photograph the pages; the exit status is 0 where nothing is wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", nargs="*", metavar="PAGE")
    parser.add_argument("--out", required=True, type=Path, help="folder for the files")
    parser.add_argument("--html", type=Path, default=HTML, help="the built site")
    parser.add_argument("--top", type=int, metavar="PIXELS", help="cut pictures there")
    options = parser.parse_args(arguments)
    pages = options.pages or [*PAGES]
    if not options.pages and (options.html / f"{SLIDES}.html").is_file():
        pages.append(SLIDES)
    for page in pages:
        if not (options.html / f"{page}.html").is_file():
            raise DataError(
                f"{options.html} has no page {page}",
                "the site is not built, or the page has another path",
                "bash scripts/docs.sh",
            )
    playwright, path = find_browser()
    options.out.mkdir(parents=True, exist_ok=True)
    faults = []
    with contextlib.ExitStack() as stack:
        address = stack.enter_context(serving(options.html))
        browser = stack.enter_context(playwright()).chromium.launch(
            executable_path=path, args=list(ARGUMENTS)
        )
        for page in pages:
            for name in VIEWS:
                file = options.out / f"{page.replace('/', '-')}-{name}.png"
                found = photograph(
                    browser, f"{address}/{page}.html", name, file, options
                )
                faults += [f"{page}, {name}: {each}" for each in found]
                print(file, flush=True)
    for each in faults:
        print(each, file=sys.stderr)
    return 1 if faults else 0


@contextlib.contextmanager
def serving(folder):
    """Serve a folder on this machine, from a thread; gives the address."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    handler = functools.partial(Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def photograph(browser, address, view, file, options) -> list:
    """Write the picture of a page; returns what is wrong with it."""
    context = browser.new_context(reduced_motion="reduce", **VIEWS[view])
    context.set_default_timeout(PATIENCE_MS)
    page, said = context.new_page(), []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    found = page.evaluate(FAULTS)
    size = VIEWS[view]["viewport"]
    scale = VIEWS[view].get("device_scale_factor", 1)
    height = min(
        page.evaluate("document.documentElement.scrollHeight"),
        options.top or MOST_PX,
        MOST_PX // scale,
    )
    page.set_viewport_size({"width": size["width"], "height": height})
    page.screenshot(path=file)
    context.close()
    return [*said, *found]


if __name__ == "__main__":
    sys.exit(exit_status(main))
