"""Options that ``run``, ``train`` and ``sweep`` share, and what was given of them."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from gluon_course.base.run import DTYPES, RunOptions
from gluon_course.cli.sections.number import Number

OPTIONS = (
    "device",
    "seed",
    "sample",
    "limit",
    "tensorboard",
    "accumulate",
    "dtype",
    "profile",
)
"""Those that a run's record keeps."""


def run_options(several: bool = False) -> list[click.Option]:
    """The common options; with ``several``, those of a group of runs: many seeds."""
    return [
        click.Option(
            ["--device"],
            default="auto",
            metavar="DEVICE",
            help="auto, cpu, gpu, gpu:0,1 or cpu:2 (two CPU contexts). [auto]",
        ),
        click.Option(
            ["--seed"],
            type=Number(int, 0, 2**31 - 1),
            default=() if several else 0,
            multiple=several,
            metavar="N .." if several else "N",
            help="Seed of initial weights, order of samples and dropout. [0]",
        ),
        click.Option(
            ["--out"],
            type=click.Path(path_type=Path),
            metavar="FOLDER",
            help="Run folder; by default the next free one below runs/.",
        ),
        click.Option(
            ["--resume"],
            is_flag=True,
            help="Go on with the run in --out, or with the latest one.",
        ),
        click.Option(
            ["--force"],
            is_flag=True,
            help="Replace the run in --out; other files there stay.",
        ),
        click.Option(
            ["--sample"],
            is_flag=True,
            help="Take the embedded sample, no download: real digits and photographs,"
            " Python's help as text, or made-up data; the output says which.",
        ),
        click.Option(
            ["--limit"],
            type=Number(int, 1),
            metavar="N",
            help="Use the first N training samples only; evaluation stays whole.",
        ),
        click.Option(
            ["--tensorboard"],
            is_flag=True,
            help="Also write TensorBoard events into the run folder.",
        ),
        click.Option(
            ["--accumulate"],
            type=Number(int, 1),
            default=1,
            metavar="N",
            help="Add up the gradients of N batches for one update. [1]",
        ),
        click.Option(
            ["--dtype"],
            type=click.Choice(DTYPES),
            default="float32",
            metavar="TYPE",
            help="float32, bfloat16 (CPU) or float16 (GPU) in the large layers.",
        ),
        click.Option(
            ["--profile"],
            is_flag=True,
            help="Measure 10 steps operator by operator: profile/ in the run folder.",
        ),
        click.Option(
            ["--quiet"],
            is_flag=True,
            help="No progress; print the final figures only.",
        ),
    ]


COMMON = tuple(each.name for each in run_options())


@dataclasses.dataclass(frozen=True)
class Given:
    """The options of one call, apart from the hyperparameters.

    Attributes
    ----------
    options : dict
        Those that ``run.json`` keeps: device, seed, sample, limit, tensorboard,
        accumulate, dtype, profile.
    typed : frozenset of str
        Names of the options and hyperparameters that stood on the command line.
    out : Path or None
        Folder given with ``--out``.
    resume, force, quiet : bool
        The flags.
    """

    options: dict
    typed: frozenset
    out: Path | None = None
    resume: bool = False
    force: bool = False
    quiet: bool = False


def split_options(context: click.Context) -> tuple[Given, dict]:
    """The common options of a call, and the rest: the hyperparameters.

    Raises
    ------
    click.UsageError
        If options exclude each other.
    """
    params = dict(context.params)
    common = {name: params.pop(name) for name in COMMON if name in params}
    if common["resume"] and common["force"]:
        raise click.UsageError(
            "--resume goes on with a run and --force replaces it: choose one.", context
        )
    if common["force"] and common["out"] is None:
        raise click.UsageError(
            "--force replaces the run in --out FOLDER: name the folder. Without --out "
            "a run takes a free folder of its own.",
            context,
        )
    # Without --sample the environment decides: GLUON_COURSE_SAMPLE.
    common["sample"] = common["sample"] or RunOptions().sample
    source = click.core.ParameterSource.COMMANDLINE
    given = Given(
        options={name: common.get(name) for name in OPTIONS},
        typed=frozenset(
            name
            for name in context.params
            if context.get_parameter_source(name) is source
        ),
        out=common["out"],
        resume=common["resume"],
        force=common["force"],
        quiet=common["quiet"],
    )
    return given, params
