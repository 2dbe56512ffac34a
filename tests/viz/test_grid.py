"""Pictures of any layout and type land in the grid as they are."""

import mxnet as mx
import numpy as np
import pytest

from gluon_course.base.errors import DataError, ShapeError
from gluon_course.viz import image_grid
from gluon_course.viz.grid import as_picture

COLOUR = np.random.default_rng(0).integers(0, 256, (12, 9, 3), np.uint8)


def drawn(picture):
    return [
        np.asarray(image.get_array())
        for panel in picture.axes
        for image in panel.images
    ]


@pytest.mark.parametrize(
    "image",
    [
        COLOUR,
        COLOUR.transpose(2, 0, 1),
        mx.nd.array(COLOUR, dtype="uint8"),
        mx.nd.array(COLOUR.transpose(2, 0, 1) / 255),
        COLOUR.astype("int64"),
        (COLOUR / 255).astype("float64"),
    ],
)
def test_layouts_and_types_show_the_same_picture(image):
    (shown,) = drawn(image_grid([image]))
    np.testing.assert_allclose(shown, COLOUR / 255, atol=1e-6)


@pytest.mark.parametrize(
    "shape", [(28, 28), (28, 28, 1), (1, 28, 28), (1, 1), (1, 1, 1)]
)
def test_grey_pictures_have_two_axes(shape):
    grey = as_picture(np.full(shape, 51, np.uint8))
    assert grey.ndim == 2 and grey[0, 0] == np.float32(0.2)


def test_normalised_tensors_are_stretched():
    image = np.array([[-2.0, 0.0], [1.0, 2.0]], "float32")
    assert as_picture(image).tolist() == [[0, 0.5], [0.75, 1]]


def test_flat_and_unfinished_values_are_drawn():
    assert as_picture(np.full((2, 2), 7.5)).tolist() == [[0, 0], [0, 0]]
    assert as_picture(np.array([[np.nan, 1.0]])).tolist() == [[0, 1]]
    assert as_picture(np.array([[True, False]])).tolist() == [[1, 0]]


def test_titles_stand_above_their_pictures():
    titles = ["coat", "true bag\nsandal 87 %"]
    picture = image_grid(np.zeros((2, 28, 28, 1), np.uint8), titles)
    assert [panel.get_title() for panel in picture.axes] == titles


def test_long_titles_are_broken_and_cut():
    (panel,) = image_grid([COLOUR], ["a very long class name that goes on and on"]).axes
    first, second = panel.get_title().splitlines()
    assert len(first) < 20 and second.endswith("…")


@pytest.mark.parametrize(
    ("count", "side", "columns", "shape"),
    [
        (9, 28, None, (1, 9)),
        (23, 28, None, (3, 8)),
        (6, 100, None, (2, 3)),
        (4, 28, 2, (2, 2)),
    ],
)
def test_rows_are_filled_evenly(count, side, columns, shape):
    picture = image_grid(np.zeros((count, side, side)), columns=columns)
    assert picture.axes[0].get_gridspec().get_geometry() == shape


def test_a_batch_of_tensors_is_a_sequence(tmp_path):
    batch = mx.nd.random.uniform(shape=(3, 1, 28, 28))
    shown = drawn(image_grid(batch, path=tmp_path / "batch.png"))
    np.testing.assert_allclose(shown[2], batch[2, 0].asnumpy())
    assert (tmp_path / "batch.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("shape", [(5,), (2, 28, 28, 1), (7, 8, 9), (0, 3), ()])
def test_arrays_that_are_no_pictures_are_refused(shape):
    with pytest.raises(ShapeError, match="not a picture"):
        image_grid([np.zeros(shape)])


def test_missing_pictures_and_titles_are_errors():
    with pytest.raises(DataError, match="no pictures"):
        image_grid([])
    with pytest.raises(ShapeError, match="1 titles for 2 pictures"):
        image_grid([COLOUR, COLOUR], ["one"])
