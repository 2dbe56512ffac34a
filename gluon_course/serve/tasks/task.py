"""What the server has to know of a task."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence


@dataclasses.dataclass(frozen=True)
class Asked:
    """A question that was read, ready for the owner of the model.

    Attributes
    ----------
    item : object
        What differs from question to question: pixels, a text.
    options : tuple of (str, value)
        What questions of one batch have in common.
    num_bytes : int
        Memory that ``item`` takes, where that is much.
    """

    item: object
    options: tuple[tuple[str, object], ...] = ()
    num_bytes: int = 0


@dataclasses.dataclass(frozen=True)
class Task:
    """How models of a task are asked.

    Attributes
    ----------
    kind : {"picture", "text", "words"}
        What a question is about.
    read : callable
        ``read(question, picture, limits) -> Asked``. ``question`` is a mapping of
        checked values; ``picture`` the bytes of a file, or None.
    ask : callable
        ``ask(predictor, items, options) -> answers``, one for each item; the only
        function that talks to MXNet.
    tell : callable
        ``tell(answer, meta) -> dict``, the content of the response.
    warm : callable
        ``warm(predictor)``: ask once, so that the first request need not wait until
        MXNet has prepared the graph.
    is_slow : bool
        Whether reading takes so long that it needs a thread.
    is_drawn : bool
        Whether telling draws a picture, in the one thread for that.
    """

    kind: str
    read: Callable[[Mapping, object, object], Asked]
    ask: Callable[[object, Sequence, Mapping], list]
    tell: Callable[[object, Mapping], dict]
    warm: Callable[[object], object] = lambda predictor: None
    is_slow: bool = False
    is_drawn: bool = False
