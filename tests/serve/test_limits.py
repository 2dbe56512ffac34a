"""What is refused, with which status, and that refusals are JSON."""

import asyncio
import base64
import json

import pytest

pytest.importorskip("fastapi")
import httpx

from gluon_course.base.errors import ConfigError
from gluon_course.serve import Limits
from gluon_course.serve.tasks import Asked

WAIT = 120


def refused(response, status):
    """The words of a refusal, once it proved to be one."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json"
    (name,) = response.json()
    parts = response.json()[name]
    assert name == "error" and set(parts) == {"what", "cause", "action"}
    return " ".join(parts.values())


@pytest.fixture
def small(make_app, lenet):
    return make_app(lenet, Limits(body_bytes=3000, pixels=400))


def chunks(content, size=100):
    async def send():
        for start in range(0, len(content), size):
            yield content[start : start + size]

    return send()


def test_a_large_body_is_413_whether_or_not_its_length_is_said(small, ask):
    body = b'{"picture": "' + b"A" * 4000 + b'"}'
    headers = {"content-type": "application/json"}
    for content in (body, chunks(body), chunks(body * 9)):
        answer = ask(small, "POST", "/predict", content=content, headers=headers)
        assert "3,000 bytes" in refused(answer, 413)
        assert answer.headers["connection"] == "close"
    headers.update({"expect": "100-continue"})
    answer = ask(small, "POST", "/predict", content=body, headers=headers)
    assert refused(answer, 413)


def test_what_fits_is_read_in_pieces(small, ask, png):
    body = json.dumps({"picture": base64.b64encode(png(9, 9)).decode()}).encode()
    headers = {"content-type": "application/json"}
    for content in (body, chunks(body, 7)):
        answer = ask(small, "POST", "/predict", content=content, headers=headers)
        assert answer.status_code == 200, answer.text


def test_a_body_that_does_not_end_is_408(make_app, held, ask):
    def start():
        async def send():
            yield b"{"
            await asyncio.sleep(WAIT)

        return send()

    headers = {"content-type": "application/json"}
    app = make_app(None, Limits(read_s=0.5), predictor=held)
    answer = ask(app, "POST", "/predict", content=start(), headers=headers)
    assert "within 0.5 seconds" in refused(answer, 408)


@pytest.mark.parametrize(
    ("picture", "said"),
    [
        (b"", "not a picture"),
        (b"no picture", "not a picture"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "not a picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a picture"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "not a picture"),
    ],
)
def test_what_is_no_picture_is_400(small, ask, picture, said):
    form = ask(small, "POST", "/predict", files={"picture": ("a.png", picture)})
    assert said in refused(form, 400)


def test_pictures_that_are_cut_or_too_large_are_400(small, ask, png):
    for picture, said in (
        (png(12, 12)[:-40], "cannot be decoded"),
        (png(21, 20, 1), "20 x 21 pixels"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\1\0\0\0\1\0\0\1\0\0\0\0", "picture"),
    ):
        answer = ask(small, "POST", "/predict", files={"picture": picture})
        assert said in refused(answer, 400)


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ({"picture": "A==="}, 400),
        ({"picture": "data:image/png;base64,AAAA"}, 400),
        ({}, 422),
        ({"picture": 5}, 422),
        ({"picture": "AAAA", "top": 0}, 422),
        ({"picture": "AAAA", "top": "5"}, 422),
        ({"picture": "AAAA", "top": True}, 422),
        ({"picture": "AAAA", "least_score": 0.5}, 422),
        ({"picture": "AAAA", "fit": "tear"}, 422),
        ([], 422),
        ("x", 422),
    ],
)
def test_json_is_checked(small, ask, value, status):
    assert refused(ask(small, "POST", "/predict", json=value), status)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b'{"picture": "AAAA"', b"\xff\xfe", b'{"picture": NaN}', b"[" * 999],
)
def test_what_is_no_json_is_400(small, ask, body):
    headers = {"content-type": "application/json"}
    answer = ask(small, "POST", "/predict", content=body, headers=headers)
    assert answer.status_code in (400, 422)
    assert refused(answer, answer.status_code)


@pytest.mark.parametrize(
    "kind",
    ["", "text/plain", "image/png", "application/x-www-form-urlencoded", "a" * 999],
)
def test_other_content_types_are_415(small, ask, kind):
    headers = {"content-type": kind} if kind else {}
    answer = ask(small, "POST", "/predict", content=b"picture=A", headers=headers)
    assert "application/json" in refused(answer, 415)


def test_forms_that_are_broken_are_refused(small, ask, png):
    kind = {"content-type": "multipart/form-data; boundary=xyz"}
    head = b'--xyz\r\nContent-Disposition: form-data; name="picture"\r\n\r\n'
    for body, status in (
        (head + png(5, 5), 400),  # it has no end
        (head.replace(b"xyz", b"abc") + b"A\r\n--abc--\r\n", 400),
        (b"", 400),
        ((head + b"A\r\n") * 30 + b"--xyz--\r\n", 400),
        (b"--xyz\r\nA: b\r\n\r\nc\r\n--xyz--\r\n", 422),  # no name
        (head.replace(b"picture", b"image") + b"A\r\n--xyz--\r\n", 422),
    ):
        answer = ask(small, "POST", "/predict", content=body, headers=kind)
        assert refused(answer, status)
    answer = ask(
        small,
        *("POST", "/predict"),
        content=b"",
        headers={"content-type": "multipart/form-data"},
    )
    assert refused(answer, 400)
    files = {"picture": png(5, 5)}
    answer = ask(small, "POST", "/predict", files=files, data={"top": "x"})
    assert "top" in refused(answer, 422)


def test_texts_have_a_limit(make_app, ask, held):
    held.go.set()
    app = make_app(None, Limits(text_length=5), predictor=held)
    assert ask(app, "POST", "/predict", json={"text": "12345"}).status_code == 200
    for text in ("123456", "", 5):
        assert refused(ask(app, "POST", "/predict", json={"text": text}), 422)


def run(app, work):
    """``work(client)`` with a client of the application."""

    async def start():
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://t") as each:
            return await work(each)

    return asyncio.run(start())


def test_a_full_queue_is_429_and_those_that_wait_are_answered(make_app, held):
    app = make_app(None, Limits(queue=3), predictor=held)

    async def work(client):
        def post(text):
            return asyncio.ensure_future(client.post("/predict", json={"text": text}))

        waiting = [post("a"), post("b"), post("c")]
        while app.state.admission.taken < 3:
            await asyncio.sleep(0)
        full = await client.post("/predict", json={"text": "d"})
        health = await client.get("/health")
        held.go.set()
        return full, health, [await each for each in waiting], await post("e")

    full, health, waited, later = run(app, work)
    assert "3" in refused(full, 429) and full.headers["retry-after"] == "1"
    assert health.json()["waiting"] == 3
    assert [each.status_code for each in [*waited, later]] == [200] * 4
    assert app.state.admission.taken == app.state.admission.held == 0
    assert all("d" not in batch for batch in held.asked)


def test_pictures_that_do_not_fit_into_memory_are_429(make_app, ask, lenet, png):
    app = make_app(lenet, Limits(queue_bytes=5000))
    answer = ask(app, "POST", "/predict", files={"picture": png(60, 60, 1)})
    assert "memory" in refused(answer, 429)
    answer = ask(app, "POST", "/predict", files={"picture": png(20, 20, 1)})
    assert answer.status_code == 200
    assert app.state.admission.held == 0


def test_what_takes_too_long_is_503_and_not_computed(make_app, ask, held):
    app = make_app(None, Limits(timeout_s=0.2), predictor=held)
    app.state.owner.submit(Asked("first"))
    held.wait_for_a_batch()  # the model is busy
    answer = ask(app, "POST", "/predict", json={"text": "second"})
    assert "within 0.2 seconds" in refused(answer, 503)
    held.go.set()
    app.state.owner.stop()
    assert held.asked == [["first"]]
    assert 'cancelled_total{reason="timeout"} 1.0' in app.state.measures.text().decode()


def test_a_server_that_ends_takes_nothing_new(make_app, ask, held):
    app = make_app(None, predictor=held)
    app.state.admission.is_draining = True
    answer = ask(app, "POST", "/predict", json={"text": "a"})
    assert "ending" in refused(answer, 503)
    assert ask(app, "GET", "/health").json()["status"] == "draining"


def test_an_error_of_the_model_is_500_for_its_question_alone(make_app, ask, held):
    held.go.set()
    usual = type(held).__call__

    class Fragile(type(held)):
        def __call__(self, texts):
            if "bad" in texts:
                raise RuntimeError("Check failed: a < b")
            return usual(self, texts)

    fragile = Fragile()
    fragile.go.set()
    app = make_app(None, predictor=fragile)
    assert "a < b" in refused(ask(app, "POST", "/predict", json={"text": "bad"}), 500)
    assert ask(app, "POST", "/predict", json={"text": "good"}).status_code == 200


def test_unknown_paths_and_methods_are_json(small, ask):
    assert "/predict" in refused(ask(small, "GET", "/predict"), 405)
    for path in ("/nothing", "/page/x.html", "/page/..%2fapp.py", "/page/"):
        assert refused(ask(small, "GET", path), 404)


@pytest.mark.parametrize(
    "wrong", [{"queue": 0}, {"batch": 1.5}, {"timeout_s": 0}, {"delay_ms": -1}]
)
def test_limits_that_make_no_sense_are_mistakes(wrong):
    with pytest.raises(ConfigError, match=next(iter(wrong))):
        Limits(**wrong)
