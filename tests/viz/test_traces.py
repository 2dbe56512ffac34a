"""Ways, contours, places and surfaces are drawn where they are."""

import numpy as np
import pytest

from gluon_course.base.errors import DataError, ShapeError
from gluon_course.viz import landmarks, show_trace_1d, show_trace_2d, surface

WAY = [(-5, -2), (-3, 1.0), (0.5, 0.25)]


def bowl(x1, x2):
    return x1**2 + 2 * x2**2


def test_a_way_is_drawn_through_its_points_on_the_text_s_grid(tmp_path):
    picture = show_trace_2d(bowl, WAY, tmp_path / "way.png", "7.2")
    panel = picture.axes[0]
    assert panel.lines[0].get_xydata().tolist() == [list(point) for point in WAY]
    assert panel.get_xlim() == pytest.approx((-5.5, 1.0))
    assert panel.get_ylim() == pytest.approx((-3.0, 1.15))  # 1 and a little room
    assert (panel.get_xlabel(), panel.get_ylabel()) == ("x1", "x2")
    assert panel.get_legend() is None
    assert (tmp_path / "way.png").stat().st_size > 0


def test_contours_are_lines_of_equal_height():
    (contours,) = show_trace_2d(bowl, WAY).axes[0].collections
    assert len(contours.levels) > 8 and np.all(np.diff(contours.levels) > 0)
    for level, path in zip(contours.levels, contours.get_paths()):
        if len(path):
            heights = bowl(*path.vertices.T)
            assert heights == pytest.approx(level, rel=0.02, abs=0.05)


def test_the_grid_is_widened_for_a_way_that_leaves_it():
    panel = show_trace_2d(bowl, [(-5, -2), (-4, 100), (3, -300)]).axes[0]
    assert panel.get_xlim()[1] > 3
    assert panel.get_ylim()[0] < -300 and panel.get_ylim()[1] > 100


def test_several_ways_are_told_apart_by_their_names():
    panel = show_trace_2d(bowl, {"one": WAY, "two": WAY[:2]}).axes[0]
    assert [each.get_text() for each in panel.get_legend().texts] == ["one", "two"]
    colors = {line.get_color() for line in panel.lines if line.get_label()[0] != "_"}
    assert len(colors) == 2


def test_a_flat_function_has_no_contours():
    panel = show_trace_2d(lambda x1, x2: 0 * x1, WAY).axes[0]
    assert not panel.collections and panel.lines


@pytest.mark.parametrize("way", [[], {}, [(-5, -2), (np.inf, 0)], {"a": []}])
def test_a_way_without_points_or_with_infinite_ones_is_refused(way):
    with pytest.raises(DataError):
        show_trace_2d(bowl, way)


def test_points_of_three_coordinates_are_refused():
    with pytest.raises(ShapeError, match="pairs"):
        show_trace_2d(bowl, [(1, 2, 3)])


def test_a_way_in_one_dimension_lies_on_the_curve(tmp_path):
    picture = show_trace_1d(np.square, [10.0, -12.0], tmp_path / "trace.png")
    curve, way = picture.axes[0].lines
    assert way.get_xydata().tolist() == [[10, 100], [-12, 144]]
    assert curve.get_xdata().min() == -12 and curve.get_xdata().max() == 12
    inside = show_trace_1d(np.square, [1.0]).axes[0].lines[0]
    assert inside.get_xdata().max() == 10  # as wide as the text's at least


def test_places_on_a_curve_are_named_where_they_are():
    x = np.linspace(-1, 2, 50)
    picture = landmarks(x, x**3, {"saddle": (0.0, 0.0)})
    panel = picture.axes[0]
    (name,) = panel.texts
    assert name.get_text() == "saddle" and name.xy == (0, 0)
    assert panel.lines[1].get_xydata().tolist() == [[0, 0]]
    with pytest.raises(ShapeError):
        landmarks(x, x[1:], {})


def test_a_surface_has_three_axes_and_the_marked_point(tmp_path):
    picture = surface(
        lambda x, y: x**2 - y**2, mark=(0, 0), path=tmp_path / "saddle.png"
    )
    (panel,) = picture.axes
    assert panel.get_zlabel() == "f(x, y)"
    (point,) = panel.lines
    assert [float(each[0]) for each in point.get_data_3d()] == [0, 0, 0]
    assert (tmp_path / "saddle.png").stat().st_size > 0
