"""Run an application on a socket until SIGTERM or Ctrl-C, and end it cleanly."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import ipaddress
import logging
import os
import signal
import socket
import threading
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

from gluon_course.base.errors import ConfigError
from gluon_course.serve.hosts import LOOPBACK
from gluon_course.serve.protocol import patient_for

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_BACKLOG = 1024


class Server(uvicorn.Server):
    """A server that ends with status 0 when it is asked to.

    Parameters
    ----------
    app : FastAPI
        Of :func:`~gluon_course.serve.create_app`.
    on_start : callable, optional
        Called when requests are taken.
    """

    def __init__(self, app: FastAPI, on_start: Callable[[], None] = lambda: None):
        self._admission, self._on_start = app.state.admission, on_start
        limits = self._admission.limits
        logging.getLogger("python_multipart").setLevel(logging.ERROR)
        super().__init__(
            uvicorn.Config(
                app,
                http=patient_for(limits.read_s),
                ws="none",
                log_level="error",  # what strangers send is no news
                access_log=False,
                server_header=False,
                limit_concurrency=limits.connections,
                timeout_keep_alive=max(5, int(limits.read_s)),
                backlog=_BACKLOG,
                # what was taken has its time, and then some to be sent
                timeout_graceful_shutdown=int(limits.timeout_s + limits.read_s) + 1,
            )
        )

    async def startup(self, sockets=None) -> None:
        """As uvicorn's; says when requests are taken."""
        await super().startup(sockets)
        if self.started:
            self._on_start()

    async def shutdown(self, sockets=None) -> None:
        """As uvicorn's; nothing new is taken from here on."""
        self._admission.is_draining = True
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self):
        """SIGTERM and Ctrl-C end the server; uvicorn would kill the process then."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {each: signal.signal(each, self.handle_exit) for each in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def run_on(self, listener: socket.socket) -> None:
        """Take requests until a signal comes or ``should_exit`` is set."""
        asyncio.run(self.serve([listener]))


def bind(host: str, port: int) -> socket.socket:
    """A socket on an address, or an error that says why there is none.

    Parameters
    ----------
    host : str
        Name or address.
    port : int
        0 for any that is free.

    Raises
    ------
    ConfigError
        If the address is taken, not this machine's, or reserved.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError as error:  # gaierror among them
        raise ConfigError(
            f"The host {host!r} is not known ({error.strerror})",
            action="give an address of this machine, such as 127.0.0.1",
        ) from error
    # asyncio sends small answers at once only where the socket names its protocol;
    # else the second part of an answer waits 40 ms for the client's acknowledgement
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        # two processes may bind one address; only one of them listens
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        reasons = {
            errno.EADDRINUSE: (
                "another program, perhaps another gluon-course serve, has it",
                "choose another: --port 0 takes one that is free",
            ),
            errno.EADDRNOTAVAIL: (
                "that is no address of this machine",
                "--host 127.0.0.1 is always one",
            ),
            errno.EACCES: (
                "ports below 1024 are for administrators",
                "choose another: --port 8000",
            ),
        }
        cause, action = reasons.get(error.errno, (os.strerror(error.errno or 0), ""))
        raise ConfigError(
            f"Port {port} of {host} cannot be used", cause, action
        ) from error
    return listener


def is_loopback(listener: socket.socket) -> bool:
    """Whether only programs of this machine reach the socket."""
    return ipaddress.ip_address(listener.getsockname()[0].split("%")[0]).is_loopback


def own_names(listener: socket.socket, host: str) -> tuple[str, ...] | None:
    """The names that a server on the socket answers to; None for any.

    Parameters
    ----------
    listener : socket
        Of :func:`bind`.
    host : str
        The name that was bound.
    """
    if not is_loopback(listener):
        return None
    return (*LOOPBACK, host, listener.getsockname()[0])


def address_of(listener: socket.socket) -> str:
    """The address for a browser, with the port that was chosen."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


__all__ = ["Server", "address_of", "bind", "is_loopback", "own_names"]
