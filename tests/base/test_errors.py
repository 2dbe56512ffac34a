"""What an error says: its three parts, and the telling line of MXNet's."""

from gluon_course.base.errors import CourseError, reason_of


def test_the_parts_become_sentences_and_empty_ones_are_left_out():
    error = CourseError("The seed is -1", action="choose 0 or more!")
    assert str(error) == "The seed is -1. choose 0 or more!"


def test_the_last_line_that_names_a_fault_is_taken():
    error = RuntimeError(
        "Traceback\n  File x\nMXNetError: Check failed: 1 == 2 : shapes\n  more"
    )
    assert reason_of(error) == "1 == 2 : shapes"
    assert reason_of(RuntimeError("one\ntwo")) == "two"
    assert reason_of(RuntimeError()) == "RuntimeError"
