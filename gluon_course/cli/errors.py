"""From what went wrong to a message and an exit status.

0 success; 1 an error of the course itself; 2 a mistake that the user can mend; 130
Ctrl-C. ``GLUON_COURSE_DEBUG=1`` shows the traceback of all but the first.
"""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Callable

import click

from gluon_course.base.errors import CourseError, reason_of
from gluon_course.base.switches import is_on
from gluon_course.cli.printing.terminal import paragraph

FAILED, MISTAKE, INTERRUPTED = 1, 2, 130
DEBUG = "GLUON_COURSE_DEBUG"

_ACTIONS = {
    errno.ENOSPC: "Free some space on that disk.",
    errno.EDQUOT: "Your quota on that disk is used up; free some space.",
    errno.EFBIG: "It is larger than that disk, or a limit on this process, allows.",
    errno.EACCES: "Choose a place that you may read and write.",
    errno.EPERM: "Choose a place that you may read and write.",
    errno.EROFS: "That disk is read-only; choose another place.",
    errno.EIO: "That disk cannot be read or written any more; choose another place.",
    errno.ESTALE: "That disk is no longer connected; choose another place.",
    errno.ENAMETOOLONG: "Choose a shorter name.",
    errno.ELOOP: "Links there name each other; choose another place.",
    errno.ENOTDIR: "A file is where a folder should be; choose another place.",
    errno.EMFILE: "Too many files are open: raise the limit with ulimit -n.",
    errno.ENFILE: "Too many files are open on this machine; end other programs.",
    errno.EAGAIN: "The system starts no more threads: raise the limit with ulimit -u.",
}
_NO_MEMORY = (
    "std::bad_alloc",
    "Resource temporarily unavailable",  # MXNet starts a thread
    "Failed to allocate CPU Memory",
    "cudaMalloc failed: out of memory",
    "cudaMalloc retry failed: out of memory",
)


def exit_status(call: Callable) -> int:
    """Run ``call``; say on stderr what went wrong; return the exit status.

    Parameters
    ----------
    call : callable
        Takes nothing. A whole number that it returns is the status.
    """
    try:
        returned = call()
        sys.stdout.flush()
        is_status = isinstance(returned, int) and not isinstance(returned, bool)
        return returned if is_status else 0
    except CourseError as error:
        _show_traceback()
        _say(message(error))
        return MISTAKE
    except click.exceptions.Exit as request:
        return request.exit_code
    except click.Abort as error:
        return _interrupted(error)
    except KeyboardInterrupt as error:
        return _interrupted(error)
    except click.ClickException as error:
        _show_traceback()
        error.show()
        return error.exit_code
    except MemoryError as error:
        return _no_memory(error)
    except OSError as error:
        return _system_error(error)
    except Exception as error:
        is_memory = any(each in str(error) for each in _NO_MEMORY)
        return _no_memory(error) if is_memory else _unexpected(error)


def message(error: CourseError) -> str:
    """One paragraph: what happened, the likely cause, the next action.

    Where the action is a list of steps, its lines stay lines.
    """
    rest = map(_capitalized, (error.cause, error.action))
    lines = f"Error: {CourseError(error.what, *rest)}".split("\n")
    return "\n".join(each if each[:1] == " " else paragraph(each) for each in lines)


def _capitalized(text: str) -> str:
    """``text`` with a capital where it begins with a word and not with a command."""
    first, _, rest = text.partition(" ")
    is_word = first.isalpha() and first not in ("pip", "python", "bash")
    if first == "export":  # of a variable, or of a model
        is_word = "=" not in rest.partition(" ")[0]
    return text[:1].upper() + text[1:] if is_word else text


def _interrupted(error: BaseException) -> int:
    _show_traceback()
    _say("Interrupted.")
    return INTERRUPTED


def _system_error(error: OSError) -> int:
    if error.errno == errno.EPIPE:
        # The reader of our output is gone (``| head``): say nothing, here or at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    if error.errno == errno.ENOMEM:
        return _no_memory(error)
    if error.errno not in _ACTIONS:
        return _unexpected(error)
    _show_traceback()
    place = f"{error.filename}: " if error.filename else ""
    _say(paragraph(f"Error: {place}{error.strerror}. {_ACTIONS[error.errno]}"))
    return MISTAKE


def _no_memory(error: Exception) -> int:
    _show_traceback()
    lines = str(error).strip().splitlines()
    asked = f" ({lines[0][:120]})" if isinstance(error, MemoryError) and lines else ""
    _say(
        paragraph(
            f"Error: The memory is used up{asked}. The data, the batch or the net are "
            "larger than what this machine, or a limit on this process, leaves free. "
            "Try a smaller --batch-size or --resize, or fewer samples with --limit; "
            "checkpoints that were written before are whole: --resume goes on from "
            "the last."
        )
    )
    return MISTAKE


def _unexpected(error: Exception) -> int:
    _show_traceback()
    lines = str(error).strip().splitlines() or ["no message"]
    # MXNet's messages begin with a traceback of their own.
    reason = reason_of(error) if lines[0].startswith("Traceback") else lines[0]
    _say(f"Error in gluon_course itself: {type(error).__name__}: {reason}")
    if not is_on(DEBUG):
        _say(
            f"To report it, run the command again with {DEBUG}=1 and send the output "
            "with that\nof: gluon-course doctor --json"
        )
    return FAILED


def _show_traceback() -> None:
    if is_on(DEBUG):
        traceback.print_exc()


def _say(text: str) -> None:
    click.echo(text, err=True)
