"""Applications in this process, and servers on sockets, all ended with the test."""

import asyncio
import contextlib
import io
import socket
import threading

import numpy as np
import pytest

WAIT = 120  # seconds until a test gives up; nothing is measured


class Held:
    """A predictor for texts that answers when it is let go."""

    meta = {
        "task": "sentiment",
        "class_names": ["bad", "good"],
        "vocab": ["<pad>", "so", "good"],
        "notice": "a toy",
        "input": {"shape": [4]},
    }
    notice = "a toy"

    def __init__(self):
        self.asked = []  # the batches
        self.begun, self.go = threading.Semaphore(0), threading.Event()

    def __call__(self, texts):
        from gluon_course.predict import Sentiment

        self.asked.append(list(texts))
        self.begun.release()
        if not self.go.wait(WAIT):
            raise AssertionError("nobody let the predictor go")
        return [Sentiment(each, "good", 0.75) for each in texts]

    def wait_for_a_batch(self):
        assert self.begun.acquire(timeout=WAIT)


@pytest.fixture
def held():
    """A predictor that waits; it is let go at the end at the latest."""
    predictor = Held()
    yield predictor
    predictor.go.set()


@pytest.fixture
def make_app():
    """``make_app(folder or None, limits, predictor=...)``."""
    pytest.importorskip("fastapi")
    from gluon_course.serve import create_app

    apps = []

    def make(folder=None, limits=None, **options):
        apps.append(create_app(folder, limits, **options))
        return apps[-1]

    yield make
    for app in apps:
        app.state.owner.stop()


@pytest.fixture
def ask(make_app):
    """``ask(app, "POST", "/predict", json=...)``: one response, in this process."""
    import httpx

    def send(app, method, path, **content):
        async def request():
            transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
            async with httpx.AsyncClient(
                transport=transport, base_url="http://test"
            ) as client:
                return await client.request(method, path, **content)

        return asyncio.run(request())

    return send


@pytest.fixture
def serving():
    """``with serving(app) as server``: on a socket; ``server.address``, ``.stop()``."""
    pytest.importorskip("fastapi")
    from gluon_course.serve import Server, bind

    @contextlib.contextmanager
    def start(app):
        ready = threading.Event()
        listener = bind("127.0.0.1", 0)
        server = Server(app, ready.set)
        server.address = listener.getsockname()
        server.url = f"http://127.0.0.1:{server.address[1]}"
        thread = threading.Thread(target=server.run_on, args=(listener,), daemon=True)
        thread.start()
        assert ready.wait(WAIT)

        def stop():
            server.should_exit = True
            thread.join(WAIT)
            assert not thread.is_alive()

        server.stop = stop
        try:
            yield server
        finally:
            stop()
            listener.close()

    return start


@pytest.fixture
def connect():
    """``connect(server, bytes)``: a socket on which these bytes were sent."""
    opened = []

    def start(server, content=b""):
        opened.append(socket.create_connection(server.address, timeout=WAIT))
        opened[-1].sendall(content)
        return opened[-1]

    yield start
    for each in opened:
        each.close()


@pytest.fixture
def png():
    """``png(height, width)``: the bytes of a picture of noise."""
    from PIL import Image

    def make(height=40, width=50, channels=3):
        random = np.random.RandomState(height * 100 + width)
        pixels = random.randint(0, 255, (height, width, channels)).astype(np.uint8)
        stream = io.BytesIO()
        Image.fromarray(pixels.squeeze()).save(stream, "PNG")
        return stream.getvalue()

    return make


@pytest.fixture(scope="session")
def lenet(tmp_path_factory):
    """The export of a LeNet that was not trained."""
    from mxnet import init, nd

    from gluon_course import models
    from gluon_course.base.seeds import seed_everything
    from gluon_course.export import export_model

    seed_everything(0)
    net = models.get_model("lenet", num_classes=10)
    net.initialize(init.Xavier())
    net(nd.zeros((1, 1, 28, 28)))
    info = {"class_names": [str(i) for i in range(10)], "notice": "not trained"}
    folder = tmp_path_factory.mktemp("lenet") / "export"
    return export_model(net, folder, (1, 28, 28), info=info, spec=net.spec)
