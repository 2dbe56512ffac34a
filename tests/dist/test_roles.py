"""Which processes a job has, where they run and what they are told."""

import pytest

from gluon_course.base import threads
from gluon_course.base.errors import ConfigError
from gluon_course.dist.hosts import Host, read_hosts, ssh_command
from gluon_course.dist.roles import Job, free_port, one_worker, plan, share_cores


def named(processes):
    return [(each.name, each.host.name) for each in processes]


def test_plan_fills_the_slots_of_the_hosts_in_turn():
    hosts = [Host("a", 2), Host("user@10.0.0.2")]
    job = Job(4, 2, "10.0.0.1", 9091, compression="2bit:0.1")
    processes = plan(job, ("work",), hosts)
    assert named(processes) == [
        ("scheduler", "127.0.0.1"),
        ("server 0", "a"),
        ("server 1", "a"),
        ("worker 0", "a"),
        ("worker 1", "a"),
        ("worker 2", "user@10.0.0.2"),
        ("worker 3", "a"),
    ]
    variables = processes[5].variables
    assert variables["DMLC_ROLE"] == "worker"
    assert variables["DMLC_WORKER_ID"] == "2"
    assert variables["DMLC_NODE_HOST"] == "10.0.0.2"
    assert variables["GLUON_COURSE_GRADIENT_COMPRESSION"] == "2bit:0.1"
    # MXNet cannot listen on a name: it looks for the network card itself
    assert "DMLC_NODE_HOST" not in processes[3].variables
    assert processes[0].variables["DMLC_USE_KUBERNETES"] == "1"


def test_place_of_rank_0_starts_the_servers_too(monkeypatch):
    monkeypatch.delenv("DMLC_NODE_HOST", raising=False)
    job = Job(3, 1, "10.0.0.1", 9091)
    first = one_worker(job, 0, ("work",))
    assert [each.name for each in first] == ["scheduler", "server 0", "worker 0"]
    (third,) = one_worker(job, 2, ("work",))
    assert third.name == "worker 2"
    assert "DMLC_NODE_HOST" not in third.variables  # the root is another machine


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"num_workers": 0, "num_servers": 1}, "0 workers"),
        ({"num_workers": 1, "num_servers": 0}, "0 servers"),
        ({"num_workers": 1, "num_servers": 1, "kvstore": "local"}, "'local'"),
        ({"num_workers": 1, "num_servers": 1, "compression": "1bit"}, "'1bit'"),
        ({"num_workers": 1, "num_servers": 1, "compression": "2bit:0"}, "'2bit:0'"),
    ],
)
def test_job_that_cannot_be_is_refused(settings, message):
    with pytest.raises(ConfigError, match=message):
        Job(**settings)


def test_hosts_are_read_line_by_line(tmp_path):
    path = tmp_path / "hosts"
    path.write_text("node1 slots=2\n\n# a remark\nuser@10.0.0.2 # another\n")
    assert read_hosts(path) == [Host("node1", 2), Host("user@10.0.0.2", 1)]


@pytest.mark.parametrize(
    "line", ["-oProxyCommand=x", "node1 slots=0", "node1 cpus=2", "a b c", "no;de"]
)
def test_line_that_is_no_host_is_named(tmp_path, line):
    path = tmp_path / "hosts"
    path.write_text(f"good\n{line}\n")
    with pytest.raises(ConfigError, match="line 2"):
        read_hosts(path)


def test_host_file_without_a_host_is_refused(tmp_path):
    (tmp_path / "hosts").write_text("# nobody\n")
    with pytest.raises(ConfigError, match="names no machine"):
        read_hosts(tmp_path / "hosts")
    with pytest.raises(ConfigError, match="cannot be read"):
        read_hosts(tmp_path / "missing")


def test_ssh_gets_one_quoted_command():
    environ = {"PYTHONPATH": "/a b", "SECRET": "x", "DMLC_NODE_HOST": "here"}
    words = ssh_command(Host("node1"), ("run", "a'b"), {"DMLC_ROLE": "worker"}, environ)
    assert words[:-1] == ["ssh", "-tt", "-o", "BatchMode=yes", "node1"]
    assert "'PYTHONPATH=/a b' DMLC_ROLE=worker run 'a'\"'\"'b'" in words[-1]
    assert "SECRET" not in words[-1] and "DMLC_NODE_HOST" not in words[-1]


def test_workers_of_this_machine_share_its_cores(monkeypatch):
    for name in threads.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    choice = threads.ThreadChoice(8, "8 cores")
    monkeypatch.setattr(threads, "free_cores", lambda: choice)
    processes = plan(Job(3, 1, "10.0.0.1"), ("work",), [Host("127.0.0.1", 2), Host("b")])
    share_cores(processes)
    shares = [each.variables.get("OMP_NUM_THREADS") for each in processes]
    assert shares == ["1", "1", "4", "4", None]

    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    processes = plan(Job(2, 1), ("work",))
    share_cores(processes)
    assert all("OMP_NUM_THREADS" not in each.variables for each in processes)


def test_free_port_is_a_port():
    assert 1024 <= free_port() <= 65_535
