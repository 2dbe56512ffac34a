"""Memory that is free for a training, on the machine and on its GPUs."""

from __future__ import annotations

import re
from pathlib import Path


def free_bytes(device=None, root: Path = Path("/")) -> int | None:
    """Bytes that a program can still take; None where nobody says.

    Parameters
    ----------
    device : mx.Context, optional
        A GPU, else the machine's memory: the smaller of what Linux calls available and
        what the control group grants.
    root : Path
        Root of the file system, for tests.
    """
    if device is not None and device.device_type == "gpu":
        import mxnet as mx

        try:
            return int(mx.context.gpu_memory_info(device.device_id)[0])
        except mx.MXNetError:  # a simulated one
            pass
    found = [_available(root), _of_control_group(root)]
    return min((each for each in found if each is not None), default=None)


def _available(root: Path) -> int | None:
    try:
        text = (root / "proc/meminfo").read_text()
    except OSError:
        return None
    match = re.search(r"^MemAvailable:\s+(\d+) kB", text, re.MULTILINE)
    return int(match.group(1)) * 1024 if match else None


def _of_control_group(root: Path) -> int | None:
    try:
        folder = root / "sys/fs/cgroup"
        most = int((folder / "memory.max").read_text())
        return max(0, most - int((folder / "memory.current").read_text()))
    except (OSError, ValueError):  # no such group, or "max"
        return None
