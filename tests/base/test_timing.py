"""Timers: what is queued, what is finished, and what is printed."""

import re
import time

import pytest
from mxnet import nd

from gluon_course.base.errors import StackError
from gluon_course.base.resident import resident_bytes
from gluon_course.base.timing import Benchmark, Timing, timed, wait_all


@pytest.mark.parametrize(("prefix", "start"), [(None, ""), ("queued.", "queued. ")])
def test_benchmark_prints_seconds_with_4_decimals(capsys, prefix, start):
    with Benchmark(prefix) as benchmark:
        time.sleep(0.03)
    printed = capsys.readouterr().out
    assert re.fullmatch(rf"{re.escape(start)}time: 0\.\d{{4}} sec\n", printed)
    assert 0.03 <= benchmark.seconds < 10
    assert f"{benchmark.seconds:.4f}" in printed


def test_benchmark_prints_and_passes_errors_on(capsys):
    with pytest.raises(ZeroDivisionError), Benchmark("broken"):
        1 / 0  # noqa: B018
    assert capsys.readouterr().out.startswith("broken time: ")


def test_finishing_takes_longer_than_queueing():
    x = nd.random.uniform(shape=(600, 600))

    def work():
        for _ in range(20):
            nd.dot(x, x)

    timing = timed(work)
    assert isinstance(timing, Timing)
    assert 0 < timing.queued_s < timing.finished_s / 2


def test_earlier_work_does_not_count():
    x = nd.random.uniform(shape=(1000, 1000))
    whole = timed(lambda: [nd.dot(x, x) for _ in range(20)]).finished_s
    for _ in range(20):
        nd.dot(x, x)
    assert timed(lambda: None).finished_s < whole / 5


def test_wait_all_leaves_nothing_to_wait_for():
    x = nd.random.uniform(shape=(1000, 1000))
    y = [nd.dot(x, x) for _ in range(20)][-1]
    wait_all()
    start = time.perf_counter()
    y.wait_to_read()
    waited = time.perf_counter() - start
    assert waited < timed(lambda: nd.dot(x, x)).finished_s


def test_resident_memory_grows_by_what_is_kept(tmp_path):
    before = resident_bytes()
    kept = bytearray(b"1") * 50_000_000
    grown = resident_bytes() - before
    assert 45_000_000 < grown < 80_000_000
    assert len(kept) == 50_000_000
    by_ps = resident_bytes(tmp_path / "no statm")
    assert by_ps == pytest.approx(resident_bytes(), rel=0.05)


def test_memory_that_nobody_tells_is_an_error(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StackError, match="command ps"):
        resident_bytes(tmp_path / "no statm")
