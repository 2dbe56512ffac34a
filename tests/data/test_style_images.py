"""Pictures for style transfer: resized, normalised, and back."""

import numpy as np
import pytest

from gluon_course import data
from gluon_course.base.errors import DataError, ShapeError
from gluon_course.base.run import RunOptions


def test_pixels_come_back():
    pixels = np.random.RandomState(0).randint(0, 256, (9, 12, 3)).astype(np.uint8)
    X = data.to_style_input(pixels, (9, 12))
    assert X.shape == (1, 3, 9, 12)
    want = (pixels[0, 0] / 255 - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225]
    np.testing.assert_allclose(X[0, :, 0, 0].asnumpy(), want, rtol=1e-5)
    np.testing.assert_array_equal(data.to_pixels(X), pixels)
    assert data.to_pixels(X * 100).max() == 255
    assert data.to_style_input(pixels, (4, 6)).shape == (1, 3, 4, 6)


def test_the_sample_is_two_photographs_and_says_so(capsys):
    content, style = data.style_pictures(RunOptions(sample=True))
    assert content.shape == style.shape == (427, 640, 3)
    assert not np.array_equal(content, style)


def test_the_text_s_pictures_where_they_are(real_data):
    content, style = data.style_pictures()
    assert content.shape == (1365, 2048, 3) and style.shape == (1200, 1717, 3)


def test_mistakes_are_told(monkeypatch):
    with pytest.raises(ShapeError, match="at least 2"):
        data.to_style_input(np.zeros((4, 4, 3), np.uint8), (1, 4))

    def fail(name):
        raise DataError("no pictures", "offline", "fetch them")

    monkeypatch.setattr("gluon_course.data.style_images.locate", fail)
    with pytest.raises(DataError, match="--sample"):
        data.style_pictures(RunOptions(sample=False))
