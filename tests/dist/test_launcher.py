"""The launcher with small commands in place of workers."""

import signal
import sys

import pytest

from gluon_course.base.errors import TrainingError
from gluon_course.dist import launch
from gluon_course.dist.roles import Process

FOREVER = ("sleep", "1000")


def test_all_are_ended_when_one_fails(tmp_path):
    processes = [
        Process("server", 0, FOREVER, {}),
        Process("worker", 0, FOREVER, {}),
        Process("worker", 1, ("sh", "-c", "echo why; exit 3"), {}),
    ]
    outcome = launch(processes, tmp_path)
    assert outcome.status == 3
    assert outcome.failed is processes[2]
    assert outcome.reason == "ended with status 3"
    assert (tmp_path / "worker-1.log").read_text() == "why\n"
    assert not (tmp_path / "worker-0.log").exists()  # it has the terminal


def test_signal_of_a_dead_process_is_named(tmp_path):
    processes = [
        Process("worker", 0, FOREVER, {}),
        Process("server", 0, ("sh", "-c", "kill -KILL $$"), {}),
    ]
    outcome = launch(processes, tmp_path)
    assert outcome.status == 128 + signal.SIGKILL
    assert outcome.reason == "was killed by SIGKILL"


def test_job_is_done_when_the_workers_are(tmp_path):
    words = ("sh", "-c", 'test "$DMLC_ROLE$SHARED" = workeryes')
    processes = [
        Process("worker", number, words, {"DMLC_ROLE": "worker"}) for number in (0, 1)
    ]
    assert launch(processes, tmp_path, extra={"SHARED": "yes"}).status == 0


def test_lines_of_all_workers_carry_their_rank(tmp_path, capfd):
    words = (sys.executable, "-c", "print('line')")
    processes = [Process("worker", number, words, {}) for number in (0, 1)]
    assert launch(processes, tmp_path, shows_all=True).status == 0
    shown = capfd.readouterr().out.splitlines()
    assert sorted(shown) == ["[0] line", "[1] line"]


def test_command_that_is_not_there_ends_the_others(tmp_path):
    processes = [
        Process("worker", 0, FOREVER, {}),
        Process("worker", 1, ("no-such-command",), {}),
    ]
    with pytest.raises(TrainingError, match="worker 1 cannot be started"):
        launch(processes, tmp_path)
