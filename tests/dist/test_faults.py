"""Processes that die, stop or are asked to end: the job ends, nothing is left."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time

import pytest

from gluon_course.train import last_good

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]
MANY = {"epochs": 100_000, "pause": 0.02}


def port_of(process) -> int:
    return int(re.search(r":(\d+)$", process.stdout.readline()).group(1))


def wait_for_epoch_two(process, out, workers=2):
    """Wait until every worker is past its first epoch, and so a checkpoint is there."""
    while not all((out / f"pid-{rank}").exists() for rank in range(workers)):
        assert process.poll() is None, process.communicate()
        time.sleep(0.2)


def wait_until_none_is_left(processes_of, port):
    for _ in range(100):
        if not processes_of(port):
            return
        time.sleep(0.1)
    assert processes_of(port) == {}


@pytest.mark.parametrize("role", ["worker", "server"])
def test_killed_process_ends_the_job(start, end, processes_of, tmp_path, role):
    job = start(tmp_path / "out", "-n", "2", **MANY)
    port = port_of(job)
    wait_for_epoch_two(job, tmp_path / "out")
    if role == "worker":
        victim = int((tmp_path / "out" / "pid-1").read_text())
    else:
        (victim,) = processes_of(port)["server"]
    os.kill(victim, signal.SIGKILL)
    text = end(job, status=128 + signal.SIGKILL)
    assert f"{role.capitalize()} {'1' if role == 'worker' else '0'} was killed" in text
    wait_until_none_is_left(processes_of, port)
    folder, passed = last_good(tmp_path / "out" / "sgd" / "checkpoints")
    assert folder is not None and passed == []


def test_ctrl_c_saves_and_ends_all(start, end, processes_of, tmp_path):
    job = start(tmp_path / "out", "-n", "2", **MANY)
    port = port_of(job)
    wait_for_epoch_two(job, tmp_path / "out")
    job.send_signal(signal.SIGINT)
    end(job, status=130)
    wait_until_none_is_left(processes_of, port)
    assert (tmp_path / "out" / "sgd" / "checkpoints" / "interrupted").is_dir()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_launcher_asked_to_end_leaves_nobody(
    start, end, processes_of, tmp_path, number
):
    job = start(tmp_path / "out", "-n", "2", **MANY)
    port = port_of(job)
    wait_for_epoch_two(job, tmp_path / "out")
    job.send_signal(number)
    is_kill = number == signal.SIGKILL  # then nobody is left who could say 128 + 9
    end(job, status=-number if is_kill else 128 + number)
    wait_until_none_is_left(processes_of, port)


def test_slow_worker_is_waited_for_while_another_job_runs(start, end, tmp_path):
    slow = start(tmp_path / "slow", "-n", "2", epochs=12, pause=0.02)
    other = start(tmp_path / "other", "-n", "2", epochs=12)
    wait_for_epoch_two(slow, tmp_path / "slow")
    pid = int((tmp_path / "slow" / "pid-1").read_text())
    os.kill(pid, signal.SIGSTOP)
    time.sleep(3)
    os.kill(pid, signal.SIGCONT)
    end(slow)
    end(other)
    results = [
        (tmp_path / name / "figures-0.json").read_text().split('"parameters"')[1]
        for name in ("slow", "other")
    ]
    assert results[0] == results[1]


def test_hosts_of_a_file_are_reached_by_ssh(start, end, tmp_path):
    ssh = tmp_path / "bin" / "ssh"
    ssh.parent.mkdir()
    # Stands in for ssh: its last word is the command, which runs here.
    ssh.write_text('#!/bin/sh\necho "$@" >> ssh.log\nfor last; do :; done\n'
                   'exec env -i PATH="$PATH" HOME="$HOME" sh -c "$last"\n')
    ssh.chmod(0o755)
    (tmp_path / "hosts").write_text("127.0.0.2\n127.0.0.3  # the second\n")
    path = f"{ssh.parent}:{os.environ['PATH']}"
    job = start(tmp_path / "out", "-n", "2", "-H", "hosts", epochs=2, PATH=path)
    end(job)
    lines = (tmp_path / "ssh.log").read_text().splitlines()
    assert len(lines) == 3  # a server and two workers
    assert all("-o BatchMode=yes 127.0.0." in each for each in lines)
    assert (tmp_path / "out" / "figures-1.json").exists()


def namespaces_work() -> bool:
    if os.geteuid() != 0 or shutil.which("ip") is None:
        return False
    name = f"gluon-probe-{os.getpid()}"
    if subprocess.run(["ip", "netns", "add", name], capture_output=True).returncode:
        return False
    subprocess.run(["ip", "netns", "del", name], capture_output=True)
    return True


@pytest.fixture
def two_hosts():
    """Two network namespaces with a cable between them: 10.77.N.1 and 10.77.N.2."""
    if not namespaces_work():
        pytest.skip("needs root and ip netns")
    number = os.getpid() % 200 + 10
    names = [f"gluon-{number}-{side}" for side in "ab"]
    cards = [f"gc{number}{side}" for side in "ab"]
    addresses = [f"10.77.{number}.{last}" for last in (1, 2)]
    try:
        for name in names:
            subprocess.run(["ip", "netns", "add", name], check=True)
        made = subprocess.run(
            ["ip", "link", "add", cards[0], "type", "veth", "peer", "name", cards[1]],
            capture_output=True,
        )
        if made.returncode:
            pytest.skip("no pairs of virtual network cards here")
        for name, card, address in zip(names, cards, addresses):
            inside = ["ip", "-n", name]
            subprocess.run(["ip", "link", "set", card, "netns", name], check=True)
            subprocess.run([*inside, "link", "set", "lo", "up"], check=True)
            subprocess.run(
                [*inside, "addr", "add", f"{address}/24", "dev", card], check=True
            )
            subprocess.run([*inside, "link", "set", card, "up"], check=True)
        yield list(zip(names, addresses))
    finally:
        for name in names:
            subprocess.run(["ip", "netns", "del", name], capture_output=True)


def test_two_hosts_with_networks_of_their_own(two_hosts, tmp_path, start):
    """As under MPI: each host starts its own place, told by variables alone."""
    program = tmp_path / "program.py"
    places = []
    for rank, (name, address) in enumerate(two_hosts):
        variables = {
            "OMPI_COMM_WORLD_RANK": str(rank),
            "OMPI_COMM_WORLD_SIZE": "2",
            "OMPI_COMM_WORLD_LOCAL_SIZE": "1",
            "DMLC_PS_ROOT_URI": two_hosts[0][1],
            "DMLC_PS_ROOT_PORT": "9091",
            "DMLC_NODE_HOST": address,
            "OMP_NUM_THREADS": "1",
        }
        words = [sys.executable, "-m", "gluon_course", "launch", "--", sys.executable]
        arguments = [program, tmp_path / "out", "2", "8", "0", "sgd"]
        places.append(
            subprocess.Popen(
                ["ip", "netns", "exec", name, *words, *map(str, arguments)],
                env={**os.environ, **variables},
                cwd=tmp_path,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
        )
    try:
        for place in places:
            text, _ = place.communicate(timeout=540)
            assert place.returncode == 0, text
    finally:
        for place in places:
            place.kill()
    assert (tmp_path / "out" / "figures-1.json").exists()
