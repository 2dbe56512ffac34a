"""How an error is told on the command line."""

import pytest

from gluon_course.base.errors import CourseError
from gluon_course.cli.errors import message


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
