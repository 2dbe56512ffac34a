"""The composed sample: what is known of a picture is what is on it."""

import numpy as np
import pytest
from gluoncv.data import VOCDetection
from PIL import Image

from gluon_course.base.errors import ConfigError
from gluon_course.data import detection
from gluon_course.data.detection import COMPOSED_CLASSES, compose, composed_voc


@pytest.fixture(scope="module")
def pictures():
    return list(compose(60, "train", seed=3))


class DigitsVOC(VOCDetection):
    CLASSES = COMPOSED_CLASSES


def test_boxes_touch_the_masks_on_all_sides(pictures):
    for picture in pictures:
        for (x1, y1, x2, y2), mask in zip(picture.boxes, picture.masks):
            inside = mask[y1:y2, x1:x2]
            assert inside.sum() == mask.sum()
            assert inside[0].any() and inside[-1].any()
            assert inside[:, 0].any() and inside[:, -1].any()


def test_no_pixel_belongs_to_two_objects(pictures):
    assert max(picture.masks.sum(0).max() for picture in pictures) == 1


def test_numbers_and_sizes_of_objects_are_those_asked_for(pictures):
    counts = [len(picture.labels) for picture in pictures]
    assert min(counts) == 1 and 6 <= max(counts) <= 8
    assert {label for each in pictures for label in each.labels} == set(range(10))
    sides = [(box[2:] - box[:2]).max() for each in pictures for box in each.boxes]
    assert max(sides) <= 0.6 * 128 + 1
    assert np.percentile(sides, 5) < 0.2 * 128 < 0.5 * 128 < np.percentile(sides, 95)


def test_digits_overlap_in_some_pictures(pictures):
    def overlap(a, b):
        return (np.minimum(a[2:], b[2:]) > np.maximum(a[:2], b[:2])).all()

    assert any(
        overlap(each.boxes[i], each.boxes[j])
        for each in pictures
        for i in range(len(each.boxes))
        for j in range(i)
    )


def test_equal_seeds_give_equal_pictures_and_others_others():
    first, again, other = (next(compose(1, seed=seed)) for seed in (5, 5, 6))
    assert (first.image == again.image).all()
    assert (first.image != other.image).any()


def test_a_fresh_test_part_differs_and_leaves_training_as_it_was(tmp_path, monkeypatch):
    monkeypatch.setenv("GLUON_COURSE_CACHE", str(tmp_path))
    usual = composed_voc(2, 2, side=64)
    fresh = composed_voc(2, 2, side=64, test_seed=detection.FRESH_SEED)
    assert usual != fresh
    for name, is_equal in (("train_000001", True), ("test_000001", False)):
        first, second = (
            (root / f"VOC2012/JPEGImages/{name}.jpg").read_bytes()
            for root in (usual, fresh)
        )
        assert (first == second) == is_equal


def test_digits_of_the_test_part_are_never_pasted_on_training_pictures(monkeypatch):
    from gluon_course.data.detection import composing

    shape, seen = composing._shape, {"train": set(), "test": set()}
    for part, seed in (("train", 0), ("test", 0), ("test", detection.FRESH_SEED)):

        def note(digit, size, used=seen[part]):
            used.add(digit.tobytes())
            return shape(digit, size)

        monkeypatch.setattr(composing, "_shape", note)
        list(compose(20, part, 64, seed))
    assert len(seen["train"]) > 30 and len(seen["test"]) > 60
    assert not seen["train"] & seen["test"]


def test_parts_take_their_grounds_from_different_regions(monkeypatch):
    from gluon_course.data.detection import composing

    train, test = composing._grounds("train"), composing._grounds("test")
    for photo, left, right in zip(detection.composing.sample_photos(), train, test):
        assert left.shape[1] + right.shape[1] == 640, photo


def test_gluoncv_reads_what_was_composed(tmp_path, monkeypatch):
    monkeypatch.setenv("GLUON_COURSE_CACHE", str(tmp_path))
    root = composed_voc(3, 2, side=96, seed=1)
    for split, part, count in (("train", "train", 3), ("val", "test", 2)):
        read = DigitsVOC(root=str(root), splits=((2012, split),))
        assert len(read) == count
        seed = 1 if part == "train" else 0
        for (image, label), picture in zip(read, compose(count, part, 96, seed)):
            assert (label[:, 4] == picture.labels).all()
            # gluoncv takes 1 from all corners of the file
            assert (label[:, :2] == picture.boxes[:, :2]).all()
            assert (label[:, 2:4] == picture.boxes[:, 2:] - 1).all()
            difference = np.abs(image.asnumpy().astype(int) - picture.image)
            assert difference.mean() < 6  # JPEG


def test_masks_are_read_back_as_they_were(tmp_path, monkeypatch):
    monkeypatch.setenv("GLUON_COURSE_CACHE", str(tmp_path))
    folder = composed_voc(2, 1, side=64) / "VOC2012"
    for name, picture in zip(("train_000000", "train_000001"), compose(2, side=64)):
        objects = np.array(Image.open(folder / "SegmentationObject" / f"{name}.png"))
        classes = np.array(Image.open(folder / "SegmentationClass" / f"{name}.png"))
        for number, (label, mask) in enumerate(zip(picture.labels, picture.masks), 1):
            assert ((objects == number) == mask).all()
            assert (classes[mask] == label + 1).all()
        assert (classes[objects == 0] == 0).all()


def test_it_says_that_it_is_composed(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("GLUON_COURSE_CACHE", str(tmp_path))
    composed_voc(1, 1, side=32)
    assert "composed" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [{"num_pictures": 0}, {"part": "val"}, {"side": 8}, {"sizes": (0.5, 0.2)}],
)
def test_arguments_out_of_range_are_refused(arguments):
    with pytest.raises(ConfigError):
        next(compose(**{"num_pictures": 1, **arguments}))
