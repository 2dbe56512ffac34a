"""On real sockets: cut and slow connections, many at once, the end."""

import contextlib
import json
import socket
import threading

import pytest

pytest.importorskip("fastapi")
import httpx

from gluon_course.base.errors import ConfigError
from gluon_course.serve import Limits, address_of, bind, is_loopback
from gluon_course.serve.tasks import Asked

WAIT = 120


def question(text):
    body = json.dumps({"text": text}).encode()
    head = (
        "POST /predict HTTP/1.1\r\nHost: localhost\r\n"
        "Content-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def read_all(connection):
    """What comes until the other side closes."""
    parts = []
    with contextlib.suppress(ConnectionResetError):
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


def post(server, text):
    return httpx.post(f"{server.url}/predict", json={"text": text}, timeout=WAIT)


@pytest.fixture
def busy(make_app, held):
    """An application whose model is busy until ``held`` is let go."""
    app = make_app(None, Limits(batch=8), predictor=held)
    app.state.owner.submit(Asked("first"))
    held.wait_for_a_batch()
    return app


def until(condition):
    """Wait for what another thread does."""
    pause = threading.Event()
    for _ in range(100 * WAIT):
        if condition():
            return
        pause.wait(0.01)
    raise AssertionError("it did not happen")


def test_what_a_client_asked_that_left_is_not_computed(busy, serving, connect, held):
    with serving(busy) as server:
        left = connect(server, question("left"))
        until(lambda: busy.state.admission.taken == 1)
        left.close()
        until(lambda: busy.state.admission.taken == 0)
        stays = connect(server, question("stays"))
        until(lambda: busy.state.admission.taken == 1)
        held.go.set()
        assert b"200 OK" in stays.recv(65536)
    assert held.asked == [["first"], ["stays"]]
    assert 'cancelled_total{reason="left"} 1.0' in busy.state.measures.text().decode()


def test_a_connection_cut_within_a_body_harms_nobody(make_app, serving, connect, held):
    held.go.set()
    app = make_app(None, predictor=held)
    with serving(app) as server:
        for text in ("cut", "cut again"):
            connect(server, question(text)[:-4]).close()
        connect(server, b"POST /pre").close()
        assert post(server, "whole").json()["answers"][0]["class"] == "good"
    assert held.asked == [["whole"]]
    assert app.state.admission.taken == app.state.admission.held == 0


@pytest.mark.parametrize(
    "sent", [b"", b"GET /health HT", b"GET / HTTP/1.1\r\nA: b\r\n"]
)
def test_a_client_without_headers_is_cut_off(make_app, serving, connect, held, sent):
    app = make_app(None, Limits(read_s=0.5), predictor=held)
    with serving(app) as server:
        assert read_all(connect(server, sent)) == b""


def test_a_client_that_does_not_end_its_body_hears_408(
    make_app, serving, connect, held
):
    app = make_app(None, Limits(read_s=0.5), predictor=held)
    with serving(app) as server:
        answer = read_all(connect(server, question("slow")[:-4]))
    assert answer.startswith(b"HTTP/1.1 408") and b"within 0.5 seconds" in answer


def test_a_client_that_does_not_read_is_cut_off(make_app, serving, connect, held):
    held.go.set()
    app = make_app(None, Limits(read_s=0.5), predictor=held)
    with serving(app) as server:
        deaf = connect(server)
        get = b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n"
        with pytest.raises((ConnectionResetError, BrokenPipeError)):
            # it asks and asks, and takes none of the answers
            for _ in range(10_000_000):
                deaf.sendall(get * 100)
        assert post(server, "a").status_code == 200


def test_what_is_no_http_is_400(make_app, serving, connect, held):
    app = make_app(None, predictor=held)
    with serving(app) as server:
        assert b" 400 " in read_all(connect(server, b"\x16\x03\x01\0\0 hello\r\n\r\n"))


def test_a_large_body_is_answered_before_the_connection_is_closed(
    make_app, serving, held
):
    app = make_app(None, Limits(body_bytes=1000), predictor=held)
    with serving(app) as server, httpx.Client(timeout=WAIT) as client:
        for _ in range(2):
            answer = client.post(f"{server.url}/predict", content=b"a" * 3000)
            assert answer.status_code == 413


def test_too_many_connections_are_503(make_app, serving, connect, held):
    app = make_app(None, Limits(connections=3), predictor=held)
    with serving(app) as server:
        opened = [connect(server) for _ in range(2)]
        until(lambda: len(server.server_state.connections) == 2)
        assert httpx.get(f"{server.url}/health", timeout=WAIT).status_code == 503
        for each in opened:
            each.close()
        until(lambda: not server.server_state.connections)
        assert httpx.get(f"{server.url}/health", timeout=WAIT).status_code == 200


def test_many_clients_are_answered_each_with_its_own(make_app, serving, held):
    held.go.set()
    app = make_app(None, predictor=held)
    seen, lock = {}, threading.Lock()

    def client(number):
        with httpx.Client(timeout=WAIT) as each:
            for i in range(5):
                text = f"{number}-{i}"
                answer = each.post(f"{server.url}/predict", json={"text": text})
                with lock:
                    seen[text] = answer.status_code

    with serving(app) as server:
        threads = [threading.Thread(target=client, args=(i,)) for i in range(8)]
        for each in threads:
            each.start()
        for each in threads:
            each.join(WAIT)
    assert set(seen.values()) == {200} and len(seen) == 40
    asked = [text for batch in held.asked for text in batch]
    assert sorted(asked) == sorted(seen)


def test_the_end_answers_what_was_taken_and_takes_nothing_more(
    busy, serving, connect, held
):
    with serving(busy) as server:
        taken = connect(server, question("taken"))
        until(lambda: busy.state.admission.taken == 1)
        server.should_exit = True
        until(lambda: busy.state.admission.is_draining)
        with pytest.raises(httpx.TransportError):
            for _ in range(100):  # the socket is closed a little later
                httpx.get(f"{server.url}/health", timeout=1)
        held.go.set()
        answer = read_all(taken)
        assert answer.startswith(b"HTTP/1.1 200") and b"good" in answer


def test_answers_do_not_wait_for_an_acknowledgement(make_app, serving, connect, held):
    app = make_app(None, predictor=held)
    with serving(app) as server:
        connect(server)
        until(lambda: server.server_state.connections)
        (connection,) = server.server_state.connections
        accepted = connection.transport.get_extra_info("socket")
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_port_that_is_taken_and_hosts_that_are_none_are_mistakes():
    with bind("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        assert address_of(first) == f"http://127.0.0.1:{port}"
        with pytest.raises(ConfigError, match="another program"):
            bind("127.0.0.1", port)
    with pytest.raises(ConfigError, match="not known"):
        bind("no such host.invalid", 0)
    with pytest.raises(ConfigError, match="no address of this machine"):
        bind("192.0.2.1", 0)


def test_only_addresses_of_this_machine_alone_are_loopback():
    for host, is_ours in (("127.0.0.1", True), ("localhost", True), ("0.0.0.0", False)):
        with bind(host, 0) as listener:
            assert is_loopback(listener) is is_ours
