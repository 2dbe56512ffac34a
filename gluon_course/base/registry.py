"""Named things: a registry that refuses duplicates and suggests the nearest name."""

import difflib
from collections.abc import Iterable
from typing import Any

from gluon_course.base.errors import ConfigError


def nearest(name: str, names: Iterable[str]) -> str:
    """A sentence that suggests the nearest of ``names``, or lists all."""
    names = sorted(names)
    close = difflib.get_close_matches(str(name).lower(), names, n=3, cutoff=0.5)
    if close:
        return "Did you mean " + " or ".join(repr(each) for each in close) + "?"
    return "Known: " + ", ".join(names) + "."


class Registry:
    """Maps names to entries.

    Parameters
    ----------
    kind : str
        What the entries are, for messages: ``"model"``, ``"data set"``.
    list_command : str
        The command that lists the names, for messages.
    """

    def __init__(self, kind: str, list_command: str):
        self.kind, self.list_command = kind, list_command
        self._entries: dict[str, Any] = {}

    def add(self, name: str, entry: Any) -> None:
        """Register ``entry``; a second entry of the same name is an error."""
        if name in self._entries:
            raise ConfigError(
                f"The {self.kind} {name!r} is registered already",
                "two entries carry one name",
                "rename one of them",
            )
        self._entries[name] = entry

    def get(self, name: str) -> Any:
        """The entry of that name.

        Raises
        ------
        ConfigError
            If there is none; the message suggests the nearest name.
        """
        try:
            return self._entries[name]
        except (KeyError, TypeError):
            raise ConfigError(
                f"There is no {self.kind} named {name!r}",
                nearest(name, self._entries),
                f"List them with: {self.list_command}",
            ) from None

    def names(self) -> list[str]:
        """All names, sorted."""
        return sorted(self._entries)

    def __contains__(self, name: object) -> bool:
        return name in self._entries
