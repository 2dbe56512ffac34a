"""``gluon-course report RUN``: figures and printed lines of a run, for the site."""

from __future__ import annotations

import datetime
import os
import platform
import shlex
from pathlib import Path

import click

from gluon_course.base.errors import ConfigError
from gluon_course.base.files import write_text
from gluon_course.cli.group import SafeCommand
from gluon_course.cli.printing.terminal import table
from gluon_course.cli.runs.folder import open_run
from gluon_course.cli.runs.record import FINISHED, read_record


@click.command(
    cls=SafeCommand,
    short_help="Keep a run's figures and output for the site.",
    context_settings={"max_content_width": 80},
)
@click.argument(
    "runs", metavar="RUN...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "--docs",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("docs"),
    show_default=True,
    metavar="DIR",
    help="The site's folder.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE",
    help="What the run printed (gluon-course run lenet > FILE), to be shown.",
)
def report(runs: tuple[Path, ...], docs: Path, output: Path | None) -> None:
    """Write the figures of runs of a section to docs/results/SECTION.json, and mark
    those outside the published spread.

    The machine that is noted is this one: report a run where it was made. In what was
    printed, the folder is named as it would be without --out.

    \b
    Examples:
      gluon-course run lenet --seed 1 > lenet.txt
      gluon-course report runs/lenet --output lenet.txt
    """
    from gluon_course.results import add_measured

    if output and len(runs) > 1:
        raise ConfigError(
            "--output belongs to one run",
            f"{len(runs)} were named",
            "report them one by one",
        )
    for run in runs:
        measured, stem, slug = _measured(run)
        file = docs / "results" / f"{stem}.json"
        add_measured(file, [measured])
        _say(measured, file)
        if output:
            text = output.read_text(encoding="utf-8")
            text = text.replace(str(run), f"runs/{slug}")
            target = docs / "outputs" / f"{stem}.txt"
            target.parent.mkdir(parents=True, exist_ok=True)
            write_text(target, f"$ {measured.command}\n{text.rstrip()}\n")
            click.echo(f"Output:  {target}")


def _measured(folder: Path):
    """The run in ``folder`` as data, the stem of the section's files, and the name of
    the folder in which it would lie without --out.
    """
    import json

    from gluon_course.base.chapters import find_section
    from gluon_course.cli.printing.plain import leaves
    from gluon_course.cli.section import folder_name
    from gluon_course.results import Measured

    record = read_record(open_run(folder))
    if record is None or record.kind != "run" or record.state != FINISHED:
        raise ConfigError(
            f"{folder} is no finished run of a section",
            "only what `gluon-course run SECTION` made can stand on its page",
        )
    section = find_section(record.name)
    result = json.loads((folder / "result.json").read_text("utf-8"))["result"]
    is_one_training = isinstance(result, dict) and set(result) == {"epochs", "final"}
    found = leaves(result["final"] if is_one_training else result)
    figures = {
        name.replace("seconds", "epoch_s"): value
        for name, value in found
        if isinstance(value, (int, float)) and not isinstance(value, bool)
    }
    ended = (folder / "result.json").stat().st_mtime
    measured = Measured(
        section=section.name,
        seed=int(record.options.get("seed") or 0),
        figures=figures,
        settings=record.settings,
        differs=tuple(_differences(folder, record, section)),
        command=shlex.join(_without_out(record.command)),
        hardware=_hardware(folder),
        date=datetime.datetime.fromtimestamp(ended, datetime.timezone.utc)
        .date()
        .isoformat(),
    )
    return measured, f"{section.folder}/{section.file.stem}", folder_name(section)


def _differences(folder: Path, record, section) -> list[str]:
    """What the run did otherwise than the text: options, settings, data."""
    from gluon_course.cli.runs.trained import trainings
    from gluon_course.cli.sections.script import read_settings

    options = record.options
    found = ["--sample"] if options.get("sample") else []
    found += [f"--limit {options['limit']}"] if options.get("limit") else []
    for each in read_settings(section.file):
        value = record.settings.get(each.name, each.default)
        if _plain(value) != _plain(each.default):
            found.append(f"{each.option} {value}")
    if not options.get("sample"):
        notices = [(each.data or {}).get("notice") for each in trainings(folder)]
        found += dict.fromkeys(filter(None, notices))
    return found


def _plain(value):
    return list(value) if isinstance(value, (list, tuple)) else value


def _without_out(words: list[str]) -> list[str]:
    """The command without what concerns its folder, of no interest elsewhere."""
    kept, skip = [], False
    for word in words:
        if skip or word == "--out":
            skip = not skip
            continue
        if not word.startswith("--out=") and word != "--force":
            kept.append(word)
    return kept


def _hardware(folder: Path) -> dict:
    import json

    config = next(iter([*folder.glob("config.json"), *folder.glob("*/config.json")]), 0)
    trained = json.loads(config.read_text("utf-8")) if config else {}
    versions = trained.get("versions", {})
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "threads": trained.get("threads"),
        "python": versions.get("python", platform.python_version()),
        "mxnet": versions.get("mxnet", "1.9.1"),
    }


def _processor() -> str:
    """Name of the processor, as Linux tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    names = [line.split(":", 1)[1] for line in lines if line.startswith("model name")]
    return names[0].strip() if names else platform.machine()


def _say(measured, file: Path) -> None:
    rows = [
        (each.figure.name, each.figure.shown(each.value), each.word)
        for each in measured.verdicts
    ]
    if rows:
        click.echo(table(("figure", "this run", "against the published"), rows))
    elif measured.differs:
        click.echo(f"Not comparable: {'; '.join(measured.differs)}")
    for each in measured.outside:
        click.echo(f"Outside: {each}")
    click.echo(f"Results: {file}")
