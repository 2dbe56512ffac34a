"""How far the forms of a net are apart, as data and as a table."""

from __future__ import annotations

import dataclasses
import textwrap

from gluon_course.base.errors import ConfigError
from gluon_course.base.inputs import Input
from gluon_course.base.registry import nearest
from gluon_course.export.parity.layers_inside import FirstDifference

FORMS = ("imperative", "hybridized", "exported", "onnx")
"""The forms of a net; each is compared with the first."""
INDENT = " " * 12


@dataclasses.dataclass(frozen=True)
class FormParity:
    """How far one form of a net is from the imperative one.

    Attributes
    ----------
    form : str
        One of :data:`FORMS`.
    difference : float or None
        The largest absolute difference of an output; infinite where shapes or the
        number of outputs differ, or one form is not finite. None where there is no
        such form.
    size : float
        The largest absolute value of an output.
    tolerance : float
        Largest difference of an output that counts as equal, relative to its largest
        value.
    is_equal : bool
        Whether each output differs by no more than that.
    reason : str
        Why there is no such form, or what is odd about its outputs.
    first : FirstDifference or None
        Where it differs first, if it does and a layer shows it.
    """

    form: str
    difference: float | None
    size: float = 0.0
    tolerance: float = 0.0
    is_equal: bool = False
    reason: str = ""
    first: FirstDifference | None = None


@dataclasses.dataclass(frozen=True)
class Parity:
    """What :func:`check_parity` found; ``print`` it for a table.

    Attributes
    ----------
    net : str
        Registered name of the net, else its class.
    inputs : tuple of Input
        What went in.
    batch_sizes : tuple of int
    forms : tuple of FormParity
        In the order of :data:`FORMS`.
    """

    net: str
    inputs: tuple[Input, ...]
    batch_sizes: tuple[int, ...]
    forms: tuple[FormParity, ...]

    @property
    def is_equal(self) -> bool:
        """Whether all forms that there are compute the same."""
        return all(each.is_equal for each in self.forms if each.difference is not None)

    def __getitem__(self, form: str) -> FormParity:
        for each in self.forms:
            if each.form == form:
                return each
        raise ConfigError(f"There is no form {form!r}", nearest(form, FORMS))

    def __str__(self) -> str:
        batches = ", ".join(map(str, self.batch_sizes))
        shapes = ", ".join(
            f"{each.name} ({', '.join(map(str, each.batch_shape('N')))})"
            for each in self.inputs
        )
        lines = [
            f"{self.net}, input {shapes}, batches of {batches}",
            f"{'form':12}{'difference':>12}  {'outputs up to':>13}  same",
            f"{'-' * 10}  {'-' * 12}  {'-' * 13}  {'-' * 4}",
        ]
        for each in self.forms:
            if each.difference is None:
                lines.append(f"{each.form:12}{'-':>12}  {'-':>13}  -")
                lines += _indented(each.reason)
                continue
            lines.append(
                f"{each.form:12}{each.difference:12.3g}  {each.size:13.3g}  "
                + ("yes" if each.is_equal else "NO")
            )
            if each.reason:
                lines += _indented(each.reason)
            if each.first:
                lines += _indented(f"first in {each.first}")
        limits = ", ".join(
            f"{x.form} {x.tolerance:g}" for x in self.forms if x.tolerance
        )
        said = "Each form against the imperative net, which runs a second time for its "
        said += f"own line. Same: within {limits} of the largest output."
        lines += textwrap.wrap(said, 79)
        return "\n".join(lines)


def _indented(text: str) -> list[str]:
    return textwrap.wrap(text, 79, initial_indent=INDENT, subsequent_indent=INDENT)
