"""The command that shows a notebook of a distant machine in the browser at hand."""

from __future__ import annotations

import ipaddress
import numbers
import re
import shlex

from gluon_course.base.errors import ConfigError
from gluon_course.explain.topic import Answer, Check, Table, register_topic

_HOST = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?")
_USER = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")


def ssh_forwarding(
    host: str,
    remote_port: int = 8888,
    local_port: int = 8888,
    user: str | None = None,
    key: str | None = None,
) -> str:
    """The command to type on your own machine; then open ``localhost:local_port``.

    Parameters
    ----------
    host : str
        Name or address of the distant machine, as ssh knows it.
    remote_port : int
        Port of Jupyter there, 1..65535; ``jupyter notebook`` prints it.
    local_port : int
        Port here, 1..65535; another than 8888 where a notebook of your own runs.
    user : str, optional
        Name there; ssh's default if None.
    key : str, optional
        File of the private key, as clouds hand out.

    Returns
    -------
    str
        One line for a POSIX shell; it runs until Ctrl-C and opens no shell there.

    Raises
    ------
    ConfigError
        If a name could be read as an option or is none, or a port is out of range.

    Section: 11.3 使用Jupyter记事本 (chapter_appendix/jupyter), 11.4 使用AWS运行代码
    (chapter_appendix/aws)
    """
    if not _is_host(host):
        raise ConfigError(
            f"{host!r} is no name or address of a machine",
            action="write it as for ssh: gpu.example.org, 192.0.2.7 or an alias",
        )
    if user is not None and not _USER.fullmatch(user):
        raise ConfigError(
            f"{user!r} is no name of a user", action="write the name before the @"
        )
    if key is not None and (not key or "\0" in key or "\n" in key):
        raise ConfigError(f"{key!r} is no name of a file")
    forward = f"{_port(local_port, 'local')}:localhost:{_port(remote_port, 'remote')}"
    words = ["ssh", "-N", "-L", forward]
    words += ["-i", key] if key else []
    return shlex.join([*words, f"{user}@{host}" if user else host])


def _port(value, which: str) -> int:
    is_port = isinstance(value, numbers.Integral) and not isinstance(value, bool)
    if not is_port or not 1 <= value <= 65535:
        raise ConfigError(
            f"The {which} port is {value!r}", action="choose one from 1 to 65535"
        )
    return int(value)


def _is_host(host) -> bool:
    if not isinstance(host, str) or len(host) > 253:
        return False
    try:
        ipaddress.ip_address(host)
        return True
    except ValueError:
        return all(_HOST.fullmatch(part) for part in host.split("."))


@register_topic(
    "ssh-forwarding", "How do I open a notebook that runs elsewhere?", "11.3, 11.4"
)
def answer() -> Answer:
    """The commands of both sections, and what they are made of."""
    cases = {
        "11.3: the same port": ssh_forwarding("myserver", user="myuser"),
        "11.4: 8888 is taken here": ssh_forwarding("ec2-host", 8888, 8889, "ubuntu"),
        "with a key file": ssh_forwarding("ec2-host", key="my key.pem", user="ubuntu"),
    }
    forward = shlex.split(cases["11.4: 8888 is taken here"])[3]
    odd = ("-oProxyCommand=x", "a b", "host;ls", "")
    return Answer(
        "Start jupyter notebook --no-browser there; type the command here, and open "
        "http://localhost:LOCAL with the token that Jupyter printed. -L LOCAL:"
        "localhost:REMOTE reads from here to there: the first port is yours, and "
        "'localhost' is the distant machine's own. No port is open to the network.",
        tables=[Table(("when", "command"), [*cases.items()])],
        checks=[
            Check("8889 here leads to 8888 there", forward == "8889:localhost:8888"),
            Check("names that ssh or a shell would misread are refused", _refuses(odd)),
        ],
    )


def _refuses(hosts) -> bool:
    refused = 0
    for host in hosts:
        try:
            ssh_forwarding(host)
        except ConfigError:
            refused += 1
    return refused == len(hosts)
