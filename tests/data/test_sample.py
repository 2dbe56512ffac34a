"""The embedded sample against scikit-learn's own reader."""

import cv2
import numpy as np
import pytest
from sklearn.datasets import load_digits, load_sample_image

from gluon_course.base.errors import DataError
from gluon_course.data import sample, sample_digits, sample_photos


def test_digits_are_those_of_scikit_learn_split_once():
    (X, y), (X_test, y_test) = sample_digits()
    assert X.shape == (1437, 28, 28, 1) and X_test.shape == (360, 28, 28, 1)
    assert X.dtype == X_test.dtype == np.uint8 and y.dtype == np.int32
    assert np.bincount(y_test).tolist() == [36] * 10
    truth = load_digits()
    assert sorted([*y, *y_test]) == sorted(truth.target)
    # Every digit is one of scikit-learn's, enlarged by OpenCV, to within rounding.
    enlarged = [
        cv2.resize(np.float32(each), (28, 28)) * 255 / 16 for each in truth.images
    ]
    enlarged = np.stack(enlarged).reshape(len(truth.images), -1)
    found = np.concatenate([X, X_test]).reshape(len(truth.images), -1)
    found = found.astype(np.float32)
    # squared distances of all pairs, up to a term that is the same in each row
    distances = (enlarged**2).sum(1) - 2 * found @ enlarged.T
    nearest = distances.argmin(1)
    assert sorted(nearest) == list(range(len(truth.images)))
    assert np.abs(enlarged[nearest] - found).max() <= 0.51
    np.testing.assert_array_equal(truth.target[nearest], np.concatenate([y, y_test]))


def test_training_and_test_set_share_no_digit():
    (X, _), (X_test, _) = sample_digits()
    train = {each.tobytes() for each in X}
    assert len(train) == len(X)
    assert not any(each.tobytes() in train for each in X_test)


def test_the_split_is_the_same_each_time_whatever_the_random_state():
    np.random.seed(7)
    first = sample_digits()
    np.random.seed(8)
    second = sample_digits()
    for a, b in zip(first, second):
        np.testing.assert_array_equal(a[0], b[0])
        np.testing.assert_array_equal(a[1], b[1])


def test_enlarging_is_bilinear_between_pixel_centres():
    image = np.random.RandomState(0).rand(8, 8).astype(np.float32)
    W = sample._bilinear_weights(8, 28)
    expected = cv2.resize(image, (28, 28), interpolation=cv2.INTER_LINEAR)
    np.testing.assert_allclose(W @ image @ W.T, expected, atol=1e-6)


def test_photos_are_those_of_scikit_learn():
    from PIL import Image

    photos = sample_photos()
    assert sorted(photos) == ["china", "flower"]
    for name, path in photos.items():
        truth = load_sample_image(f"{name}.jpg")
        np.testing.assert_array_equal(np.asarray(Image.open(path)), truth)


def test_without_scikit_learn_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setattr(sample.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(DataError, match="pip install"):
        sample_digits()


def test_the_notice_is_printed_once_per_process(capsys):
    sample.show_notice("sample data: x")
    sample.show_notice("sample data: x")
    captured = capsys.readouterr()
    assert captured.err == "sample data: x\n" and captured.out == ""
