"""A table of how fast the forms of a net are."""

from __future__ import annotations

from gluon_course.base.percent import percent
from gluon_course.cli.printing.terminal import paragraph, table

HEADERS = ("form", "ms", "quartiles", "samples/s", "of-peak", "differs")


def speed_text(report, name: str, part: str = "") -> str:
    """The figures of a report, batch size by batch size.

    Parameters
    ----------
    report : SpeedReport
    name : str
        What the net is called: the word of the command line.
    part : str
        Name of the part of the net, if it has several.
    """
    shapes = ", ".join(
        f"{each.name} {_shape(each.batch_shape('N'))}" for each in report.inputs
    )
    title = f"{name}{', ' + part if part else ''}: {shapes}"
    if report.operations:
        title += f"; {_scaled(report.operations)}op a sample"
    lines = [paragraph(title, "  ")]
    for size, rounds in report.rounds.items():
        rows, reasons = [], []
        for each in report.speeds:
            if each.batch_size != size:
                continue
            rows.append(_row(each))
            if each.reason:
                reasons.append(f"{each.form}: {each.reason}")
        lines += ["", f"batch {size}, {rounds} rounds"]
        lines.append(
            table(HEADERS, rows, right="ms quartiles samples/s of-peak differs")
        )
        lines += [paragraph(each, "  ") for each in reasons]
    return "\n".join(lines)


def _row(each) -> tuple:
    if not each.milliseconds:
        return (each.form, None, None, None, None, None)
    low, middle, high = (_digits(value) for value in each.milliseconds)
    return (
        each.form,
        middle,
        f"{low}-{high}",
        f"{each.samples_per_s:,.0f}"
        if each.samples_per_s >= 10
        else f"{each.samples_per_s:.2g}",
        None if each.peak_share is None else percent(each.peak_share),
        None if each.difference is None else f"{each.difference:.1e}",
    )


def _digits(value: float) -> str:
    return f"{value:.3g}" if value < 1000 else f"{value:.0f}"


def _shape(sizes) -> str:
    return f"({', '.join(map(str, sizes))})"


def _scaled(value: float) -> str:
    for size, letter in ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:.3g} {letter}"
    return f"{value:.0f} "
