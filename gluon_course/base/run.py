"""How a script is run: device, seed, where results go. One frozen record, passed along.

Hyperparameters of a section (``num_epochs``, ``lr``, ``batch_size``) are not here:
they are keyword arguments of the section's ``main``.
"""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

from gluon_course.base.errors import ConfigError
from gluon_course.base.switches import is_on
from gluon_course.base.workers import (
    COMPRESSION,
    KVSTORE,
    check_store,
    threshold_of,
    workers_here,
)

DTYPES = ("float32", "float16", "bfloat16")


@dataclasses.dataclass(frozen=True)
class RunOptions:
    """Options that every chapter script and command shares.

    Attributes
    ----------
    device : str
        ``auto``, ``cpu``, ``gpu``, ``gpu:0,1`` or ``cpu:2`` (two CPU contexts).
    seed : int
        Seed of initial weights, shuffling and dropout, 0..2**31-1.
    out : Path or None
        Run folder, of one run alone; ``None`` writes nothing. ``Trainer.fit`` sets an
        earlier run there aside, in ``earlier-1`` and so on, unless ``resume``.
    resume : bool
        Go on from the last checkpoint in ``out``.
    sample : bool
        Train on the embedded sample instead of the course's data; the default is
        ``GLUON_COURSE_SAMPLE``.
    limit : int or None
        Use the first ``limit`` training samples only; the test set stays whole, so
        that accuracies compare.
    progress : bool
        Show progress bars and the text's printed lines.
    tensorboard : bool
        Also write TensorBoard events to ``out/tensorboard``.
    accumulate : int
        Batches whose gradients are added up for one update, 1 or more: the step of a
        batch so many times larger, in the memory of one.
    dtype : str
        ``float32``, or ``float16`` (GPU) or ``bfloat16`` (CPU) for convolutions and
        dense layers; parameters and all else stay float32.
    profile : bool
        Measure some steps operator by operator, into ``out/profile``.
    kvstore : str
        ``dist_sync`` or ``dist_async``: several workers train one net; empty for one
        process. The default is ``GLUON_COURSE_KVSTORE``, which ``gluon-course launch``
        sets. Only the worker of rank 0 shows progress and writes.
    gradient_compression : str
        ``2bit`` or ``2bit:THRESHOLD`` on the way to the servers; empty for none. The
        default is ``GLUON_COURSE_GRADIENT_COMPRESSION``.
    section : str
        Path of the section in the text, for the records.
    command : tuple of str
        The command that started the run, for the records.
    settings : dict
        Hyperparameters given to ``main``, for the records.
    """

    device: str = "auto"
    seed: int = 0
    out: Path | None = None
    resume: bool = False
    sample: bool = dataclasses.field(
        default_factory=lambda: is_on("GLUON_COURSE_SAMPLE")
    )
    limit: int | None = None
    progress: bool = False
    tensorboard: bool = False
    accumulate: int = 1
    dtype: str = "float32"
    profile: bool = False
    kvstore: str = dataclasses.field(
        default_factory=lambda: os.environ.get(KVSTORE, "")
    )
    gradient_compression: str = dataclasses.field(
        default_factory=lambda: os.environ.get(COMPRESSION, "")
    )
    section: str = ""
    command: tuple = ()
    settings: dict = dataclasses.field(default_factory=dict)

    def __post_init__(self):
        if self.out is not None:
            object.__setattr__(self, "out", Path(self.out))
        if not 0 <= self.seed < 2**31:
            raise ConfigError(
                f"The seed is {self.seed}", action="choose one from 0 to 2147483647"
            )
        if self.limit is not None and self.limit < 1:
            raise ConfigError(
                f"The limit is {self.limit}", action="ask for 1 sample or more"
            )
        if not isinstance(self.accumulate, int) or self.accumulate < 1:
            raise ConfigError(
                f"{self.accumulate!r} batches for one update",
                action="choose a whole number, 1 or more",
            )
        if self.dtype not in DTYPES:
            raise ConfigError(
                f"The precision is {self.dtype!r}", action=f"choose {', '.join(DTYPES)}"
            )
        if self.dtype == "float16" and self.kvstore == "dist_async":
            raise ConfigError(
                "float16 with kvstore dist_async",
                "the servers would update with infinities before anybody sees them",
                "use dist_sync, or float32",
            )
        check_store(self.kvstore)
        threshold_of(self.gradient_compression)
        if not self.is_writer:
            object.__setattr__(self, "progress", False)

    @property
    def is_writer(self) -> bool:
        """Does this process write: is it alone, or the worker of rank 0?"""
        return not self.kvstore or workers_here().rank == 0

    def path(self, name: str) -> Path | None:
        """Where the file ``name`` of this run goes; ``None`` if nothing is written."""
        return None if self.out is None or not self.is_writer else self.out / name

    def part(self, name: str) -> RunOptions:
        """The options for a part of the section, in a folder of its own below out."""
        out = None if self.out is None else self.out / name
        return dataclasses.replace(self, out=out)
