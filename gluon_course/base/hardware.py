"""What a measurement ran on, in one line: a figure without it says little."""

from __future__ import annotations

import datetime
import os
import platform
from pathlib import Path

from gluon_course.base.threads import openmp_threads


def described() -> str:
    """Processor, cores, threads, versions and date, for people and for records."""
    import mxnet as mx

    threads = openmp_threads()
    parts = [
        processor(),
        f"{os.cpu_count()} cores",
        f"{threads} thread{'s' if threads != 1 else ''}" if threads else "",
        f"MXNet {mx.__version__}",
        f"Python {platform.python_version()}",
        datetime.date.today().isoformat(),
    ]
    return ", ".join(filter(None, parts))


def processor(cpuinfo: Path = Path("/proc/cpuinfo")) -> str:
    """The processor's name; its architecture where the system does not say it.

    Parameters
    ----------
    cpuinfo : Path
        What Linux says, for tests.
    """
    try:
        lines = cpuinfo.read_text(errors="replace").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if "model name" in line]
    return next(filter(None, names), platform.machine())
