"""The demo keeps what it promises: accuracy, files, agreement, commands that work."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

DEMO = Path(__file__).resolve().parents[2] / "scripts" / "demo.py"


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The demo, run once in an empty folder: what it printed, and that folder."""
    folder = tmp_path_factory.mktemp("demo")
    done = subprocess.run(
        [sys.executable, DEMO], cwd=folder, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout, folder


def test_accuracy_on_the_digits_kept_apart_is_at_least_95_percent(demo):
    printed, folder = demo
    accuracy = float(re.search(r"^test accuracy (\S+)", printed, re.M).group(1))
    assert accuracy >= 0.95
    last = (folder / "runs/demo/history.jsonl").read_text().splitlines()[-1]
    assert json.loads(last)["test_acc"] == pytest.approx(accuracy, abs=5e-4)


def test_sample_is_named_as_such(demo):
    assert "1,797 handwritten digits, not Fashion-MNIST" in demo[0]


def test_curve_and_export_are_written(demo):
    _, folder = demo
    curve = (folder / "runs/demo/curves.png").read_bytes()
    assert curve.startswith(b"\x89PNG\r\n")
    names = {path.name for path in (folder / "runs/demo/export").iterdir()}
    assert names == {"model-symbol.json", "model-0000.params", "model.json"}


def test_export_agrees_with_the_net_on_every_test_picture(demo):
    same = re.search(r"same class as the net for (\d+) of (\d+)", demo[0])
    assert same.groups() == ("360", "360")
    difference = re.search(r"difference between net and export (\S+)", demo[0])
    assert float(difference.group(1)) <= 1e-5


def test_first_command_to_try_next_recognises_the_digit(demo):
    printed, folder = demo
    commands = printed.split("Try next:\n")[1].strip().splitlines()
    assert len(commands) == 3
    _, *arguments = shlex.split(commands[0])
    digit = re.search(r"digit-(\d)\.png", commands[0]).group(1)
    done = subprocess.run(
        [sys.executable, "-m", "gluon_course", *arguments, "--json"],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    (answer,) = json.loads(done.stdout)["pictures"]
    assert answer["classes"][0]["class"] == digit


def test_a_folder_that_cannot_be_written_is_told_without_a_traceback(tmp_path):
    (tmp_path / "runs").write_text("a file in the way")
    done = subprocess.run(
        [sys.executable, DEMO], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert done.stderr.startswith("Error: Cannot write runs")
    assert "Traceback" not in done.stderr
