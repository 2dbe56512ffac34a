"""One line of the doctor's report."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class Check:
    """What was looked at and what was found.

    Attributes
    ----------
    name : str
        What was looked at.
    value : str
        What was found.
    problem : str
        What is wrong with it, as a sentence; empty if nothing is.
    remedy : str
        What to do about it: a command or a setting.
    is_fatal : bool
        Whether training cannot run because of it.
    """

    name: str
    value: str
    problem: str = ""
    remedy: str = ""
    is_fatal: bool = False

    @property
    def status(self) -> str:
        """``ok``, ``note`` (something to know) or ``problem`` (training cannot run)."""
        if self.is_fatal:
            return "problem"
        return "note" if self.problem else "ok"

    def as_dict(self) -> dict:
        """The check as JSON values."""
        facts = {"name": self.name, "status": self.status, "value": self.value}
        if self.problem:
            facts.update(problem=self.problem, remedy=self.remedy)
        return facts
