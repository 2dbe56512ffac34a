"""The roofline picture: where the roof lies, and what is refused."""

import numpy as np
import pytest

from gluon_course import viz
from gluon_course.base.errors import ConfigError, ShapeError

GROUPS = {"convolutions": [(50, 80e9), (200, 90e9)], "dense": [(0.5, 4e9)]}


def test_the_roof_rises_to_the_peak_and_stays(tmp_path):
    picture = viz.roofline(100e9, 10e9, GROUPS, tmp_path / "roof.png", "A machine")
    (panel,) = picture.axes
    x, y = panel.lines[0].get_data()
    np.testing.assert_allclose(y, np.minimum(100e9, 10e9 * x))
    assert x[0] < 0.5 and x[-1] > 200  # all points have the roof above them
    assert (panel.get_xscale(), panel.get_yscale()) == ("log", "log")
    assert panel.lines[1].get_xdata()[0] == 10
    assert [text.get_text() for text in panel.get_legend().get_texts()] == list(GROUPS)
    assert {text.get_text() for text in panel.texts} == {"100 Gop/s", "10 GB/s"}
    assert (tmp_path / "roof.png").stat().st_size > 0


def test_without_points_the_roof_stands_alone():
    (panel,) = viz.roofline(3e12, 1e12, {}).axes
    assert panel.get_legend() is None


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ((0, 1, {}), ConfigError),
        ((1, -1, {}), ConfigError),
        ((1, 1, {"a": [(1, 0)]}), ShapeError),
        ((1, 1, {"a": [1, 2]}), ShapeError),
    ],
)
def test_numbers_that_cannot_be_drawn_are_refused(arguments, error):
    with pytest.raises(error):
        viz.roofline(*arguments)
