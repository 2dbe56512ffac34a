"""Only requests that name this server: a guard against DNS rebinding.

A page from elsewhere may not read what 127.0.0.1 answers, unless its own name leads to
127.0.0.1, which whoever owns the name can arrange at any time. Browsers say in ``Host``
by which name they came; so a server that only its own machine is to reach answers to
its own names alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from gluon_course.serve.refusal import RefusedError, as_response

LOOPBACK = ("localhost", "127.0.0.1", "::1")
"""The names by which programs of the same machine reach a server."""


class Hosts:
    """An application of ASGI around another one.

    Parameters
    ----------
    app : callable
        The one inside.
    names : iterable of str
        Names and addresses without ports, IPv6 without brackets. A request for another
        one is answered with 421; one that names no host comes from no browser, and is
        passed on.
    """

    def __init__(self, app, names: Iterable[str]):
        self._app, self._names = app, {_plain(each) for each in names}

    async def __call__(self, scope, receive, send) -> None:
        """Pass the request on, or refuse it."""
        found = [value for name, value in scope.get("headers", ()) if name == b"host"]
        for value in found:
            host = value.decode("latin-1")
            if scope["type"] == "http" and _without_port(host) not in self._names:
                await as_response(_refusal(host))(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _refusal(host: str) -> RefusedError:
    return RefusedError(
        421,
        f"The host {host[:200]!r} is not served here",
        "this server is for programs of its own machine, and a page from elsewhere "
        "could have given itself that name",
        "ask for 127.0.0.1 or localhost; gluon-course serve FOLDER --host HOST serves "
        "others",
    )


def _without_port(host: str) -> str:
    if host.startswith("["):  # [::1]:8000
        return _plain(host[1:].partition("]")[0])
    name, colon, port = host.rpartition(":")
    return _plain(name if colon and port.isdigit() else host)


def _plain(name: str) -> str:
    return name.strip().rstrip(".").lower()
