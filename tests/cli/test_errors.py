"""How an error is told on the command line."""

import errno
import os

import pytest

from gluon_course.base.errors import CourseError
from gluon_course.cli.errors import exit_status, message


@pytest.mark.parametrize(
    ("action", "told"),
    [
        ("export the model again", "Export the model again"),
        ("choose another folder", "Choose another folder"),
        ("export OMP_NUM_THREADS=1 first", "export OMP_NUM_THREADS=1 first"),
        ("pip install '.[onnx]'", "pip install '.[onnx]'"),
        ("gluon-course export runs/lenet", "gluon-course export runs/lenet"),
        ("--port 0 takes a free one", "--port 0 takes a free one"),
    ],
)
def test_sentences_begin_with_a_capital_and_commands_do_not(action, told):
    assert message(CourseError("It is so", "it was", action)) == (
        f"Error: It is so. It was. {told}."
    )


def raising(error):
    def call():
        raise error

    return call


@pytest.mark.parametrize(
    "error",
    [
        MemoryError("Unable to allocate 9.00 TiB for an array"),
        OSError(errno.ENOMEM, "Cannot allocate memory"),
        RuntimeError("MXNetError: std::bad_alloc"),
        RuntimeError("Traceback\n  File x\nMXNetError: Failed to allocate CPU Memory"),
        RuntimeError("MXNetError: Resource temporarily unavailable"),
    ],
)
def test_memory_that_is_used_up_is_told(error, capsys, monkeypatch):
    monkeypatch.delenv("GLUON_COURSE_DEBUG", raising=False)
    assert exit_status(raising(error)) == 2
    told = " ".join(capsys.readouterr().err.split())
    assert told.startswith("Error: The memory is used up")
    assert "--batch-size" in told and "--resume" in told and "Traceback" not in told


@pytest.mark.parametrize("name", ["ENOSPC", "EROFS", "EIO", "EMFILE", "ELOOP"])
def test_an_error_of_the_system_says_what_to_do(name, capsys):
    number = getattr(errno, name)
    error = OSError(number, os.strerror(number), "/some/place")
    assert exit_status(raising(error)) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"Error: /some/place: {os.strerror(number)}. ")


def test_another_error_is_ours(capsys):
    assert exit_status(raising(KeyError("x"))) == 1
    assert "in gluon_course itself" in capsys.readouterr().err
