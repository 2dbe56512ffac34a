"""Silence for C libraries that write to the process's stderr whatever Python says."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator


@contextlib.contextmanager
def quiet_libraries() -> Iterator[None]:
    """Drop what is written to file descriptor 2 inside the block.

    MXNet's graph passes announce there what they leave alone, a line for each
    operator. Errors still come as exceptions. The descriptor is the whole process's:
    what other threads write meanwhile is lost, too.
    """
    sys.stderr.flush()
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        sys.stderr.flush()
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
