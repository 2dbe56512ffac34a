"""The choice of OpenMP threads, and that MXNet follows it."""

import os
import subprocess
import sys

import pytest

from gluon_course.base import threads


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine of 8 cores without load, limits or other work; its file system."""
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    monkeypatch.setattr(
        os, "sched_getaffinity", lambda pid: set(range(8)), raising=False
    )
    write(tmp_path, "proc/loadavg", "0.00 0.00 0.00 1/100 999\n")
    return tmp_path


def write(root, name, text):
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_idle_machine_gives_all_cores(machine):
    assert threads.free_cores(machine) == threads.ThreadChoice(8, "8 cores")


def test_affinity_mask_limits(machine, monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0, 3, 5})
    choice = threads.free_cores(machine)
    assert choice.count == 3
    assert choice.reason == "3 of 8 cores in the affinity mask"


@pytest.mark.parametrize(
    ("load", "running", "count"),
    [
        ("3.10", 4, 5),  # three others run and have run for a minute
        ("3.10", 1, 8),  # they have just ended
        ("0.00", 6, 8),  # five others have just begun
        ("20.0", 30, 1),  # more work than cores: still one
        ("0.60", 2, 7),
        ("0.40", 2, 8),
    ],
)
def test_cores_at_work_for_others_are_left_to_them(machine, load, running, count):
    write(machine, "proc/loadavg", f"{load} 9.99 9.99 {running}/100 999\n")
    assert threads.free_cores(machine).count == count


def test_busy_cores_elsewhere_do_not_shrink_a_small_mask(machine, monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0, 1})
    write(machine, "proc/loadavg", "4.00 4.00 4.00 5/100 999\n")
    assert threads.free_cores(machine).count == 2


def test_quota_of_control_group_version_2(machine):
    write(machine, "proc/self/cgroup", "0::/user/job\n")
    write(machine, "sys/fs/cgroup/user/cpu.max", "350000 100000\n")
    write(machine, "sys/fs/cgroup/user/job/cpu.max", "max 100000\n")
    assert threads.cgroup_quota(machine) == 3.5
    choice = threads.free_cores(machine)
    assert (choice.count, choice.reason) == (3, "a quota of 3.5 cores")


def test_quota_of_control_group_version_1(machine):
    write(machine, "proc/self/cgroup", "5:memory:/a\n4:cpu,cpuacct:/a\n")
    folder = "sys/fs/cgroup/cpu,cpuacct/a/"
    write(machine, folder + "cpu.cfs_quota_us", "50000\n")
    write(machine, folder + "cpu.cfs_period_us", "100000\n")
    assert threads.cgroup_quota(machine) == 0.5
    assert threads.free_cores(machine).count == 1


def test_no_quota(machine):
    write(machine, "proc/self/cgroup", "4:cpu,cpuacct:/\n0::/\n")
    write(machine, "sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n")
    write(machine, "sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n")
    write(machine, "sys/fs/cgroup/cpu.max", "max 100000\n")
    assert threads.cgroup_quota(machine) is None


@pytest.mark.parametrize("name", threads.VARIABLES)
def test_user_wins(machine, name):
    environ = {name: "5"}
    choice = threads.choose(environ, machine)
    assert choice == threads.ThreadChoice(5, f"{name}=5 is set", by_user=True)


def test_user_setting_that_is_no_number_is_left_alone(machine):
    choice = threads.choose({"OMP_NUM_THREADS": "many"}, machine)
    assert choice.by_user
    assert choice.count is None


def test_forget_leaves_the_way_of_copying_alone(monkeypatch):
    monkeypatch.setattr(threads, "_made", None)
    environ = {}
    chosen = threads.apply(environ)
    copies = {threads.COPIES: "2147483647"}
    waiting = {threads.SPINS: "3000"}
    assert environ == {"OMP_NUM_THREADS": str(chosen.count), **waiting, **copies}
    assert threads.current() == chosen
    threads.forget(environ)
    assert environ == copies


@pytest.mark.parametrize(
    "waiting", [{threads.SPINS: "7"}, {"OMP_WAIT_POLICY": "active"}]
)
def test_forget_keeps_what_the_user_set(monkeypatch, waiting):
    monkeypatch.setattr(threads, "_made", None)
    set_by_user = {"OMP_NUM_THREADS": "3", threads.COPIES: "1000", **waiting}
    environ = dict(set_by_user)
    threads.apply(environ)
    assert environ == set_by_user
    threads.forget(environ)
    assert environ == set_by_user


@pytest.mark.skipif(sys.platform != "linux", reason="counts threads in /proc")
@pytest.mark.parametrize("count", [1, 3])
def test_mxnet_computes_with_the_chosen_threads(count):
    """The engine's thread calls ``count - 1`` others, after our setting is gone too.

    They stay the only ones when this thread copies large arrays in and out.
    """
    code = f"""
import os
import numpy as np
from gluon_course.base import threads
threads.free_cores = lambda *args: threads.ThreadChoice({count}, "test")
import mxnet as mx
def tasks():
    return len(os.listdir("/proc/self/task"))
mx.nd.ones((2, 2)).wait_to_read()
before = tasks()
X = mx.nd.ones((8, 8, 64, 64))
mx.nd.dot(mx.nd.ones((500, 500)), mx.nd.ones((500, 500))).wait_to_read()
kernel = mx.nd.ones((16, 8, 3, 3))
mx.nd.Convolution(X, kernel, no_bias=True, kernel=(3, 3), num_filter=16).wait_to_read()
for dtype in ("float32", "uint8", "int32"):
    mx.nd.array(np.ones(10**6), dtype=dtype).copy().asnumpy()
print(os.environ.get("OMP_NUM_THREADS"), threads.openmp_threads(), tasks() - before)
"""
    ours = (*threads.VARIABLES, threads.COPIES, threads.SPINS, "OMP_WAIT_POLICY")
    environ = {k: v for k, v in os.environ.items() if k not in ours}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environ,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["None", str(count), str(count - 1)]
