"""A browser without a window, a served model, and pages that are watched.

Nothing waits for a time: all waits are for something on the page, and give up late.
"""

import contextlib
import shutil
import threading

import pytest

WAIT_MS = 120_000  # until a test gives up; nothing is measured
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser():
    """Chromium, if the machine has one."""
    api = pytest.importorskip("playwright.sync_api", reason="needs the extra browser")
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("there is no Chromium on the path")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def predictor(tmp_path_factory):
    """LeNet that knows the digits of the sample, as in the demo of the README."""
    import mxnet as mx

    from gluon_course import RunOptions, data, models, train
    from gluon_course.export import export_model
    from gluon_course.predict import load_predictor

    run = RunOptions(sample=True)
    train_iter, test_iter = data.fashion_mnist(batch_size=32, run=run)
    net = models.get_model("lenet")
    trainer = train.Trainer(
        net,
        train.Classification(),
        "adam",
        {"learning_rate": 0.005},
        init=mx.init.Xavier(),
        run=run,
    )
    trainer.fit(train_iter, test_iter, num_epochs=8)
    folder = tmp_path_factory.mktemp("lenet") / "export"
    export_model(net, folder, (1, 28, 28), info=test_iter.info)
    return load_predictor(folder)


@pytest.fixture(scope="session")
def serving():
    """``with serving(predictor, limits) as (address, end)``: a server in a thread."""
    return serve


@contextlib.contextmanager
def serve(predictor, limits=None):
    """A server in a thread: gives its address and a function that ends it."""
    pytest.importorskip("fastapi", reason="needs the extra serve")
    pytest.importorskip("uvicorn", reason="needs the extra serve")
    from gluon_course.serve import Server, address_of, bind, create_app

    begun = threading.Event()
    app = create_app("in memory", limits, predictor=predictor)
    server, listener = Server(app, begun.set), bind("127.0.0.1", 0)
    thread = threading.Thread(target=server.run_on, args=(listener,))
    thread.start()

    def end():
        server.should_exit = True
        thread.join()

    try:
        assert begun.wait(WAIT_MS / 1000)
        yield address_of(listener), end
    finally:
        end()


@pytest.fixture(scope="session")
def address(predictor):
    """Where LeNet is served."""
    with serve(predictor) as (address, _):
        yield address


@pytest.fixture
def visit(browser, address):
    """Opens the page as visitors do; it may not complain, nor ask anybody else.

    ``visit(model=..., answer=...)`` puts another model and its answers before the
    server's own; ``status`` is that of the answer.
    """
    contexts, complaints, origins, own_origins = [], [], set(), set()

    def open_page(
        model=None,
        answer=None,
        status=200,
        at=address,
        width=1200,
        language="en-US",
        **settings,
    ):
        size = {"width": width, "height": 800}
        context = browser.new_context(viewport=size, locale=language, **settings)
        context.set_default_timeout(WAIT_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text))
        page.on("request", lambda request: origins.add(origin(request.url)))
        if model is not None:
            page.route("**/model", lambda route: route.fulfill(json=model))
        if answer is not None:
            page.route(
                "**/predict", lambda route: route.fulfill(json=answer, status=status)
            )
        own_origins.add(at)
        page.goto(at)
        page.wait_for_selector("#question-heading:not(:empty)")
        return page

    yield open_page
    for context in contexts:
        context.close()
    # the browser itself notes answers that are none
    own = [each for each in complaints if "Failed to load resource" not in each]
    assert own == []
    assert origins <= {"blob:", "data:", *own_origins}


def origin(url):
    """Scheme, host and port of an address."""
    if url.startswith(("blob:", "data:")):
        return url[:5]
    return "/".join(url.split("/")[:3])
