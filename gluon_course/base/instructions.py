"""What the processor computes by itself, as Linux tells it."""

from __future__ import annotations

from pathlib import Path

CPUINFO = Path("/proc/cpuinfo")
BFLOAT16 = ("avx512_bf16", "amx_bf16")
"""Instruction sets that multiply bfloat16; with none of them it is emulated."""


def instruction_sets(cpuinfo: Path = CPUINFO) -> frozenset[str]:
    """The names of the processor's instruction sets; none where they are not known.

    Parameters
    ----------
    cpuinfo : Path
        A file as Linux has it.
    """
    try:
        lines = cpuinfo.read_text("utf-8", "replace").splitlines()
    except OSError:
        return frozenset()
    flags = (line.partition(":")[2] for line in lines if line.startswith("flags"))
    return frozenset(next(flags, "").split())


def has_bfloat16(cpuinfo: Path = CPUINFO) -> bool:
    """Does the processor multiply bfloat16 itself?"""
    return not instruction_sets(cpuinfo).isdisjoint(BFLOAT16)
