"""Masks of VOC's objects, from folders in its layout that are written here."""

from xml.etree import ElementTree

import cv2
import numpy as np
import pytest
from PIL import Image

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.base.run import RunOptions
from gluon_course.data.detection import (
    COMPOSED_CLASSES,
    compose,
    composed_instances,
    composed_voc,
    voc_instances,
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("GLUON_COURSE_CACHE", str(tmp_path))
    return composed_voc(3, 2, side=64) / "VOC2012"


def load(folder, side=64, **options):
    return voc_instances(2, side, folder, class_names=COMPOSED_CLASSES, **options)


def edit(path, change):
    tree = ElementTree.parse(path)
    change(tree.getroot())
    tree.write(path)


def test_its_pictures_boxes_and_masks_are_those_of_the_sample(folder):
    found = load(folder)[1]
    wanted = composed_instances(2, 3, 2, side=64)[1]
    (X, labels, masks), (X_, labels_, masks_) = next(iter(found)), next(iter(wanted))
    np.testing.assert_array_equal(X.asnumpy(), X_.asnumpy())
    count = labels.shape[1]
    np.testing.assert_allclose(
        labels.asnumpy(), labels_[:, :count].asnumpy(), atol=1e-6
    )
    np.testing.assert_array_equal(masks.asnumpy(), masks_[:, :count].asnumpy())
    assert masks_[:, count:].sum().asscalar() == 0


def test_masks_shrink_with_their_boxes(folder):
    train_iter, _ = load(folder, side=32)
    X, labels, masks = next(iter(train_iter))
    assert X.shape == (2, 3, 32, 32) and masks.shape[2:] == (32, 32)
    for rows, each in zip(labels.asnumpy(), masks.asnumpy()):
        for (label, *box), mask in zip(rows, each):
            if label < 0:
                assert not mask.any()
                continue
            rows_, columns = np.nonzero(mask)
            around = (columns.min(), rows_.min(), columns.max() + 1, rows_.max() + 1)
            np.testing.assert_allclose(around, np.array(box) * 32, atol=1)


def test_every_second_pixel_of_the_mask_is_kept(folder):
    _, test_iter = load(folder, side=32)
    _, _, masks = next(iter(test_iter))
    picture = next(compose(1, "test", 64))
    for found, mask in zip(masks[0].asnumpy(), picture.masks):
        quarters = [mask[i::2, j::2] for i in range(2) for j in range(2)]
        assert any((found == each).all() for each in quarters)


def test_pictures_of_several_sizes_and_borders(folder):
    path = folder / "SegmentationObject" / "test_000000.png"
    with Image.open(path) as image:
        owners, palette = np.array(image), image.getpalette()
    owners[:, :5] = 255
    wide = Image.fromarray(cv2.resize(owners, (96, 64), interpolation=0), mode="P")
    wide.putpalette(palette)
    wide.save(path)
    path = folder / "JPEGImages" / "test_000000.jpg"
    Image.open(path).resize((96, 64)).save(path)

    def widen(top):
        top.find("size/width").text = "96"
        for each in top.iter("bndbox"):
            for key in ("xmin", "xmax"):
                corner = each.find(key)
                corner.text = str(float(corner.text) * 1.5)

    edit(folder / "Annotations" / "test_000000.xml", widen)
    _, test_iter = load(folder)
    X, labels, masks = next(iter(test_iter))
    assert X.shape == (2, 3, 64, 64)
    assert masks[0, :, :, :5].sum().asscalar() == 0
    assert masks[0].sum().asscalar() > 0
    assert labels.max().asscalar() < 10 and labels[0, 0, 3].asscalar() <= 1.01


def test_an_object_outside_the_picture_goes_with_its_mask(folder, capsys):
    path = folder / "Annotations" / "test_000001.xml"
    before = next(batches_of(folder))
    count = int((before[1][1, :, 0] >= 0).sum().asscalar())

    def move(top):
        box = next(top.iter("bndbox"))
        for key, value in zip(("xmin", "ymin", "xmax", "ymax"), (90, 90, 99, 99)):
            box.find(key).text = str(value)

    edit(path, move)
    _, labels, masks = next(batches_of(folder))
    assert (labels[1, :, 0] >= 0).sum().asscalar() == count - 1
    assert "left out" in capsys.readouterr().err
    kept = before[2][1, 1:count].asnumpy()
    np.testing.assert_array_equal(masks[1, : count - 1].asnumpy(), kept)


def batches_of(folder):
    return iter(load(folder)[1])


def test_the_limit_takes_the_first_training_pictures(folder):
    train_iter, test_iter = load(folder, run=RunOptions(limit=1))
    assert (train_iter.num_samples, test_iter.num_samples) == (1, 2)


def test_mistakes_in_the_files_are_told(folder):
    path = folder / "SegmentationObject" / "test_000001.png"
    with Image.open(path) as image:
        owners, palette = np.array(image), image.getpalette()

    def save(numbers):
        image = Image.fromarray(numbers.astype(np.uint8), mode="P")
        image.putpalette(palette)
        image.save(path)

    save(owners[:, :50])
    with pytest.raises(DataError, match=r"masked on 50 x 64 pixels, its picture.*64"):
        load(folder)
    save(np.where(owners > 0, 77, 0))
    with pytest.raises(DataError, match="mask of object 77"):
        load(folder)
    path.unlink()
    with pytest.raises(DataError, match=r"test_000001\.png cannot be read"):
        load(folder)
    with pytest.raises(ConfigError, match="side is 0"):
        load(folder, side=0)
    with pytest.raises(DataError, match="list of pictures"):
        load(folder, splits=("trainval2", "val"))
