"""The errors of the course: what happened, the likely cause, the next action.

Every mistake that a user can make ends in a subclass of ``CourseError``; the command
line prints it in one paragraph and exits with status 2.
"""


class CourseError(Exception):
    """Base of all errors of this package.

    Parameters
    ----------
    what : str
        What happened, with the value that caused it.
    cause : str, optional
        The likely cause.
    action : str, optional
        What to do next: a command, an option or a section of the text.
    """

    def __init__(self, what: str, cause: str = "", action: str = ""):
        self.what, self.cause, self.action = what, cause, action
        super().__init__(
            " ".join(_sentence(part) for part in (what, cause, action) if part)
        )


class StackError(CourseError, ImportError):
    """MXNet or one of its companions is missing or cannot be loaded."""


class ConfigError(CourseError, ValueError):
    """An unknown name, option or a value out of range."""


class DeviceError(CourseError):
    """A device that does not exist or that this build of MXNet cannot use."""


class DataError(CourseError):
    """A data set, archive, picture or text that is missing, damaged or unsuitable."""


class ShapeError(CourseError, ValueError):
    """An array of another shape or type than the function is defined for."""


class TrainingError(CourseError):
    """Training cannot go on, for example because the loss is not finite."""


class CheckpointError(CourseError):
    """A checkpoint or parameter file that is missing, damaged or of another net."""


class ExportError(CourseError):
    """A model that cannot be exported, or an export folder that cannot be trusted."""


def reason_of(error: Exception) -> str:
    """The line of MXNet's error that says what went wrong, at most 200 characters."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    telling = [line for line in lines if "Check failed" in line or "Error" in line]
    text = (telling or lines or [type(error).__name__])[-1]
    return text.split("Check failed:")[-1].strip()[:200]


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?", ":")) else text + "."
