"""Pictures with masks: the composed sample, and masks that do not fit."""

import numpy as np
import pytest
from PIL import Image

from gluon_course.base.errors import DataError
from gluon_course.base.palette import flat_palette
from gluon_course.data.detection import (
    InstanceLoader,
    compose,
    composed_instances,
    read_owners,
)


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("GLUON_COURSE_CACHE", str(tmp_path))


def test_masks_are_those_that_were_composed(cache):
    train_iter, test_iter = composed_instances(4, num_train=6, num_test=5, side=64)
    assert [len(each) for each in (train_iter, test_iter)] == [2, 2]
    X, labels, masks = next(iter(test_iter))
    assert X.shape == (4, 3, 64, 64) and masks.shape == (4, 8, 64, 64)
    for picture, rows, found in zip(compose(4, "test", 64), labels, masks):
        count = len(picture.labels)
        assert rows[:count, 0].asnumpy().tolist() == picture.labels.tolist()
        np.testing.assert_array_equal(found[:count].asnumpy(), picture.masks)
        assert found[count:].sum().asscalar() == 0
        np.testing.assert_allclose(
            rows[:count, 1:].asnumpy() * 64, picture.boxes, atol=1e-3
        )


def test_training_pictures_come_in_a_new_order_with_their_masks(cache):
    train_iter, _ = composed_instances(6, num_train=6, num_test=1, side=64)
    (first, _, masks), (second, _, others) = (
        next(iter(train_iter)),
        next(iter(train_iter)),
    )
    order = [
        next(j for j in range(6) if (first[j] == second[i]).min().asscalar())
        for i in range(6)
    ]
    assert sorted(order) == list(range(6)) != order
    np.testing.assert_array_equal(others.asnumpy(), masks.asnumpy()[order])


def test_masks_of_another_size_are_an_error():
    pixels = np.zeros((2, 8, 8, 3), np.uint8)
    with pytest.raises(DataError, match="another size than its picture"):
        InstanceLoader(
            pixels, np.zeros((2, 1, 5)), np.zeros((2, 8, 9), np.uint8), batch_size=1
        )


def test_files_that_hold_no_numbers_are_an_error(tmp_path, monkeypatch):
    folder = tmp_path / "SegmentationObject"
    folder.mkdir()
    with pytest.raises(DataError, match="cannot be read"):
        read_owners(tmp_path, "a")
    Image.new("RGB", (4, 4)).save(folder / "a.png")
    with pytest.raises(DataError, match="mode RGB"):
        read_owners(tmp_path, "a")
    numbers = np.random.RandomState(0).randint(0, 5, (40, 40)).astype(np.uint8)
    image = Image.fromarray(numbers, mode="P")
    image.putpalette(flat_palette())
    image.save(folder / "a.png")
    content = (folder / "a.png").read_bytes()
    for share in (0.1, 0.5, 0.9):
        (folder / "a.png").write_bytes(content[: int(share * len(content))])
        with pytest.raises(DataError, match=r"a\.png cannot be read"):
            read_owners(tmp_path, "a")
    (folder / "a.png").write_bytes(content)
    np.testing.assert_array_equal(read_owners(tmp_path, "a"), numbers)
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10)
    with pytest.raises(DataError, match="too large"):
        read_owners(tmp_path, "a")
