"""The record of a measurement: its rows, and what they were measured with."""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import sys
from datetime import date
from pathlib import Path

from gluon_course.base.hardware import processor

PACKAGES = ("mxnet", "numpy", "torch", "d2lzh", "pillow")


def facts(threads: int, clock: str = "wall") -> dict:
    """Hardware, threads, date, command and versions."""
    versions = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            versions[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            continue
    script = Path(sys.argv[0])
    words = [f"scripts/benchmarks/{script.name}", *sys.argv[1:]]
    return {
        "hardware": {"processor": processor(), "cores": os.cpu_count()},
        "threads": threads,
        "clock": clock,
        "load_before": round(os.getloadavg()[0], 2),
        "date": date.today().isoformat(),
        "command": " ".join(["python", *words]),
        "versions": versions,
    }


def headline(known: dict) -> str:
    """The facts in one line, to be printed above a table."""
    hardware, versions = known["hardware"], known["versions"]
    said = ", ".join(f"{name} {version}" for name, version in versions.items())
    return (
        f"{hardware['processor']}, {hardware['cores']} cores, {known['threads']} "
        f"threads, {known['clock']} time, load {known['load_before']}, "
        f"{known['date']}; {said}"
    )


def write(file, known: dict, **tables) -> None:
    """Write facts and tables as JSON where a file is given."""
    if file:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({**known, **tables}, indent=2, ensure_ascii=False)
        Path(file).write_text(text + "\n", "utf-8")
