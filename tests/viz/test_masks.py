"""Maps of classes: files that VOC's readers take, and colours over a picture."""

import numpy as np
import pytest
from PIL import Image

from gluon_course import viz
from gluon_course.base.errors import ShapeError
from gluon_course.data.voc import VOC_COLORMAP
from gluon_course.data.voc_masks import mask_classes


def test_a_saved_map_is_read_back_by_number_and_by_colour(tmp_path):
    classes = np.random.RandomState(0).randint(-1, 21, (9, 7))
    path = viz.save_classes(tmp_path / "map.png", classes)
    with Image.open(path) as image:
        assert image.mode == "P"
        np.testing.assert_array_equal(mask_classes(image), classes)
        np.testing.assert_array_equal(mask_classes(image.convert("RGB")), classes)


def test_colours_are_those_of_voc():
    colors = viz.class_colors(np.arange(21).reshape(3, 7))
    assert colors.reshape(-1, 3).tolist() == VOC_COLORMAP


def test_the_overlay_leaves_the_background_and_mixes_the_rest():
    pixels = np.full((2, 2, 3), 100, np.uint8)
    mixed = viz.overlay(pixels, np.array([[0, 1], [0, 1]]), 0.5)
    assert (mixed[:, 0] == 100).all()
    assert mixed[0, 1].tolist() == [114, 50, 50]
    assert viz.overlay(pixels[..., :1], np.zeros((2, 2))).shape == (2, 2, 3)


def test_mistakes_are_told():
    with pytest.raises(ShapeError, match="another picture"):
        viz.overlay(np.zeros((2, 3, 3), np.uint8), np.zeros((2, 2)))
    for wrong in (np.zeros((1, 2, 2)), np.array([[0.5]]), np.array([[256]])):
        with pytest.raises(ShapeError, match="no map of classes"):
            viz.class_colors(wrong)
