"""Pictures and masks of VOC for training: cut alike, checked, in batches."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from gluon_course import data
from gluon_course.base.errors import ConfigError, DataError
from gluon_course.base.palette import class_color, flat_palette
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything
from gluon_course.data.voc_masks import mask_classes

SIZES = {"a": (20, 30), "b": (24, 24), "c": (8, 40)}


def save_mask(path, classes, mode="P"):
    image = Image.fromarray(classes.astype(np.uint8), mode="P")
    image.putpalette(flat_palette())
    image.convert(mode).save(path)


@pytest.fixture
def voc(tmp_path):
    """Three pictures whose pixels say which class they are of."""
    root = tmp_path / "VOCdevkit" / "VOC2012"
    for folder in ("JPEGImages", "SegmentationClass", "ImageSets/Segmentation"):
        (root / folder).mkdir(parents=True)
    random = np.random.RandomState(0)
    for name, size in SIZES.items():
        classes = np.kron(random.randint(0, 21, (5, 5)), np.ones((8, 8), int))
        classes = classes[: size[0], : size[1]]
        classes[:2] = 255
        grey = np.repeat((classes * 10 % 256)[..., None], 3, axis=2).astype(np.uint8)
        path = root / "JPEGImages" / f"{name}.jpg"
        Image.fromarray(grey).resize(size[::-1]).save(path, quality=100)
        full = np.full(size, 3)
        full[: classes.shape[0], : classes.shape[1]] = classes
        save_mask(root / "SegmentationClass" / f"{name}.png", full)
    for split, names in (("train", "ab"), ("val", "abc"), ("trainval", "abc")):
        text = "".join(f"{name}\n" for name in names)
        (root / "ImageSets/Segmentation" / f"{split}.txt").write_text(text)
    return root


@pytest.mark.parametrize("cut", ["random", "middle"])
def test_picture_and_mask_are_cut_at_the_same_place(voc, cut):
    seed_everything(1)
    pairs = data.SegmentationPairs(voc, "val", (16, 20), cut)
    assert pairs.names == ["a", "b"] and pairs.smaller == ["c"]
    for _ in range(5):
        for picture, classes in (pairs[0], pairs[1]):
            assert picture.shape == (16, 20, 3) and classes.shape == (16, 20)
            value = picture.asnumpy()[..., 0].astype(int)
            mask = classes.asnumpy()
            want = np.where(mask < 0, 255, mask) * 10 % 256
            # JPEG blurs where the classes meet, and where the mask was filled up
            close = np.abs(value - want) < 12
            assert close[(mask != 3)].mean() > 0.75


def test_the_split_is_the_one_that_was_named(voc):
    """gluoncv's train would read trainval."""
    assert data.SegmentationPairs(voc, "train").names == ["a", "b"]
    picture, classes = data.SegmentationPairs(voc, "train")[1]
    assert picture.shape == (24, 24, 3)
    assert picture.dtype == np.uint8 and classes.dtype == np.int32
    assert (classes[:2].asnumpy() == -1).all()


def test_pictures_that_are_left_out_are_counted_aloud(voc, monkeypatch, capsys):
    monkeypatch.setattr("gluon_course.data.voc_segmentation.locate", lambda name: voc)
    train_iter, test_iter = data.load_voc_segmentation(2, (16, 20))
    assert (train_iter.num_samples, test_iter.num_samples) == (2, 2)
    said = capsys.readouterr().err
    assert "1 of the 3 pictures of val are smaller than 16 x 20" in said
    assert "of train" not in said
    X, y = next(iter(test_iter))
    assert X.shape == (2, 3, 16, 20) and y.shape == (2, 16, 20)
    small, _ = data.load_voc_segmentation(2, (16, 20), RunOptions(limit=1))
    assert small.num_samples == 1


def test_gluoncvs_transform_pads_small_pictures(voc):
    seed_everything(2)
    pairs = data.SegmentationPairs(voc, "val", (32, 32), "gluoncv")
    assert not pairs.smaller
    for i in range(3):
        picture, classes = pairs[i]
        assert picture.shape == (32, 32, 3) and classes.shape == (32, 32)
    with pytest.raises(ConfigError, match="squares"):
        data.SegmentationPairs(voc, "val", (32, 40), "gluoncv")
    with pytest.raises(ConfigError, match="cut is 'left'"):
        data.SegmentationPairs(voc, "val", (8, 8), "left")


def test_pictures_that_would_fill_the_memory_are_named(voc, monkeypatch):
    for limit in (500, 200):  # 600 pixels: Pillow warns, and above the double refuses
        monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", limit)
        with pytest.raises(DataError, match=r"a\.jpg is too large"):
            data.SegmentationPairs(voc, "train")


def test_mistakes_in_the_files_are_told(voc):
    with pytest.raises(DataError, match=r"None of the 2 pictures.*smaller ones"):
        data.SegmentationPairs(voc, "train", (64, 64))
    save_mask(voc / "SegmentationClass" / "a.png", np.zeros((20, 29)))
    with pytest.raises(DataError, match="29 x 20 pixels, its picture 30 x 20"):
        data.SegmentationPairs(voc, "train")
    save_mask(voc / "SegmentationClass" / "a.png", np.full((20, 30), 77))
    with pytest.raises(DataError, match="the number 77, but there are 21"):
        data.SegmentationPairs(voc, "train")[0]
    (voc / "SegmentationClass" / "a.png").write_bytes(b"no picture")
    with pytest.raises(DataError, match=r"a\.png cannot be read"):
        data.SegmentationPairs(voc, "train")
    (voc / "SegmentationClass" / "a.png").unlink()
    with pytest.raises(DataError, match=r"a\.png cannot be read"):
        data.SegmentationPairs(voc, "train")


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**31 - 1), st.integers(1, 21))
def test_colours_and_numbers_say_the_same(seed, num_classes):
    random = np.random.RandomState(seed)
    numbers = random.choice([*range(num_classes), 255], (6, 7))
    image = Image.fromarray(numbers.astype(np.uint8), mode="P")
    image.putpalette(flat_palette())
    want = np.where(numbers == 255, -1, numbers)
    for each in (image, image.convert("RGB")):
        np.testing.assert_array_equal(mask_classes(each, num_classes), want)


def test_an_unknown_colour_is_told_with_its_place():
    pixels = np.zeros((3, 4, 3), np.uint8)
    pixels[1, 2] = (1, 2, 3)
    with pytest.raises(DataError, match=r"colour \(1, 2, 3\) at row 1, column 2"):
        mask_classes(Image.fromarray(pixels))
    pixels[1, 2] = class_color(15)
    assert mask_classes(Image.fromarray(pixels))[1, 2] == 15
    with pytest.raises(DataError, match="stands for no class"):
        mask_classes(Image.fromarray(pixels), num_classes=15)


def test_the_sample_s_folder_has_the_pictures_of_its_loader(tmp_path, monkeypatch):
    monkeypatch.setenv("GLUON_COURSE_CACHE", str(tmp_path))
    run = RunOptions(sample=True)
    root, names = data.voc_folder(run, (1, 2))
    pairs = data.SegmentationPairs(root, "val", num_classes=len(names))
    _, test_iter = data.load_voc_segmentation(2, run=run, num_sample=(1, 2))
    assert test_iter.info.class_names == names
    _, y = next(iter(test_iter))
    for i in range(2):
        assert (pairs[i][1].asnumpy() == y[i].asnumpy()).all()


def test_real_pictures_in_batches(real_data, tmp_path, monkeypatch):
    import zipfile

    archive = real_data / "VOC2012_subset.zip"
    if not archive.exists():
        pytest.skip("VOC2012_subset.zip is not there")
    zipfile.ZipFile(archive).extractall(tmp_path)
    monkeypatch.setenv("GLUON_COURSE_DATA", str(tmp_path))
    train_iter, test_iter = data.load_voc_segmentation(4, (200, 300))
    assert train_iter.info.mean == (0.485, 0.456, 0.406)
    for loader in (train_iter, test_iter):
        X, y = next(iter(loader))
        assert X.shape == (4, 3, 200, 300) and y.shape == (4, 200, 300)
        assert y.min().asscalar() >= -1 and 1 <= y.max().asscalar() <= 20
        assert abs(X.mean().asscalar()) < 1.5
