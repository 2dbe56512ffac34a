"""Pictures of the page that gluon-course serve shows, for each of several models.

Run:      python scripts/screenshots.py --out FOLDER [RUN ...]
          python scripts/screenshots.py --out shots runs/lenet runs/ssd
Expected: two PNG files for each model: TASK-light.png, a desktop in English and
          light colours; TASK-dark.png, a phone in Chinese and dark ones
Needs:    the extras serve and browser, and a Chromium on the path; a font with
          Chinese characters, or these are drawn as empty boxes

A RUN is a run's folder or an export. Without one, LeNet is trained on the embedded
digits, in about half a minute.
"""

import argparse
import contextlib
import importlib.util
import io
import shutil
import sys
import tempfile
import threading
from pathlib import Path

from PIL import Image

from gluon_course.base.errors import StackError
from gluon_course.cli.errors import exit_status

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ("--headless", "--no-sandbox", "--disable-gpu")
VIEWS = {
    "light": {
        "viewport": {"width": 1180, "height": 800},
        "color_scheme": "light",
        "locale": "en-US",
        "device_scale_factor": 1.5,
    },
    "dark": {
        "viewport": {"width": 390, "height": 844},
        "color_scheme": "dark",
        "locale": "zh-CN",
        "device_scale_factor": 2,
    },
}
SENTENCES = {
    "sentiment": "this film is not bad",
    "translation": "forty two",
}
PATIENCE_MS = 120_000


def main(arguments=None):
    """Photograph the page for every model; the exit status is 0 where all went well."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("runs", nargs="*", metavar="RUN", help="exported models")
    parser.add_argument("--out", required=True, type=Path, help="folder for the files")
    options = parser.parse_args(arguments)
    playwright, path = find_browser()
    options.out.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        runs = options.runs or [
            train_lenet(stack.enter_context(tempfile.TemporaryDirectory()))
        ]
        browser = stack.enter_context(playwright()).chromium.launch(
            executable_path=path, args=list(ARGUMENTS)
        )
        for run in runs:
            with serving(run) as (address, meta):
                photograph(browser, address, meta, options.out)
    return 0


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
            "pip install '.[cpu,serve,browser]'",
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


def train_lenet(folder):
    """LeNet on the embedded digits, as in the demo, in fewer epochs."""
    import mxnet as mx

    from gluon_course import RunOptions, data, models, train
    from gluon_course.export import export_model

    train_iter, test_iter = data.fashion_mnist(32, run=RunOptions(sample=True))
    net = models.get_model("lenet")
    trainer = train.Trainer(
        net,
        train.Classification(),
        "adam",
        {"learning_rate": 0.005},
        init=mx.init.Xavier(),
    )
    trainer.fit(train_iter, test_iter, num_epochs=12)
    return export_model(net, folder, (1, 28, 28), info=test_iter.info)


@contextlib.contextmanager
def serving(folder):
    """Serve an export from a thread; gives its address and what it is."""
    from gluon_course.serve import Server, address_of, bind, create_app

    begun = threading.Event()
    app = create_app(folder)
    server, listener = Server(app, begun.set), bind("127.0.0.1", 0)
    thread = threading.Thread(target=server.run_on, args=(listener,))
    thread.start()
    try:
        begun.wait()
        yield address_of(listener), app.state.owner.meta
    finally:
        server.should_exit = True
        thread.join()


def photograph(browser, address, meta, out):
    """Open the page in each view, ask something, and write what is seen."""
    for name, view in VIEWS.items():
        context = browser.new_context(reduced_motion="reduce", **view)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.goto(address)
        page.wait_for_selector("#question-heading:not(:empty)")
        ask(page, meta)
        page.wait_for_selector("#answer > *")
        page.wait_for_load_state("networkidle")
        path = out / f"{meta['task']}-{name}.png"
        page.screenshot(path=path, full_page=True)
        print(path)
        context.close()


def ask(page, meta):
    """Do what a visitor would: draw, give a picture, write."""
    task = meta["task"]
    if page.locator("#draw").is_visible():
        page.locator("#sketches button").nth(3).click()
    elif page.locator("#picture").is_visible():
        picture = composed(meta) if meta["data"].get("name") == "composed" else photo()
        content = {"name": "picture.png", "mimeType": "image/png", "buffer": picture}
        page.set_input_files("#file", content)
    elif page.locator("#words").is_visible():
        page.locator("#words-examples button").first.click()
    elif task in SENTENCES:
        page.fill("#text-input", SENTENCES[task])
        page.locator("#text-send").click()
    else:
        page.locator("#text-examples button").first.click()


def composed(meta):
    """A picture as detectors of the sample know them, which none was trained on."""
    from gluon_course.data.detection.composing import compose

    side = meta["input"]["shape"][-1]
    return png(next(compose(1, part="test", side=side, seed=74)).image)


def photo():
    """One of scikit-learn's photographs."""
    from sklearn.datasets import load_sample_image

    return png(load_sample_image("flower.jpg"))


def png(pixels):
    """uint8 (H, W, 3) as the bytes of a file."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "png")
    return file.getvalue()


if __name__ == "__main__":
    sys.exit(exit_status(main))
