"""``gluon-course tunnel``, with a stand-in for ssh."""

import os
import stat

import pytest


@pytest.fixture
def ssh(tmp_path, monkeypatch):
    """An ssh that writes down its arguments and ends with the status in $STATUS."""
    folder = tmp_path / "bin"
    folder.mkdir()
    file = folder / "ssh"
    file.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/called\nexit ${{STATUS:-0}}\n')
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/bin{os.pathsep}/usr/bin")
    return tmp_path / "called"


def test_the_command_is_printed_and_not_run(cli, ssh):
    answer = cli("tunnel", "me@gpu.example.org", "--local-port", "8889")
    assert answer.status == 0, answer.err
    first = answer.out.splitlines()[0]
    assert first == "ssh -N -L 8889:localhost:8888 me@gpu.example.org"
    assert "http://localhost:8889" in answer.out
    assert not ssh.exists()


def test_it_is_run_when_asked(cli, ssh):
    answer = cli("tunnel", "gpu", "--key", "my key.pem", "--open")
    assert answer.status == 0, answer.err
    called = ssh.read_text().strip()
    assert called == "-N -L 8888:localhost:8888 -i my key.pem gpu"


def test_a_failure_of_ssh_is_said(cli, ssh, monkeypatch):
    monkeypatch.setenv("STATUS", "255")
    answer = cli("tunnel", "gpu", "--open")
    assert answer.status == 2
    assert "status 255" in answer.err


def test_without_ssh_the_package_is_named(cli, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    answer = cli("tunnel", "gpu", "--open")
    assert answer.status == 2
    assert "openssh-client" in answer.err


@pytest.mark.parametrize("target", ["-oProxyCommand=x@h", "a b", "me@", "me@-x"])
def test_what_is_no_host_is_refused(cli, target):
    assert cli("tunnel", "--", target).status == 2
