"""``gluon-course serve``: what it says, its mistakes, and its end on a signal."""

import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request

import pytest

WAIT = 300
HELD = '''
"""A server whose model answers when a line comes, and says that it was asked."""
import sys

from gluon_course.predict import Sentiment
from gluon_course.serve import Server, address_of, bind, create_app


class Model:
    meta = {"task": "sentiment", "class_names": ["bad", "good"], "notice": "",
            "input": {"shape": [4]}}
    notice = ""

    def __call__(self, texts):
        print("asked", flush=True)
        sys.stdin.readline()
        return [Sentiment(each, "good", 0.75) for each in texts]


with bind("127.0.0.1", 0) as listener:
    app = create_app(None, predictor=Model())
    Server(app, lambda: print(address_of(listener), flush=True)).run_on(listener)
print("ended", flush=True)
'''


@pytest.fixture
def start():
    """``start(words)``: a process of Python with pipes, ended with the test."""
    pytest.importorskip("fastapi")
    processes = []

    def begin(*words):
        process = subprocess.Popen(
            [sys.executable, *map(str, words)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )
        processes.append(process)
        return process

    yield begin
    for each in processes:
        each.kill()
        each.communicate()


def post(address, body):
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{address}/predict", body, headers)
    with urllib.request.urlopen(request, timeout=WAIT) as answer:
        return answer.status, answer.read()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_once_what_was_taken_is_answered(start, number):
    process = start("-c", HELD)
    address = process.stdout.readline().strip()
    answers = []
    asking = threading.Thread(
        target=lambda: answers.append(post(address, b'{"text": "so good"}'))
    )
    asking.start()
    assert process.stdout.readline() == "asked\n"
    process.send_signal(number)
    host, port = address.removeprefix("http://").split(":")
    pause = threading.Event()
    while True:  # until nothing new is taken
        try:
            socket.create_connection((host, int(port)), timeout=WAIT).close()
        except ConnectionRefusedError:
            break
        except ConnectionResetError:  # it was closed just then
            continue
        pause.wait(0.02)
    assert process.poll() is None and not answers
    rest, errors = process.communicate("go\n", timeout=WAIT)
    asking.join(WAIT)
    ((status, content),) = answers
    assert status == 200 and b'"good"' in content
    assert (process.returncode, rest, errors) == (0, "ended\n", "")


def test_an_export_is_served_until_sigterm(start, trained):
    run, _ = trained
    process = start("-m", "gluon_course", "serve", run, "--port", 0)
    first = process.stdout.readline()
    assert first.startswith("gluon_course: lenet_bn (classification) at http://127.0.")
    address = first.split(" at ")[1].strip()
    with urllib.request.urlopen(f"{address}/health", timeout=WAIT) as answer:
        assert b'"ready"' in answer.read()
    with pytest.raises(urllib.error.HTTPError, match="400"):
        post(address, b'{"picture": "/etc/passwd"}')
    stranger = urllib.request.Request(
        f"{address}/health", headers={"Host": "a.example"}
    )
    with pytest.raises(urllib.error.HTTPError, match="421"):
        urllib.request.urlopen(stranger, timeout=WAIT)
    process.send_signal(signal.SIGTERM)
    # not communicate(): it passes over what was read ahead with the first line
    rest, errors = process.stdout.read(), process.stderr.read()
    assert process.wait(timeout=WAIT) == 0 and not errors
    assert "digits" in rest and rest.endswith("answered.\n")


def test_mistakes_are_told_before_anything_is_served(cli, trained, tmp_path):
    pytest.importorskip("fastapi")
    run, _ = trained
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = cli("serve", run, "--port", port)
    assert answer.status == 2 and f"Port {port}" in answer.err
    assert "--port 0" in answer.err
    for command in ("serve", "predict"):
        answer = cli(command, tmp_path / "nothing")
        assert answer.status == 2 and "no folder" in answer.err
        assert "No run was made here" in " ".join(answer.err.split())
    for words in (("--port", -1), ("--batch", 0), ("--max-pixels", "many")):
        assert cli("serve", run, *words).status == 2


def test_without_the_packages_the_extra_is_named(start):
    code = (
        "import sys\n"
        "sys.modules['fastapi'] = None\n"
        "from gluon_course.cli import main\n"
        "main(['serve', 'nothing', '--port', '0'])\n"
    )
    process = start("-c", code)
    _, errors = process.communicate(timeout=WAIT)
    assert process.returncode == 2
    assert "pip install 'gluon_course[serve]'" in " ".join(errors.split())


def test_other_hosts_are_warned_of(cli, trained, monkeypatch):
    pytest.importorskip("fastapi")
    from gluon_course import serve

    run, _ = trained
    monkeypatch.setattr(serve.Server, "run_on", lambda self, listener: None)
    answer = cli("serve", run, "--port", 0)
    assert answer.status == 0 and not answer.err
    answer = cli("serve", run, "--port", 0, "--host", "0.0.0.0")
    assert answer.status == 0
    assert "Warning: whoever reaches 0.0.0.0" in answer.err
