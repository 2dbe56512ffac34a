"""The table of stages against shapes and counts written down by hand."""

import pytest

from gluon_course import models
from gluon_course.base.errors import ShapeError
from gluon_course.explain.halve_and_double import stage_table


def test_stages_of_vgg_11_by_hand():
    table = stage_table(models.get_model("vgg11")[:5], (2, 1, 64, 64))
    shapes = [(row["channels"], row["height"], row["width"]) for row in table]
    assert shapes == [
        (64, 32, 32),
        (128, 16, 16),
        (256, 8, 8),
        (512, 4, 4),
        (512, 2, 2),
    ]
    assert table[1]["numbers"] == 2 * 128 * 16 * 16
    assert table[2]["parameters"] == 128 * 256 * 9 + 256 + 256 * 256 * 9 + 256
    assert table[2]["multiply_adds"] == 2 * 16 * 16 * 9 * (128 * 256 + 256 * 256)


def test_an_input_that_is_too_small_is_refused():
    with pytest.raises(ShapeError):
        stage_table(models.get_model("vgg11")[:5], (1, 1, 16, 16))
