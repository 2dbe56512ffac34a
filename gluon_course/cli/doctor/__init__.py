"""``gluon-course doctor``: is everything there to train, and what to do if not."""

from __future__ import annotations

import json

import click

from gluon_course.cli.doctor.check import Check
from gluon_course.cli.printing.terminal import paragraph

NAME_WIDTH = 13


@click.command(short_help="Check Python, MXNet, devices and folders.")
@click.option("--json", "is_json", is_flag=True, help="Print JSON, for a bug report.")
def doctor(is_json: bool) -> int:
    """Check Python, MXNet, libraries, threads, GPUs, folders, disk and fonts.

    Each problem comes with its remedy. Exit status 1 if training cannot run.

    \b
    Examples:
      gluon-course doctor
      gluon-course doctor --json
    """
    checks, features = examine()
    can_train = not any(check.is_fatal for check in checks)
    if is_json:
        facts = {
            "can_train": can_train,
            "checks": [check.as_dict() for check in checks],
            "mxnet_features": features,
        }
        click.echo(json.dumps(facts, indent=2, ensure_ascii=False))
    else:
        click.echo(report(checks))
    return 0 if can_train else 1


def examine() -> tuple[list[Check], list[str]]:
    """All checks in the order of the report, and the features of MXNet's build."""
    from gluon_course import __version__
    from gluon_course.cli.doctor import devices, packages, probe, surroundings

    found = probe.run_probe()
    checks = [
        Check("gluon_course", __version__),
        packages.python_check(),
        packages.numpy_check(),
        packages.backend_check(),
        *packages.mxnet_checks(found),
        packages.companion_check("gluoncv", found["gluoncv"], "chapter 9 and later"),
        packages.companion_check("gluonnlp", found["gluonnlp"], "chapters 6 and 10"),
        packages.onnx_check(),
        surroundings.compiler_check(),
        surroundings.libraries_check(),
        surroundings.threads_check(found),
        *devices.gpu_checks(found),
        *surroundings.folder_checks(),
        surroundings.font_check(),
    ]
    return checks, found["mxnet"].get("features", [])


def report(checks: list[Check]) -> str:
    """The checks as text, each problem with its remedy, and the verdict."""
    lines = []
    for check in checks:
        start = f"{check.status:8}{check.name:{NAME_WIDTH}} "
        indent = " " * len(start)
        lines.append(paragraph(start + check.value, indent))
        if check.problem:
            lines.append(paragraph(indent + check.problem, indent))
            lines.append(paragraph(f"{indent}-> {check.remedy}", indent + "   "))
    fatal = [check.name for check in checks if check.is_fatal]
    verdict = f"Training cannot run: see {', '.join(fatal)}." if fatal else ""
    return "\n".join([*lines, "", verdict or "Training can run."])
