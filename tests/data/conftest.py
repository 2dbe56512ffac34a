"""Folders of their own for every test, and a server on loopback that misbehaves."""

import dataclasses
import hashlib
import http.server
import itertools
import os
import threading
import zipfile
from pathlib import Path

import pytest

from gluon_course.data.catalogue import add_data_set
from gluon_course.data.dataset import DataFile, DataSet, Edition

REAL_DATA = os.environ.get("GLUON_COURSE_DATA")
_numbers = itertools.count()


@pytest.fixture(autouse=True)
def places(tmp_path, monkeypatch):
    """Root, cache and MXNet's home below ``tmp_path``, away from the user's own."""
    monkeypatch.setenv("GLUON_COURSE_DATA", str(tmp_path / "root"))
    monkeypatch.setenv("GLUON_COURSE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("MXNET_HOME", str(tmp_path / "mxnet"))
    for name in ("MXNET_GLUON_REPO", "GLUON_COURSE_ANY_EDITION", "GLUON_COURSE_SAMPLE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def real_data(monkeypatch):
    """The real data root, where ``GLUON_COURSE_DATA`` names one."""
    if not REAL_DATA:
        pytest.skip("GLUON_COURSE_DATA is not set")
    monkeypatch.setenv("GLUON_COURSE_DATA", REAL_DATA)
    return Path(REAL_DATA)


@pytest.fixture
def root(places):
    """The data root, empty."""
    folder = places / "root"
    folder.mkdir()
    return folder


@dataclasses.dataclass
class Answer:
    """How the server answers requests of one path.

    ``cuts``: bytes after which the first, second, ... answer breaks off.
    ``declared``: Content-Length to claim. ``status``: HTTP status to refuse with.
    """

    content: bytes = b""
    cuts: list = dataclasses.field(default_factory=list)
    declared: int = None
    status: int = None
    knows_ranges: bool = True
    is_silent: bool = False


class Loopback:
    """An HTTP server on loopback; ``requests`` lists (path, Range header or None)."""

    def __init__(self):
        self.answers, self.requests = {}, []
        self.is_closing = threading.Event()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                outer.requests.append((self.path, self.headers.get("Range")))
                outer.answer(self, outer.answers.get(self.path, Answer(status=404)))

            def log_message(self, *args):
                """Nothing on stderr."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(
            target=self.server.serve_forever, args=(0.02,), daemon=True
        ).start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def serve(self, path, content=b"", **how):
        self.answers[path] = Answer(content, **how)
        return self.address + path

    def answer(self, handler, answer):
        if answer.is_silent:
            self.is_closing.wait(60)
            return
        if answer.status:
            handler.send_error(answer.status)
            return
        start, wanted = 0, handler.headers.get("Range")
        if wanted and answer.knows_ranges:
            start = int(wanted[len("bytes=") : -1])
            if start >= len(answer.content):
                handler.send_response(416)
                size = len(answer.content)
                handler.send_header("Content-Range", f"bytes */{size}")
                handler.end_headers()
                return
        body = answer.content[start:]
        handler.send_response(206 if start else 200)
        if start:
            size = len(answer.content)
            handler.send_header("Content-Range", f"bytes {start}-{size - 1}/{size}")
        declared = len(body) if answer.declared is None else answer.declared
        handler.send_header("Content-Length", str(declared))
        handler.end_headers()
        handler.wfile.write(body[: answer.cuts.pop(0)] if answer.cuts else body)

    def close(self):
        self.is_closing.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def server():
    loopback = Loopback()
    yield loopback
    loopback.close()


@pytest.fixture
def add_file():
    """Make a catalogue row of one file: ``add_file(published, *addresses) -> row``."""

    def add(published, *addresses, path="set.bin", known=True, **facts):
        sha256 = hashlib.sha256(published).hexdigest()
        editions = (Edition(sha256),) if known else ()
        unpack_to = facts.pop("unpack_to", None)
        row = DataSet(
            f"test-{next(_numbers)}",
            "A set of the tests",
            facts.pop("content", path),
            (DataFile(path, editions, addresses, unpack_to),),
            **facts,
        )
        add_data_set(row)
        return row

    return add


@pytest.fixture
def make_zip(tmp_path):
    """Write a zip archive of ``{member: bytes}`` and return its path."""

    def make(members, name="made.zip"):
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, content in members.items():
                archive.writestr(member, content)
        return path

    return make
