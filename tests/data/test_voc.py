"""The classes of VOC, their colours, and pictures in a folder of its layout."""

import cv2
import numpy as np
import pytest
from mxnet import nd

from gluon_course.base.errors import DataError, ShapeError
from gluon_course.data.voc import (
    VOC_CLASSES,
    VOC_COLORMAP,
    read_voc_images,
    voc_colormap2label,
    voc_label_indices,
)

SIZES = {"cat": (20, 30), "dog": (16, 24), "bus": (10, 40)}


def write_voc(root, sizes=SIZES, train=("cat", "dog"), val=("bus",)):
    """A folder VOC2012: random pictures, labels with a box of one class in each."""
    rng = np.random.default_rng(0)
    for folder in ("JPEGImages", "SegmentationClass", "ImageSets/Segmentation"):
        (root / folder).mkdir(parents=True)
    for name, (height, width) in sizes.items():
        picture = rng.integers(0, 256, (height, width, 3)).astype(np.uint8)
        label = np.zeros((height, width, 3), np.uint8)
        label[2:8, 3:9] = VOC_COLORMAP[VOC_CLASSES.index(name)]
        label[1, :] = (224, 224, 192)  # the border of an object, no class
        cv2.imwrite(str(root / "JPEGImages" / f"{name}.jpg"), picture)
        path = root / "SegmentationClass" / f"{name}.png"
        cv2.imwrite(str(path), label[:, :, ::-1])  # OpenCV writes blue first
    for split, names in (("train", train), ("val", val)):
        path = root / "ImageSets" / "Segmentation" / f"{split}.txt"
        path.write_text("".join(f"{name}\n" for name in names))
    return root


@pytest.fixture
def voc(tmp_path):
    return write_voc(tmp_path / "VOC2012")


def test_the_colours_are_those_that_voc_publishes():
    # VOC's development kit: 1 aeroplane, 8 cat, 15 person, 20 tv/monitor
    assert len(VOC_CLASSES) == len(VOC_COLORMAP) == 21
    assert VOC_COLORMAP[0] == [0, 0, 0] and VOC_COLORMAP[1] == [128, 0, 0]
    assert VOC_COLORMAP[8] == [64, 0, 0] and VOC_COLORMAP[15] == [192, 128, 128]
    assert VOC_COLORMAP[20] == [0, 64, 128]
    assert VOC_CLASSES[0] == "background" and VOC_CLASSES[20] == "tv/monitor"
    assert len({tuple(color) for color in VOC_COLORMAP}) == 21


def test_every_colour_gives_its_class_and_all_others_the_background():
    table = voc_colormap2label()
    assert table.shape == (256**3,)
    colors = nd.array([VOC_COLORMAP, [[1, 2, 3]] * 21], dtype="uint8")
    found = voc_label_indices(colors, table).asnumpy()
    assert found.tolist() == [list(range(21)), [0] * 21]
    assert int(table.sum().asscalar()) == sum(range(21))


def test_a_label_that_is_no_colour_picture_is_refused():
    with pytest.raises(ShapeError, match=r"\(4, 5\)"):
        voc_label_indices(nd.zeros((4, 5)), nd.zeros(256**3))


def test_pictures_of_a_split_come_with_their_labels_in_rgb(voc):
    features, labels = read_voc_images(voc, is_train=True)
    assert [each.shape for each in features] == [(20, 30, 3), (16, 24, 3)]
    assert all(each.dtype == np.uint8 for each in features + labels)
    classes = voc_label_indices(labels[0], voc_colormap2label()).asnumpy()
    assert (classes[2:8, 3:9] == 8).all() and classes.sum() == 8 * 36  # a cat
    (_,), (label,) = read_voc_images(voc, is_train=False)
    assert label.asnumpy()[3, 4].tolist() == [0, 128, 128]  # a bus


def test_what_is_missing_or_damaged_is_named(voc):
    (voc / "SegmentationClass" / "dog.png").write_bytes(b"no picture")
    with pytest.raises(DataError, match=r"dog\.png"):
        read_voc_images(voc)
    (voc / "SegmentationClass" / "dog.png").unlink()
    with pytest.raises(DataError, match=r"dog\.png"):
        read_voc_images(voc)
    (voc / "ImageSets" / "Segmentation" / "train.txt").write_text("\n")
    with pytest.raises(DataError, match="names no picture"):
        read_voc_images(voc)
    with pytest.raises(DataError, match=r"train\.txt.*data fetch voc2012"):
        read_voc_images(voc / "elsewhere")


def test_a_label_of_another_size_is_refused(voc):
    odd = np.zeros((20, 31, 3), np.uint8)
    cv2.imwrite(str(voc / "SegmentationClass" / "cat.png"), odd)
    with pytest.raises(DataError, match=r"cat .*\(20, 30, 3\).*\(20, 31, 3\)"):
        read_voc_images(voc)


def test_the_stand_in_has_33_pictures_with_palette_labels(real_data):
    from gluon_course import data

    features, labels = read_voc_images(data.locate("voc2012-subset"), is_train=True)
    assert len(features) == 33
    table = voc_colormap2label()
    seen = {
        int(c) for y in labels for c in np.unique(voc_label_indices(y, table).asnumpy())
    }
    assert {0, VOC_CLASSES.index("cat"), VOC_CLASSES.index("person")} <= seen
