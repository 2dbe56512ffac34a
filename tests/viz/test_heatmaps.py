"""Fields of colour: values, names, sizes."""

import numpy as np
import pytest
from mxnet import nd

from gluon_course.base.errors import ShapeError
from gluon_course.viz import chinese_font, show_heatmaps


def panels(picture):
    return [each for each in picture.axes if each.images and each.get_visible()]


def test_values_are_drawn_on_one_scale(tmp_path):
    first, second = np.eye(3), nd.array([[0.0, 2.0]])
    file = tmp_path / "maps.png"
    picture = show_heatmaps([first, second], "keys", "queries", ["a", "b"], path=file)
    one, two = panels(picture)
    np.testing.assert_array_equal(one.images[0].get_array(), first)
    np.testing.assert_array_equal(two.images[0].get_array(), second.asnumpy())
    assert one.images[0].get_clim() == two.images[0].get_clim() == (0, 2)
    assert one.get_xlabel() == "keys" and one.get_ylabel() == "queries"
    assert two.get_title("left") == "b"
    assert file.read_bytes().startswith(b"\x89PNG")


def test_words_stand_beside_rows_and_columns():
    picture = show_heatmaps(
        [np.ones((2, 3))], columns=[["un", "deux", "."]], rows=[["one", "万"]]
    )
    (panel,) = panels(picture)
    assert [each.get_text() for each in panel.get_xticklabels()] == ["un", "deux", "."]
    names = [each.get_text() for each in panel.get_yticklabels()]
    assert names == ["one", "万" if chinese_font() else "U+4E07"]


def test_a_word_of_any_length_leaves_room():
    picture = show_heatmaps([np.ones((1, 2))], columns=[["a" * 5000, "b" * 24]])
    (panel,) = panels(picture)
    names = [each.get_text() for each in panel.get_xticklabels()]
    assert names == ["a" * 23 + "…", "b" * 24]


def test_dollars_of_words_are_no_formulas(tmp_path):
    words = [r"$\foo$", "$5", "b"]
    for row in words:
        file = tmp_path / "dollars.png"
        show_heatmaps([np.ones((1, 3))], columns=[words], rows=[[row]], path=file)
        assert file.read_bytes().startswith(b"\x89PNG")


def test_more_than_a_row_of_panels():
    picture = show_heatmaps([np.zeros((2, 2))] * 6)
    assert len(panels(picture)) == 6


@pytest.mark.parametrize(
    ("matrices", "options", "message"),
    [
        ([], {}, "no matrix"),
        ([np.zeros(3)], {}, r"Matrix 0 has the shape \(3,\)"),
        ([np.zeros((0, 3))], {}, "has the shape"),
        ([np.zeros((2, 3))], {"columns": [["a"]]}, r"\[1\] names for the columns"),
        ([np.zeros((2, 3))], {"titles": ["a", "b"]}, "2 titles for 1"),
    ],
)
def test_mistakes_are_told(matrices, options, message):
    with pytest.raises(ShapeError, match=message):
        show_heatmaps(matrices, **options)
