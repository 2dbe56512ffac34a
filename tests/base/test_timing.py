"""Timers: what is queued, what is finished, and what is printed."""

import re
import threading
import time

import mxnet as mx
import pytest
from mxnet import nd

from gluon_course.base import timing
from gluon_course.base.errors import StackError
from gluon_course.base.resident import resident_bytes
from gluon_course.base.timing import Benchmark, Timing, timed, wait_all


class Gate(mx.operator.CustomOp):
    """Work that is done a little after ``may_end``; ``order`` says when that was."""

    order, may_end = [], threading.Event()

    def forward(self, is_train, req, in_data, out_data, aux):
        Gate.may_end.wait(60)
        time.sleep(0.05)
        Gate.order.append("work")
        self.assign(out_data[0], req[0], in_data[0])


@mx.operator.register("gate")
class GateProp(mx.operator.CustomOpProp):
    def create_operator(self, ctx, shapes, dtypes):
        return Gate()


def gated(may_end):
    """Queues one piece of work, which may end at once or only when it is told to."""
    (Gate.may_end.set if may_end else Gate.may_end.clear)()
    return nd.Custom(nd.ones(1), op_type="gate")


@pytest.fixture(autouse=True)
def nothing_done():
    Gate.order.clear()


@pytest.fixture
def clock(monkeypatch):
    """A clock that writes into ``Gate.order`` when it is read, and shows 0, 1, 2."""

    def read():
        count = Gate.order.count("clock")
        Gate.order.append("clock")
        if count:
            Gate.may_end.set()
        return float(count)

    monkeypatch.setattr(timing.time, "perf_counter", read)


@pytest.mark.parametrize(("prefix", "start"), [(None, ""), ("queued.", "queued. ")])
def test_benchmark_prints_seconds_with_4_decimals(capsys, prefix, start):
    with Benchmark(prefix) as benchmark:
        time.sleep(0.03)
    printed = capsys.readouterr().out
    assert re.fullmatch(rf"{re.escape(start)}time: \d+\.\d{{4}} sec\n", printed)
    assert benchmark.seconds >= 0.03
    assert f"{benchmark.seconds:.4f}" in printed


def test_benchmark_prints_and_passes_errors_on(capsys):
    with pytest.raises(ZeroDivisionError), Benchmark("broken"):
        1 / 0  # noqa: B018
    assert capsys.readouterr().out.startswith("broken time: ")


def test_queueing_ends_before_the_work_and_finishing_after_it(clock):
    assert timed(lambda: gated(may_end=False)) == Timing(queued_s=1, finished_s=2)
    assert Gate.order == ["clock", "clock", "work", "clock"]


def test_earlier_work_does_not_count(clock):
    kept = gated(may_end=True)
    timed(lambda: None)
    assert Gate.order == ["work", "clock", "clock", "clock"]
    assert kept.asscalar() == 1


def test_wait_all_leaves_nothing_to_wait_for():
    kept = gated(may_end=True)
    wait_all()
    assert Gate.order == ["work"]
    assert kept.asscalar() == 1


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
