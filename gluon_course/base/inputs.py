"""What goes into a net: for exports, which name, check and describe each input."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from gluon_course.base.errors import ConfigError


@dataclasses.dataclass(frozen=True)
class Input:
    """One array that a net takes.

    Attributes
    ----------
    name : str
        Its name in the exported graph.
    shape : tuple of int
        One sample, without the batch axis; empty for one number a sample.
    dtype : str
        Name of its type.
    batch_axis : int
        Where the batch axis stands among the others: 0 for (N, T), 1 for the states
        (L, N, H) of a recurrent layer.
    span : (int, int) or None
        Smallest and largest whole number that it holds, such as (0, V - 1) for
        tokens, whatever its type; None for numbers of any size.
    free : tuple of int
        Axes of ``shape`` whose length may differ from batch to batch, such as 0 for
        the steps of a sequence.
    """

    name: str
    shape: tuple[int, ...]
    dtype: str = "float32"
    batch_axis: int = 0
    span: tuple[int, int] | None = None
    free: tuple[int, ...] = ()

    def __post_init__(self):
        for field in ("shape", "free", "span"):
            value = getattr(self, field)
            if value is not None:
                object.__setattr__(self, field, tuple(int(each) for each in value))
        is_sound = (
            isinstance(self.name, str)
            and self.name.isidentifier()
            and all(size >= 1 for size in self.shape)
            and 0 <= self.batch_axis <= len(self.shape)
            and all(0 <= axis < len(self.shape) for axis in self.free)
            and (self.span is None or 0 <= self.span[0] <= self.span[1])
        )
        if not is_sound:
            raise ConfigError(
                f"{self} is no input of a net",
                "its name is a word, its sizes are 1 or more, and its axes are those "
                "of its shape",
                'for example Input("tokens", (35,), span=(0, 1026), free=(0,))',
            )

    def batch_shape(self, batch_size: int, longer: int = 0) -> tuple[int, ...]:
        """The shape of a batch, its free axes longer by ``longer``."""
        sizes = [
            size + longer if axis in self.free else size
            for axis, size in enumerate(self.shape)
        ]
        sizes.insert(self.batch_axis, batch_size)
        return tuple(sizes)

    def as_dict(self) -> dict:
        """The facts as a dictionary of JSON values."""
        facts = dataclasses.asdict(self)
        return {
            key: list(value) if isinstance(value, tuple) else value
            for key, value in facts.items()
        }


def map_inputs(function, inputs: Sequence) -> list:
    """``function`` of each input, in lists nested as the inputs are."""

    def each(one: Any):
        return function(one) if isinstance(one, Input) else map_inputs(function, one)

    return [each(one) for one in inputs]
