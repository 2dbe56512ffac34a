"""Nothing in a request names a file: not in JSON, in a form, or in an address."""

import sys
import tempfile

import pytest

pytest.importorskip("fastapi")

from gluon_course.serve.files import TYPES, docs_page, page_files
from gluon_course.serve.middleware import POLICY

OPENED = []
"""What this process opens while a test listens; a hook cannot be taken away again."""
_listens = [False]


def _hook(event, arguments):
    if _listens[0] and event in ("open", "os.listdir", "os.scandir"):
        OPENED.append(str(arguments[0]))


@pytest.fixture
def opened():
    """Names of all files that are opened from here on."""
    if not getattr(sys, "_gluon_course_listens", False):
        sys.addaudithook(_hook)
        sys._gluon_course_listens = True
    OPENED.clear()
    _listens[0] = True
    yield OPENED
    _listens[0] = False


def test_a_path_is_no_picture_and_is_not_opened(
    make_app, ask, lenet, png, tmp_path, opened
):
    app = make_app(lenet)
    secret = tmp_path / "secret.png"
    with open(secret, "wb") as stream:
        stream.write(png())
    assert str(secret) in opened  # the hook works
    opened.clear()
    for path in (str(secret), f"file://{secret}", "/etc/passwd"):
        answers = [
            ask(app, "POST", "/predict", json={"picture": path}),
            ask(app, "POST", "/predict", files={"picture": (path, path.encode())}),
            ask(app, "POST", "/predict", data={"picture": path}, files={"a": b""}),
        ]
        assert [each.status_code for each in answers] == [400, 400, 422]
    fine = ask(app, "POST", "/predict", files={"picture": (str(secret), png())})
    assert fine.status_code == 200
    for path in ("/page/..%2fapp.py", f"/page/{secret}", f"/{secret}"):
        assert ask(app, "GET", path).status_code == 404
    found = [each for each in opened if "secret" in each or "passwd" in each]
    assert found == []


def test_large_uploads_stay_in_memory(make_app, ask, lenet, png, opened):
    app = make_app(lenet)
    picture = png(900, 800)
    assert len(picture) > 2**20  # from here on starlette would write a file
    opened.clear()
    answer = ask(app, "POST", "/predict", files={"picture": picture})
    assert answer.status_code == 200, answer.text
    assert not [each for each in opened if each.startswith(tempfile.gettempdir())]


def test_pages_have_types_and_load_nothing_from_elsewhere(make_app, ask, held):
    app = make_app(None, predictor=held)
    for name, (content, kind) in page_files().items():
        answer = ask(app, "GET", f"/page/{name}")
        assert answer.content == content
        assert answer.headers["content-type"] == kind
    for path in ("/docs", "/openapi.json", "/model", "/health"):
        answer = ask(app, "GET", path)
        assert answer.status_code == 200
        assert answer.headers["content-security-policy"] == POLICY
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "https://" not in answer.text and "<script" not in answer.text


def test_only_known_kinds_of_files_are_pages(tmp_path):
    for name in ("index.html", "a.css", "b.py", ".hidden", "c.html.bak"):
        (tmp_path / name).write_text(name)
    files = page_files(tmp_path)
    assert set(files) == {"index.html", "a.css"}
    assert files["a.css"] == (b"a.css", TYPES[".css"])


def test_docs_show_every_path_and_escape_what_models_say():
    schema = {
        "info": {"title": "<b>x</b>"},
        "paths": {"/predict": {"post": {"responses": {"200": {"description": "<i>"}}}}},
    }
    page = docs_page(schema)
    assert "POST /predict" in page and "&lt;i&gt;" in page and "<b>" not in page


def test_the_description_names_what_this_model_takes(make_app, ask, held, lenet):
    schema = ask(make_app(lenet), "GET", "/openapi.json").json()
    post = schema["paths"]["/predict"]["post"]
    assert set(post["requestBody"]["content"]) == {
        *("application/json", "multipart/form-data")
    }
    assert {"200", "400", "408", "413", "415", "422", "429", "503"} <= set(
        post["responses"]
    )
    for kind in post["requestBody"]["content"].values():
        top = kind["schema"]["properties"]["top"]
        assert (top["minimum"], top["maximum"], top["default"]) == (1, 100, 5)
    model = ask(make_app(lenet), "GET", "/model").json()
    assert model["draws"] and model["ink"] == "digit" and model["title"] == "lenet"
    texts = make_app(None, predictor=held)
    schema = ask(texts, "GET", "/openapi.json").json()
    post = schema["paths"]["/predict"]["post"]
    assert set(post["requestBody"]["content"]) == {"application/json"}


def test_figures_count_requests_by_status_and_no_made_up_paths(make_app, ask, lenet):
    app = make_app(lenet)
    for path in ("/a1", "/a2", "/health", "/page/x"):
        ask(app, "GET", path)
    ask(app, "POST", "/predict", json={})
    text = ask(app, "GET", "/metrics").text
    assert "requests_total{" in text and "/a1" not in text and "page/x" not in text
    assert 'method="GET",path="other",status="404"} 2.0' in text
    assert 'method="POST",path="/predict",status="422"} 1.0' in text
    assert "gluon_course_queue_length 0.0" in text
    assert "gluon_course_request_seconds_bucket" in text
