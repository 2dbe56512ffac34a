"""Which folder a command fills: a new one, the one of ``--out``, or a former run's."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from gluon_course.cli.runs import folder as folders
from gluon_course.cli.sections.options import Given


@dataclasses.dataclass(frozen=True)
class Place:
    """A folder that is ready to be filled.

    Attributes
    ----------
    folder : Path
        It exists.
    holds_run : bool
        It holds a run, and ``--resume`` asked to go on with it.
    is_ours : bool
        It was made just now and may go if nothing comes of it.
    notes : tuple of str
        What the user should know of the choice.
    """

    folder: Path
    holds_run: bool = False
    is_ours: bool = False
    notes: tuple = ()


def choose(slug: str, name: str, given: Given) -> Place:
    """Choose the folder, and make it when it is new.

    Parameters
    ----------
    slug : str
        Name of the default folder below ``runs``.
    name : str
        What is run; ``--resume`` without ``--out`` takes the latest run of it.
    given : Given
        ``out``, ``resume`` and ``force`` decide.

    Raises
    ------
    ConfigError
        If ``--out`` cannot be used: see :func:`.folder.take_chosen`.
    """
    notes = []
    if given.resume:
        found = given.out or folders.latest(slug, name)
        if found is not None and folders.holds_something(found):
            return Place(folders.open_run(found), holds_run=True)
        notes.append(
            f"There is no run in {found or folders.ROOT / slug} to go on with."
        )
    if given.out is None:
        return Place(folders.take_new(slug), is_ours=True, notes=tuple(notes))
    was_there = given.out.exists()
    stays = folders.take_chosen(given.out, given.force)
    if stays:
        names = ", ".join(str(each.relative_to(given.out)) for each in stays[:6])
        notes.append(f"Files that no run wrote stay in {given.out}: {names}")
    return Place(given.out, is_ours=not was_there, notes=tuple(notes))
