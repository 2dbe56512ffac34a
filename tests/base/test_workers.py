"""Rank and size from the environment, and what a run does with them."""

import pytest

from gluon_course.base.errors import ConfigError
from gluon_course.base.run import RunOptions
from gluon_course.base.workers import Workers, threshold_of, workers_here

SECOND = {"DMLC_ROLE": "worker", "DMLC_WORKER_ID": "1", "DMLC_NUM_WORKER": "3"}


def test_process_without_a_role_is_alone():
    assert workers_here({}) == Workers(0, 1)
    assert workers_here({"DMLC_ROLE": "server"}) == Workers(0, 1)
    assert workers_here(SECOND) == Workers(1, 3)


@pytest.mark.parametrize("rank", ["3", "-1", "", "x"])
def test_rank_that_is_none_is_refused(rank):
    with pytest.raises(ConfigError, match="DMLC_WORKER_ID"):
        workers_here({**SECOND, "DMLC_WORKER_ID": rank})


def test_only_the_first_worker_writes(monkeypatch, tmp_path):
    for name, value in SECOND.items():
        monkeypatch.setenv(name, value)
    run = RunOptions(out=tmp_path, kvstore="dist_sync", progress=True)
    assert not run.is_writer and not run.progress
    assert run.path("curves.png") is None
    assert run.part("fold-1").out == tmp_path / "fold-1"
    monkeypatch.setenv("DMLC_WORKER_ID", "0")
    run = RunOptions(out=tmp_path, kvstore="dist_sync", progress=True)
    assert run.is_writer and run.progress
    assert run.path("curves.png") == tmp_path / "curves.png"


def test_environment_of_launch_asks_for_the_store(monkeypatch):
    monkeypatch.setenv("GLUON_COURSE_KVSTORE", "dist_async")
    monkeypatch.setenv("GLUON_COURSE_GRADIENT_COMPRESSION", "2bit")
    run = RunOptions()
    assert (run.kvstore, run.gradient_compression) == ("dist_async", "2bit")


def test_unknown_stores_and_compressions_are_refused():
    with pytest.raises(ConfigError, match="dist_sync or dist_async"):
        RunOptions(kvstore="nccl")
    with pytest.raises(ConfigError, match="'4bit'"):
        RunOptions(gradient_compression="4bit")
    assert threshold_of("") is None
    assert threshold_of("2bit") == 0.5
    assert threshold_of("2bit:0.125") == 0.125
