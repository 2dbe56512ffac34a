"""The forwarding command, read by ssh itself."""

import shlex
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluon_course.base.errors import ConfigError
from gluon_course.explain.ssh_forwarding import ssh_forwarding


def test_the_commands_of_the_text():
    assert ssh_forwarding("myserver", user="myuser") == (
        "ssh -N -L 8888:localhost:8888 myuser@myserver"
    )
    assert ssh_forwarding("host", remote_port=8888, local_port=8889) == (
        "ssh -N -L 8889:localhost:8888 host"
    )


@pytest.mark.parametrize("host", ["gpu.example.org", "192.0.2.7", "2001:db8::1", "a_b"])
def test_ssh_understands_host_user_and_ports(host, tmp_path):
    if shutil.which("ssh") is None:
        pytest.skip("ssh is not installed")
    key = tmp_path / "my key.pem"
    key.write_text("")  # ssh passes over a file that is not there
    words = shlex.split(ssh_forwarding(host, 8888, 8889, "me", key=str(key)))
    done = subprocess.run(  # -G prints the settings and connects to nothing
        [words[0], "-G", "-F", "none", *words[1:]], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    settings = done.stdout.splitlines()
    assert f"hostname {host}" in settings
    assert "user me" in settings
    assert "localforward 8889 [localhost]:8888" in settings
    assert f"identityfile {key}" in settings


@pytest.mark.parametrize(
    "host", ["", "-oProxyCommand=x", "a b", "host;ls", "a..b", "$(ls)", "a\n", None, 7]
)
def test_what_is_no_host_is_refused(host):
    with pytest.raises(ConfigError, match="no name or address"):
        ssh_forwarding(host)


@pytest.mark.parametrize("port", [0, -1, 65536, "8888", 1.5, True, None])
def test_what_is_no_port_is_refused(port):
    with pytest.raises(ConfigError, match="remote port"):
        ssh_forwarding("host", port)
    with pytest.raises(ConfigError, match="local port"):
        ssh_forwarding("host", 8888, port)


@pytest.mark.parametrize("user", ["", "a b", "-l", "a@b", "x;y"])
def test_what_is_no_user_is_refused(user):
    with pytest.raises(ConfigError, match="no name of a user"):
        ssh_forwarding("host", user=user)


@given(st.text(min_size=1), st.text(min_size=1))
def test_no_text_breaks_out_of_its_word(host, key):
    try:
        command = ssh_forwarding(host, key=key)
    except ConfigError:
        return
    words = shlex.split(command)
    assert words == ["ssh", "-N", "-L", "8888:localhost:8888", "-i", key, host]
    assert not host.startswith("-")
