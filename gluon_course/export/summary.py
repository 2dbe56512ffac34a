"""Layer table of a net without running it: shapes, parameters and multiply-adds.

The net is traced as a symbol, so that it need not be initialised, stays as it is, and
may be hybridized (where Gluon's own ``net.summary`` refuses).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from gluon_course.base.layers import Row, layer_rows
from gluon_course.base.tracing import describe, input_shapes


@dataclasses.dataclass(frozen=True)
class Summary:
    """The layers of a net; ``str()`` is a table.

    Attributes
    ----------
    name : str
        Registered name of the net, else its class.
    input_shapes : list of tuple of int
        Shapes it was made for, with the batch axis, nested as the net's arguments.
    rows : tuple of Row
        The layers in the order of their computation.
    """

    name: str
    input_shapes: list
    rows: tuple[Row, ...]

    @property
    def parameters(self) -> int:
        """All parameters that the output depends on."""
        return sum(row.parameters for row in self.rows)

    @property
    def trainable(self) -> int:
        """Parameters that are trained."""
        return sum(row.trainable for row in self.rows)

    @property
    def multiply_adds(self) -> int:
        """Multiply-adds of the whole batch."""
        return sum(row.multiply_adds for row in self.rows)

    def __str__(self) -> str:
        header = ("layer", "type", "output shape", "parameters", "multiply-adds")
        lines = [header]
        for row in self.rows:
            counts = (f"{row.parameters:,}", f"{row.multiply_adds:,}")
            lines.append((row.layer, row.type, str(row.output_shape), *counts))
        lines.append(
            ("total", "", "", f"{self.parameters:,}", f"{self.multiply_adds:,}")
        )
        widths = [max(map(len, column)) for column in zip(*lines)]
        table = []
        for line in lines:
            left = (text.ljust(width) for text, width in zip(line[:3], widths))
            right = (text.rjust(width) for text, width in zip(line[3:], widths[3:]))
            table.append("  ".join((*left, *right)).rstrip())
        rule = "-" * max(map(len, table))
        shapes = ", ".join(map(str, self.input_shapes))
        fixed = self.parameters - self.trainable
        return "\n".join(
            (
                f"{self.name}, input {shapes}",
                table[0],
                rule,
                *table[1:-1],
                rule,
                table[-1],
                f"trainable parameters {self.trainable:,}, not trainable {fixed:,}",
            )
        )


def summary(net, shape: Sequence) -> Summary:
    """Output shape, parameters and multiply-adds of every layer.

    :func:`~gluon_course.base.layers.layer_rows` says what is counted: products that
    are summed, for the whole batch.

    Parameters
    ----------
    net : HybridBlock
        Any net that can be traced; it is neither run nor changed, and may be
        hybridized, initialised, both or neither.
    shape : tuple of int, or list of such tuples
        Shape of the input with its batch axis, such as (1, 1, 28, 28); a list for a
        net with several inputs, nested where the net takes a list of states.

    Returns
    -------
    Summary
        ``print`` it for a table; ``.rows`` are the layers as data.

    Raises
    ------
    ShapeError
        If an input of that shape does not fit the net.
    ConfigError
        If the net cannot be traced.

    Section: 4.2 模型参数的访问、初始化和共享; 5.5 卷积神经网络（LeNet）
    """
    return Summary(describe(net), input_shapes(shape), layer_rows(net, shape))
