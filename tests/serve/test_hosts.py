"""Pages from elsewhere cannot reach a server of this machine by a name of their own."""

import pytest

pytest.importorskip("fastapi")

from gluon_course.serve import bind, own_names
from gluon_course.serve.hosts import LOOPBACK


@pytest.fixture
def guarded(make_app, held):
    return make_app(None, predictor=held, hosts=[*LOOPBACK, "My-Own.Name"])


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST:8000", "127.0.0.1:8000", "[::1]:8000", "[::1]"]
    + ["my-own.name:1", "localhost.:8000"],
)
def test_own_names_are_answered(guarded, ask, host):
    answer = ask(guarded, "GET", "/health", headers={"host": host})
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.1.nip.io"]
    + ["", ":8000", "[::2]:8000", "::1", "127.0.0.2", "localhost:80:80", "\xff"],
)
def test_other_names_are_421(guarded, ask, host):
    headers = {"host": host.encode("latin-1")}
    for method, path in (("GET", "/"), ("POST", "/predict"), ("GET", "/nothing")):
        answer = ask(guarded, method, path, headers=headers)
        assert answer.status_code == 421, answer.text
        error = answer.json()["error"]
        assert set(error) == {"what", "cause", "action"} and "--host" in error["action"]
    assert answer.headers["cache-control"] == "no-store"


def test_refusals_are_counted(guarded, ask):
    ask(guarded, "POST", "/predict", headers={"host": "evil.example"})
    said = guarded.state.measures.text().decode()
    assert 'method="POST",path="other",status="421"} 1.0' in said


def test_a_request_of_no_browser_may_name_no_host(make_app, held, serving, connect):
    app = make_app(None, predictor=held, hosts=LOOPBACK)
    with serving(app) as server:
        for line, said in (
            (b"GET /health HTTP/1.0\r\n\r\n", b" 200 "),
            (b"GET /health HTTP/1.0\r\nHost: evil.example\r\n\r\n", b" 421 "),
            (b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n", b" 200 "),
        ):
            assert said in connect(server, line).recv(65536).split(b"\r\n")[0]


def test_whoever_is_served_to_others_answers_to_any_name(make_app, held, ask):
    with bind("0.0.0.0", 0) as listener:
        assert own_names(listener, "0.0.0.0") is None
    with bind("localhost", 0) as listener:
        names = own_names(listener, "localhost")
        assert {*LOOPBACK, "localhost"} <= set(names)
    app = make_app(None, predictor=held)
    answer = ask(app, "GET", "/health", headers={"host": "evil.example"})
    assert answer.status_code == 200
