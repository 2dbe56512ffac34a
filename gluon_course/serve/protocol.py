"""uvicorn's HTTP protocol with an end to its patience with slow clients.

uvicorn waits for ever for the headers of a request, and for whoever does not read its
answer; some hundred such connections would be all that it takes.
"""

from __future__ import annotations

import asyncio
import logging

from uvicorn.protocols.http.h11_impl import H11Protocol


def patient_for(seconds: float) -> type[H11Protocol]:
    """A protocol that waits so many seconds for headers, and for a client to read."""

    class Protocol(H11Protocol):
        """See :func:`patient_for`."""

        _timer: asyncio.TimerHandle | None = None
        _num_requests = 0

        def connection_made(self, transport) -> None:
            super().connection_made(transport)
            self._wait()

        def data_received(self, data: bytes) -> None:
            before = self.cycle
            super().data_received(data)
            if self.cycle is not before or self._is_answering():
                self._stop()
            elif self._timer is None:
                self._wait()  # the first bytes of a further request

        def pause_writing(self) -> None:
            super().pause_writing()
            self._wait()

        def resume_writing(self) -> None:
            super().resume_writing()
            self._stop()

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop()
            super().connection_lost(exc)

        def _is_answering(self) -> bool:
            return self.cycle is not None and not self.cycle.response_complete

        def _wait(self) -> None:
            self._stop()
            self._timer = self.loop.call_later(seconds, self._give_up)

        def _stop(self) -> None:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None

        def _give_up(self) -> None:
            logging.getLogger("uvicorn.error").info("A slow client was cut off")
            self.transport.abort()

    return Protocol
