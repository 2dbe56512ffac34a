"""Threads of MXNet's engine, set while it runs."""

import os
import subprocess
import sys

import mxnet as mx
import pytest

from gluon_course.base import engine


@pytest.fixture
def as_before():
    devices = [mx.cpu(0), mx.cpu(1)]
    before = [engine.threads_of(each) for each in devices]
    yield devices
    for device, count in zip(devices, before):
        engine.set_threads(count, device)


def test_each_cpu_has_threads_of_its_own(as_before):
    one, other = as_before
    engine.set_threads(3, one)
    engine.set_threads(2, other)
    assert (engine.threads_of(one), engine.threads_of(other)) == (3, 2)
    engine.set_threads(1, one)
    assert (engine.threads_of(one), engine.threads_of(other)) == (1, 2)


def test_what_is_not_a_cpu_with_one_thread_of_the_engine_is_left_alone(monkeypatch):
    assert engine.takes_threads([mx.cpu(0), mx.cpu(1)])
    assert not engine.takes_threads([mx.gpu(0)])
    monkeypatch.setenv("MXNET_CPU_WORKER_NTHREADS", "2")
    assert not engine.takes_threads([mx.cpu()])
    monkeypatch.delenv("MXNET_CPU_WORKER_NTHREADS")
    for kind in ("NaiveEngine", "ThreadedEngine"):
        monkeypatch.setenv("MXNET_ENGINE_TYPE", kind)
        assert not engine.takes_threads([mx.cpu()])


def test_errors_of_operators_are_not_raised_here(as_before):
    """MXNet raises an operator's error where somebody waits next: not here."""
    broken = mx.nd.random.normal(0, -1, shape=(2, 2))  # a negative deviation
    engine.set_threads(2, as_before[0])
    assert engine.threads_of(as_before[0]) == 2
    with pytest.raises(mx.MXNetError):
        broken.wait_to_read()


@pytest.mark.skipif(sys.platform != "linux", reason="counts threads in /proc")
@pytest.mark.parametrize("count", [1, 2, 4])
def test_operators_compute_with_as_many_as_were_set(count):
    code = f"""
import os
import mxnet as mx
from gluon_course.base import engine
engine.set_threads({count}, mx.cpu())
before = len(os.listdir("/proc/self/task"))
mx.nd.dot(mx.nd.ones((500, 500)), mx.nd.ones((500, 500))).wait_to_read()
mx.nd.relu(mx.nd.ones((500, 500))).wait_to_read()
print(len(os.listdir("/proc/self/task")) - before)
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "OMP_NUM_THREADS": "3"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) == count - 1
