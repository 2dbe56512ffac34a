"""What a section returned, as JSON can hold it and as a table can show it."""

from __future__ import annotations

import math
import numbers
from collections.abc import Iterator, Mapping
from pathlib import Path

from gluon_course.cli.printing.terminal import figure

MOST = 1000  # larger arrays are described, not written out
_NOTHING = object()


def plain(value: object) -> object:
    """``value`` in dicts, lists, strings and numbers.

    Arrays become nested lists (large ones their shape and mean), a training result its
    final figures; figures that are not finite become text; what has no such form (a
    net, a picture) is left out of dicts and lists and is ``None`` by itself.
    """
    converted = _convert(value)
    return None if converted is _NOTHING else converted


def leaves(value: object, name: str = "") -> Iterator[tuple[str, object]]:
    """Names and values of what :func:`plain` returned, a list being one value."""
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from leaves(each, f"{name}.{key}" if name else str(key))
    elif value is not None:
        yield name or "result", value


def text(value: object) -> str:
    """A value of :func:`leaves` as a table shows it; long lists are cut.

    Of numbers eight are shown, of names more: a learner looks for one of them.
    """
    if isinstance(value, list):
        most = 24 if all(isinstance(each, str) for each in value) else 8
        shown = ", ".join(_short(each) for each in value[:most])
        return f"[{shown}{', ..' if len(value) > most else ''}]"
    return figure(value)


def is_training(result: object) -> bool:
    """Is ``result`` what a trainer returned?"""
    return hasattr(result, "history") and hasattr(result, "final")


def _convert(value: object) -> object:
    if value is None or isinstance(value, (str, bool)):
        return value
    if is_training(value):
        return {"epochs": len(value.history), "final": plain(dict(value.final))}
    if isinstance(value, numbers.Integral):
        return int(value)
    if isinstance(value, numbers.Real):
        return float(value) if math.isfinite(value) else str(float(value))
    if isinstance(value, Path):
        return str(value)
    if hasattr(value, "asnumpy"):
        value = value.asnumpy()
    if hasattr(value, "tolist") and hasattr(value, "shape"):
        return _array(value)
    if isinstance(value, Mapping):
        pairs = ((str(key), _convert(each)) for key, each in value.items())
        return {key: each for key, each in pairs if each is not _NOTHING}
    if isinstance(value, (list, tuple)):
        return [each for each in map(_convert, value) if each is not _NOTHING]
    return _NOTHING


def _array(array) -> object:
    if array.size > MOST:
        return {"shape": list(array.shape), "mean": plain(float(array.mean()))}
    return plain(array.tolist())


def _short(value: object) -> str:
    if isinstance(value, list):
        shown = ", ".join(_short(each) for each in value[:10])
        return f"[{shown}{', ..' if len(value) > 10 else ''}]"
    if isinstance(value, float) and value == round(value, 0) and abs(value) < 1e9:
        return f"{value:.0f}"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
