"""What one request may ask for, and how many may wait."""

from __future__ import annotations

import dataclasses
import math

from gluon_course.base.errors import ConfigError

MIB = 2**20


@dataclasses.dataclass(frozen=True)
class Limits:
    """The limits of a server.

    Attributes
    ----------
    body_bytes : int
        Largest body of a request; larger ones are answered with 413.
    pixels : int
        Most pixels of a picture, before it is shrunk to the net's input.
    text_length : int
        Most characters of a text, and at most so many tokens (never more than 500)
        that a language model adds.
    queue : int
        Requests that are worked on or wait; further ones are answered with 429.
    queue_bytes : int
        Bytes of all their bodies and decoded pictures; 429 beyond, so that many large
        pictures cannot fill the memory.
    batch : int
        Most requests that are computed at once.
    delay_ms : float
        How long a batch waits for requests that are being read. Where none is, it
        does not wait.
    timeout_s : float
        A request that takes longer is answered with 503; if it still waited, it is
        not computed.
    read_s : float
        Seconds in which a client must have sent its headers, and again its body, and
        in which it must take what is sent to it.
    connections : int
        Open connections; further ones are answered with 503.
    """

    body_bytes: int = 8 * MIB
    pixels: int = 16_000_000
    text_length: int = 2000
    queue: int = 128
    queue_bytes: int = 512 * MIB
    batch: int = 32
    delay_ms: float = 5.0
    timeout_s: float = 30.0
    read_s: float = 10.0
    connections: int = 256

    def __post_init__(self):
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            low = 0 if field.name == "delay_ms" else 1
            is_time = field.name in ("delay_ms", "timeout_s", "read_s")
            kinds = (int, float) if is_time else (int,)
            is_number = isinstance(value, kinds) and not isinstance(value, bool)
            is_fine = is_number and math.isfinite(value)
            if not is_fine or (value <= 0 if is_time and low else value < low):
                raise ConfigError(
                    f"The limit {field.name} is {value!r}",
                    action="give a positive number" if low else "give 0 or more",
                )
