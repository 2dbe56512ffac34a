"""Run options that note, in ``run.json``, each path that the run asks for."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from gluon_course.base.run import RunOptions
from gluon_course.cli.runs.record import Record


@dataclasses.dataclass(frozen=True)
class RecordedRun(RunOptions):
    """:class:`RunOptions` of a run folder; ``--force`` later removes what it noted.

    Made by :meth:`of`; a copy made by ``dataclasses.replace`` notes nothing.
    """

    @classmethod
    def of(cls, record: Record, folder: Path, **options) -> RecordedRun:
        """The options of a run in ``folder`` whose paths go into ``record``."""
        run = cls(out=folder, **options)
        object.__setattr__(run, "_notes", (record, folder))
        return run

    def path(self, name: str) -> Path | None:
        """As :meth:`RunOptions.path`; the path is noted before it is returned."""
        path = super().path(name)
        notes = getattr(self, "_notes", None)
        if notes is not None and path is not None:
            record, folder = notes
            relative = path.relative_to(folder).as_posix()
            if relative not in record.files:
                record.files.append(relative)
                record.save(folder)
        return path

    def part(self, name: str) -> RunOptions:
        """As :meth:`RunOptions.part`; noted, and the part notes in the same record."""
        self.path(name)
        part = super().part(name)
        if hasattr(self, "_notes"):
            object.__setattr__(part, "_notes", self._notes)
        return part
