"""Memory that this process keeps in RAM, as section 8.2 watches it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from gluon_course.base.errors import StackError


def resident_bytes(statm: Path = Path("/proc/self/statm")) -> int:
    """Resident memory of this process in bytes: from /proc, else from ``ps``.

    Parameters
    ----------
    statm : Path
        Where Linux tells the pages of this process.

    Raises
    ------
    StackError
        If neither can say.

    Section: 8.2 异步计算 (chapter_computational-performance/async-computation)
    """
    if statm.is_file():
        return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    command = ["ps", "-o", "rss=", "-p", str(os.getpid())]
    try:
        printed = subprocess.run(command, capture_output=True, text=True).stdout
        return int(printed) * 1024
    except (OSError, ValueError) as error:
        raise StackError(
            "The memory of this process cannot be read",
            "there is no /proc, and no command ps that answers",
        ) from error
