"""The confusion picture shows counts where they belong and shares as colour."""

import numpy as np
import pytest

from gluon_course.base.errors import ShapeError
from gluon_course.viz import confusion

MATRIX = np.array([[8, 2, 0], [1, 4, 0], [0, 0, 0]])
NAMES = ["cat", "dog", "bird"]


def test_counts_stand_in_their_cells_and_zeros_are_blank():
    panel = confusion(MATRIX, NAMES).axes[0]
    cells = {
        (round(text.get_position()[1]), round(text.get_position()[0])): int(
            text.get_text()
        )
        for text in panel.texts
    }
    assert cells == {(0, 0): 8, (0, 1): 2, (1, 0): 1, (1, 1): 4}


def test_the_colour_is_the_share_of_the_row():
    (image,) = confusion(MATRIX, NAMES).axes[0].images
    want = [[0.8, 0.2, 0], [0.2, 0.8, 0], [0, 0, 0]]
    np.testing.assert_allclose(image.get_array(), want)


def test_rows_are_true_and_columns_predicted():
    panel = confusion(MATRIX, NAMES).axes[0]
    assert (panel.get_ylabel(), panel.get_xlabel()) == ("true", "predicted")
    for labels in (panel.get_xticklabels(), panel.get_yticklabels()):
        assert [label.get_text() for label in labels] == NAMES


def test_the_accuracy_is_the_heading():
    def heading(*arguments, **options):
        return confusion(*arguments, **options).axes[0].get_title(loc="left")

    assert heading(MATRIX, NAMES) == "12 of 15 right (80.0 %)"
    assert heading(np.zeros((2, 2), int), ["a", "b"]) == "0 of 0 right"
    assert heading(MATRIX, NAMES, title="LeNet") == "LeNet"


def test_a_hundred_classes_are_colour_only(tmp_path):
    names = [f"class {i}" for i in range(100)]
    picture = confusion(np.eye(100, dtype=int), names, tmp_path / "matrix.png")
    assert not picture.axes[0].texts
    assert (tmp_path / "matrix.png").stat().st_size > 5000


@pytest.mark.parametrize("matrix", [np.ones((2, 3)), np.ones(3), np.ones((2, 2)), []])
def test_a_matrix_that_does_not_fit_the_names_is_refused(matrix):
    with pytest.raises(ShapeError, match="does not fit 3 class names"):
        confusion(matrix, NAMES)


def test_no_classes_are_refused():
    with pytest.raises(ShapeError):
        confusion(np.zeros((0, 0)), [])
