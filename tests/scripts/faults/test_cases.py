"""What the fault tests take for a fault, and that their processes are what they say."""

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    ("status", "out", "err", "word"),
    [
        (0, "done", "", ""),
        (2, "", "Error: The disk is full. Free some.", ""),
        (2, "", "something", "without a reason"),
        (1, "", "Error in gluon_course itself: KeyError: x", "status 1"),
        (-11, "", "", "signal 11"),
        (0, "", "Traceback (most recent call last):\nKeyError", "a traceback"),
        (2, "", "Error: x\nException ignored in: <stdout>", "at the end"),
    ],
)
def test_only_success_and_a_told_reason_are_in_order(fault, status, out, err, word):
    found = fault("cases").Outcome(status, out, err).fault()
    assert word in found and bool(found) == bool(word)


FORKS = """
import os, signal, sys
from pathlib import Path

sys.path.insert(0, sys.argv[1])
import cases, kills

folder = Path(sys.argv[2])
os.chdir(folder)
ended = cases.done(cases.command("list", "chapterz"))
print(ended.status, "chapters" in ended.error, repr(ended.fault()))
print(cases.done(cases.command("--version")).status)
print(cases.done(lambda: os.kill(os.getpid(), signal.SIGKILL)).status)
print(cases.done(lambda: 1 / 0).status)


def write():
    from gluon_course.base import files

    files.write_text("x", "whole")


def count():
    events = kills.FileEvents()
    events.install()
    write()
    Path("count").write_text(str(events.count))


cases.done(count)
steps = int(Path("count").read_text())
print(steps >= 5)
for at in range(1, steps + 1):
    Path("x").write_text("old")
    ended = cases.done(write, before=kills.FileEvents(at).install)
    print(ended.status, Path("x").read_text() in ("old", "whole"))
assert "mxnet" not in sys.modules
"""


def test_forked_processes_end_as_commands_do_and_die_at_a_step_on_files(
    fault, tmp_path
):
    folder = str(Path(fault("cases").__file__).parent)
    words = [sys.executable, "-c", FORKS, folder, str(tmp_path)]
    ended = subprocess.run(words, capture_output=True, text=True, timeout=300)
    assert ended.returncode == 0, ended.stderr
    lines = ended.stdout.splitlines()
    assert lines[:5] == ["2 True ''", "0", "-9", "1", "True"]
    assert len(lines) >= 10 and set(lines[5:]) == {"-9 True"}
