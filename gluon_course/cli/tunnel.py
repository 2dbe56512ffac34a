"""``gluon-course tunnel USER@HOST``: a notebook that runs elsewhere, opened here."""

from __future__ import annotations

import shlex
import shutil
import subprocess

import click

from gluon_course.base.errors import ConfigError
from gluon_course.cli.group import SafeCommand


@click.command(
    cls=SafeCommand,
    short_help="Reach a notebook on a distant machine.",
    context_settings={"max_content_width": 80},
)
@click.argument("target", metavar="[USER@]HOST")
@click.option(
    "--remote-port",
    type=int,
    default=8888,
    show_default=True,
    metavar="N",
    help="Port of Jupyter there.",
)
@click.option(
    "--local-port",
    type=int,
    default=8888,
    show_default=True,
    metavar="N",
    help="Port here; another one where 8888 is taken.",
)
@click.option("--key", metavar="FILE", help="File of the private key.")
@click.option("--open", "is_opened", is_flag=True, help="Run the command too.")
def tunnel(
    target: str, remote_port: int, local_port: int, key: str | None, is_opened: bool
) -> None:
    """Print the ssh command that brings Jupyter's port of a distant machine here,
    and run it with --open (Ctrl-C ends it).

    \b
    Examples:
      gluon-course tunnel me@gpu.example.org
      gluon-course tunnel ubuntu@ec2-host --local-port 8889 --key my.pem --open
    """
    from gluon_course.explain.ssh_forwarding import ssh_forwarding

    user, at, host = target.rpartition("@")
    command = ssh_forwarding(host, remote_port, local_port, user if at else None, key)
    click.echo(command)
    click.echo(f"There:  jupyter notebook --no-browser --port {remote_port}")
    click.echo(f"Here:   http://localhost:{local_port}  (with the token printed there)")
    if is_opened:
        _open(command)


def _open(command: str) -> None:
    words = shlex.split(command)
    if shutil.which(words[0]) is None:
        raise ConfigError(
            "ssh is not installed", action="apt-get install openssh-client"
        )
    click.echo("Open until Ctrl-C.")
    try:
        status = subprocess.run(words).returncode
    except KeyboardInterrupt:
        click.echo("\nClosed.")
        return
    if status:
        raise ConfigError(
            f"ssh ended with status {status}",
            "its own message stands above: no such host, no such key, or the local "
            "port is taken",
            "choose another --local-port where the port is taken",
        )
