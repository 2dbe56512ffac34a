"""Crops: the same rectangle of picture and label, one size for all."""

import random

import cv2
import numpy as np
import pytest
from mxnet import nd
from mxnet.gluon.data import DataLoader

from gluon_course.base.errors import DataError, ShapeError
from gluon_course.data.voc import VOC_COLORMAP
from gluon_course.data.voc_crops import SegmentationCrops, voc_rand_crop


def coordinates(height, width):
    """A picture in which every pixel says where it is."""
    rows, columns = np.mgrid[:height, :width]
    return nd.array(np.stack([rows, columns, rows + columns], axis=2), dtype="uint8")


def test_picture_and_label_are_cut_at_the_same_place_inside():
    corners = set()
    for seed in range(20):
        random.seed(seed)
        feature, label = voc_rand_crop(coordinates(20, 30), coordinates(20, 30), 8, 12)
        assert feature.shape == label.shape == (8, 12, 3)
        np.testing.assert_array_equal(feature.asnumpy(), label.asnumpy())
        y, x, _ = feature.asnumpy()[0, 0].tolist()
        expected = coordinates(20, 30).asnumpy()[y : y + 8, x : x + 12]
        np.testing.assert_array_equal(feature.asnumpy(), expected)
        corners.add((y, x))
    assert len(corners) > 10
    assert max(y for y, _ in corners) <= 12 and max(x for _, x in corners) <= 18


def test_a_crop_of_the_whole_picture_is_the_picture():
    feature, _ = voc_rand_crop(coordinates(8, 9), coordinates(8, 9), 8, 9)
    np.testing.assert_array_equal(feature.asnumpy(), coordinates(8, 9).asnumpy())


def test_pairs_that_cannot_be_cut_are_refused():
    with pytest.raises(ShapeError, match="9 x 9 pixels does not fit into 8 x 9"):
        voc_rand_crop(coordinates(8, 9), coordinates(8, 9), 9, 9)
    with pytest.raises(ShapeError, match=r"\(8, 9\).*\(8, 8\)"):
        voc_rand_crop(coordinates(8, 9), coordinates(8, 8), 4, 4)


@pytest.fixture
def voc(tmp_path):
    """Three pictures: 20x30 and 16x24 of one colour each, 40x10 too narrow."""
    root = tmp_path / "VOC2012"
    for folder in ("JPEGImages", "SegmentationClass", "ImageSets/Segmentation"):
        (root / folder).mkdir(parents=True)
    for name, height, width, label in (
        ("a", 20, 30, 3),
        ("b", 40, 10, 4),
        ("c", 16, 24, 5),
    ):
        picture = np.full((height, width, 3), 40 * label, np.uint8)
        colors = np.full((height, width, 3), VOC_COLORMAP[label][::-1], np.uint8)
        cv2.imwrite(str(root / "JPEGImages" / f"{name}.jpg"), picture)
        cv2.imwrite(str(root / "SegmentationClass" / f"{name}.png"), colors)
    (root / "ImageSets/Segmentation/train.txt").write_text("a\nb\nc\n")
    return root


def test_pictures_smaller_than_the_crop_are_left_out(voc):
    dataset = SegmentationCrops(voc, True, (12, 16))
    assert len(dataset) == 2
    assert [each.shape for each in dataset.features] == [(20, 30, 3), (16, 24, 3)]
    with pytest.raises(DataError, match=r"None of the 3 pictures.*400 x 16"):
        SegmentationCrops(voc, True, (400, 16))


def test_a_sample_is_normalised_channels_first_with_its_classes(voc):
    X, y = SegmentationCrops(voc, True, (12, 16))[1]
    assert X.shape == (3, 12, 16) and X.dtype == np.float32
    expected = (200 / 255 - np.array([0.485, 0.456, 0.406])) / [0.229, 0.224, 0.225]
    np.testing.assert_allclose(X.asnumpy().mean(axis=(1, 2)), expected, atol=0.02)
    assert y.shape == (12, 16) and (y.asnumpy() == 5).all()


def test_normalisation_is_that_of_imagenet(voc):
    dataset = SegmentationCrops(voc, True, (12, 16))
    pixels = np.random.default_rng(0).integers(0, 256, (4, 5, 3))
    found = dataset.normalize_image(nd.array(pixels, dtype="uint8")).asnumpy()
    mean, std = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
    np.testing.assert_allclose(found, (pixels / 255 - mean) / std, rtol=1e-4, atol=1e-5)


def test_a_loader_makes_batches_of_one_shape(voc):
    dataset = SegmentationCrops(voc, True, (12, 16))
    X, y = next(iter(DataLoader(dataset, 2)))
    assert X.shape == (2, 3, 12, 16) and y.shape == (2, 12, 16)
