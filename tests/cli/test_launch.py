"""gluon-course launch: what it refuses and what it hands on."""

import sys

import pytest

from gluon_course.base.errors import ConfigError
from gluon_course.cli.launch import launch, worker_words


def call(*words):
    return launch.main(list(words), standalone_mode=False)


def test_commands_that_train_become_commands_of_this_python():
    python = (sys.executable, "-m", "gluon_course")
    assert worker_words(("run", "lenet", "--lr", "1")) == (
        *python,
        "run",
        "lenet",
        "--lr",
        "1",
    )
    assert worker_words(("gluon-course", "train", "lenet")) == (
        *python,
        "train",
        "lenet",
    )
    assert worker_words(("mine.py", "-x")) == (sys.executable, "mine.py", "-x")
    assert worker_words(("python3", "mine.py")) == ("python3", "mine.py")
    with pytest.raises(ConfigError, match="gluon-course sweep is not"):
        worker_words(("sweep", "lenet"))


def test_failed_worker_is_told_with_its_last_lines(capfd, tmp_path):
    script = tmp_path / "mine.py"
    script.write_text(
        "import os, sys, time\n"
        "if os.environ.get('DMLC_WORKER_ID') == '1':\n"
        "    sys.exit('the disk is full')\n"
        "time.sleep(1000)\n"
    )
    assert call("-n", "2", "--", str(script)) == 1
    told = capfd.readouterr().err
    assert "Worker 1 ended with status 1: the other processes were ended." in told
    assert "  the disk is full" in told
    assert "No checkpoint was written yet" in told


def test_inside_mpi_the_number_of_workers_is_its(monkeypatch):
    monkeypatch.setenv("OMPI_COMM_WORLD_RANK", "0")
    monkeypatch.setenv("OMPI_COMM_WORLD_SIZE", "2")
    monkeypatch.setenv("OMPI_COMM_WORLD_LOCAL_SIZE", "2")
    with pytest.raises(ConfigError, match="Open MPI has started 2 processes"):
        call("-n", "3", "--", "run", "lenet")


def test_compression_that_there_is_not_is_refused():
    with pytest.raises(ConfigError, match="'1bit'"):
        call("--gradient-compression", "1bit", "--", "run", "lenet")
