"""Switches that a user sets in the environment."""

import os


def is_on(variable: str) -> bool:
    """Whether an environment variable is set to anything but ``0`` or nothing."""
    return os.environ.get(variable, "0") not in ("", "0")
