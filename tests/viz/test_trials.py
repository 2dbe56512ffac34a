"""The picture of a search."""

import pytest

from gluon_course import viz
from gluon_course.base.errors import ShapeError

VALUES = {"lr": [0.1, 1.0, 0.01, 0.2], "size": [4, 8, 4, 2]}


@pytest.mark.parametrize(
    ("is_low_better", "best", "so_far"),
    [(False, 2, [0.5, 0.5, 0.9, 0.9]), (True, 1, [0.5, 0.2, 0.2, 0.2])],
)
def test_the_best_trial_stands_out_in_every_panel(
    tmp_path, is_low_better, best, so_far
):
    figures = [0.5, 0.2, 0.9, 0.8]
    path = tmp_path / "search.png"
    picture = viz.trials(VALUES, figures, "test_acc", is_low_better, ["lr"], path)
    assert path.read_bytes()[:4] == b"\x89PNG"
    first, *panels = picture.axes
    assert list(first.lines[0].get_ydata()) == so_far
    for panel, x in zip(panels, VALUES.values()):
        cloud, mark = panel.collections
        assert cloud.get_offsets().tolist() == [list(pair) for pair in zip(x, figures)]
        assert mark.get_offsets().tolist() == [[x[best], figures[best]]]
    assert [panel.get_xscale() for panel in panels] == ["log", "linear"]
    assert [panel.get_xlabel() for panel in picture.axes] == ["trial", "lr", "size"]


@pytest.mark.parametrize("figures", [[], [1.0], [1.0] * 5])
def test_every_trial_needs_its_values(figures):
    with pytest.raises(ShapeError, match="figures for values"):
        viz.trials(VALUES, figures, "loss")
