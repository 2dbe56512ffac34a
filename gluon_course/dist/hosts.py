"""Other machines: the file that lists them, and the ssh command that starts there."""

from __future__ import annotations

import dataclasses
import os
import re
import shlex
import socket
from collections.abc import Mapping
from pathlib import Path

from gluon_course.base.errors import ConfigError

LOCAL = "127.0.0.1"
_LOCAL_NAMES = {LOCAL, "localhost", "::1"}
_PASSED_ON = re.compile(
    r"DMLC_(?!NODE_HOST).*|GLUON_COURSE_.*|PS_VERBOSE|OMP_.*|MXNET_.*|PYTHONPATH"
)
_NAME = re.compile(r"([A-Za-z0-9_][\w.-]*@)?[A-Za-z0-9_\[][\w.:\[\]-]*")


@dataclasses.dataclass(frozen=True)
class Host:
    """A machine.

    Attributes
    ----------
    name : str
        As ssh takes it: ``node1`` or ``user@10.0.0.2``.
    slots : int
        Workers that it gets before the next machine's turn.
    """

    name: str
    slots: int = 1

    @property
    def is_local(self) -> bool:
        """Is it this machine, where no ssh is needed?"""
        return self.name in _LOCAL_NAMES

    @property
    def address(self) -> str | None:
        """The name by which other machines reach it; None for this one."""
        return None if self.is_local else self.name.rpartition("@")[2]


def read_hosts(path: os.PathLike | str) -> list[Host]:
    """The machines of a host file: ``NAME`` or ``NAME slots=N``, one a line.

    What follows a ``#`` is a remark.

    Raises
    ------
    ConfigError
        If the file cannot be read, names no machine or has a line of another form.
    """
    path = Path(path)
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"The host file {path} cannot be read ({error})",
            action="write one machine a line, such as: node1 slots=2",
        ) from error
    hosts = [
        _host(path, number, line.split("#")[0].split())
        for number, line in enumerate(lines, start=1)
        if line.split("#")[0].strip()
    ]
    if not hosts:
        raise ConfigError(
            f"{path} names no machine",
            action="write one machine a line, such as: node1 slots=2",
        )
    return hosts


def _host(path: Path, number: int, words: list[str]) -> Host:
    name, *options = words
    slots = "1"
    if options:
        key, _, slots = options[0].partition("=")
        options = options[1:] if key == "slots" else options
    is_fit = slots.isdigit() and int(slots) >= 1 and not options
    # A name that begins with a dash would be an option of ssh.
    if not is_fit or not _NAME.fullmatch(name):
        raise ConfigError(
            f"{path}, line {number}: {' '.join(words)!r} is no machine",
            action="a line is NAME or NAME slots=N with N of 1 or more",
        )
    return Host(name, int(slots))


def ssh_command(
    host: Host,
    words: tuple,
    variables: Mapping[str, str],
    environ: Mapping[str, str] = os.environ,
) -> list[str]:
    """The local command that runs ``words`` on ``host``, in a folder of this name.

    With a terminal of its own (``-tt``) the remote process ends when ssh does. Python
    and the package have to be at the same paths there; passwords are not asked for.

    Parameters
    ----------
    host : Host
    words : tuple of str
    variables : mapping
        Environment variables of the process.
    environ : mapping
        The environment here; those that MXNet and the course read go along.
    """
    kept = {name: value for name, value in environ.items() if _PASSED_ON.fullmatch(name)}
    assigned = (f"{name}={value}" for name, value in {**kept, **variables}.items())
    remote = (
        f"cd {shlex.quote(os.getcwd())} && exec env {shlex.join(assigned)} "
        f"{shlex.join(words)}"
    )
    return ["ssh", "-tt", "-o", "BatchMode=yes", host.name, remote]


def own_address(host: Host) -> str:
    """The address of this machine on the way to ``host``.

    Raises
    ------
    ConfigError
        If the host's name is not known.
    """
    if host.is_local:
        return LOCAL
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect((host.address, 9))  # sends nothing
            return probe.getsockname()[0]
    except OSError as error:
        raise ConfigError(
            f"The machine {host.name} is not known here ({error})",
            "its name is misspelt, or no name server knows it",
            "write its IP address into the host file, or give --root ADDRESS, the "
            "address of this machine as the others reach it",
        ) from error
