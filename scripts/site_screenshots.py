"""Pictures of pages of the built site and of slides, on a desktop and on a phone.

Run:      bash scripts/docs.sh
          python scripts/site_screenshots.py --out FOLDER [PAGE ...]
          python scripts/site_screenshots.py --out shots lenet.slides.html#/2
Expected: two PNG files for each page, NAME-desktop.png and NAME-phone.png; of each
          page of slides the slide that stands behind #/, the first one without
Needs:    the extra browser, and a Chromium on the path; a font with Chinese
          characters, or these are drawn as empty boxes

A PAGE is a file, of docs/_build/html or any other; without one, the start page, LeNet's
page, the results and a slide. The network is cut off: a page that asks for
anything but files, is wider than its window or lacks a picture is told as a mistake,
and the exit status is 1.
"""

import argparse
import importlib.util
import shutil
import sys
from pathlib import Path

from gluon_course.base.errors import ConfigError, StackError
from gluon_course.cli.errors import exit_status

SITE = Path(__file__).resolve().parents[1] / "docs" / "_build" / "html"
LENET = "chapter_convolutional-neural-networks/lenet"
PAGES = (
    "index.html",
    f"{LENET}.html",
    "results.html",
    f"{LENET}.slides.html#/2/1",
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic")
VIEWS = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 2,
        "is_mobile": True,
    },
}
PATIENCE_MS = 120_000
FAULTS = """() => {
  const found = [], width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) {
    const wide = [...document.querySelectorAll("article *")].find(
      each => each.getBoundingClientRect().right > width + 1);
    found.push(`wider than ${width} pixels, from ${wide ? wide.tagName : "?"} on`);
  }
  for (const image of document.images)
    if (image.complete && !image.naturalWidth) found.push(`lacks ${image.src}`);
  return found;
}"""


def main(arguments=None):
    """Photograph every page; the exit status is 1 where something is wrong with one."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", nargs="*", metavar="PAGE", help="of the site")
    parser.add_argument("--out", required=True, type=Path, help="folder for the files")
    options = parser.parse_args(arguments)
    pages = [address_of(each) for each in options.pages or PAGES]
    playwright, path = find_browser()
    options.out.mkdir(parents=True, exist_ok=True)
    mistakes = []
    with playwright() as started:
        browser = started.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        for address in pages:
            mistakes += photograph(browser, address, options.out)
        browser.close()
    for each in mistakes:
        print(each, file=sys.stderr)
    return 1 if mistakes else 0


def address_of(page):
    """The ``file://`` address of a page, with the place in it.

    Raises
    ------
    ConfigError
        If there is no such file.
    """
    name, mark, place = page.partition("#")
    for file in (Path(name), SITE / name):
        if file.is_file():
            return f"{file.resolve().as_uri()}{mark}{place}"
    raise ConfigError(
        f"There is no page {name}", "the site is not built", "bash scripts/docs.sh"
    )


def find_browser():
    """Playwright's entrance and the path of a Chromium.

    Raises
    ------
    StackError
        If one of them is missing.
    """
    if importlib.util.find_spec("playwright") is None:
        raise StackError(
            "Pictures of a page need playwright",
            "the extra browser is not installed",
            "pip install '.[cpu,docs,browser]'",
        )
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        raise StackError(
            "There is no Chromium on the path",
            f"none of {', '.join(BROWSERS)} is a command here",
            "install one, as with apt-get install chromium",
        )
    from playwright.sync_api import sync_playwright

    return sync_playwright, path


def photograph(browser, address, out):
    """Open a page in each view, write what is seen; lines about what is wrong."""
    mistakes = []
    file, _, place = address.partition("#")
    name = file.rpartition("/")[2].removesuffix(".html")
    name += place.replace("/", "-")
    for view, settings in VIEWS.items():
        context = browser.new_context(reduced_motion="reduce", **settings)
        context.set_default_timeout(PATIENCE_MS)

        def answer(route, seen=view):
            request = route.request.url
            if request.startswith(("file:", "data:")):
                route.continue_()
            else:
                mistakes.append(f"{name} ({seen}): asks for {request}")
                route.abort()

        context.route("**/*", answer)
        page = context.new_page()
        page.on("pageerror", lambda error: mistakes.append(f"{name}: {error}"))
        page.goto(address)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(500)  # formulas, and the slide that was asked for
        mistakes.extend(f"{name} ({view}): {each}" for each in page.evaluate(FAULTS))
        path = out / f"{name}-{view}.png"
        page.screenshot(path=path)
        print(path)
        context.close()
    return mistakes


if __name__ == "__main__":
    sys.exit(exit_status(main))
