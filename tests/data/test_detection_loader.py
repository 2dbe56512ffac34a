"""Batches for detectors."""

import numpy as np
import pytest
from mxnet import nd, recordio
from PIL import Image

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything
from gluon_course.data import DataInfo, detection
from gluon_course.data.detection import (
    BoxPictures,
    DetectionArrays,
    DetectionLoader,
    flip_left_right,
    in_memory,
    ssd_transform,
)

INFO = DataInfo("toy", "toy", (3, 32, 32), ("a", "b"), (0.5,) * 3, (0.25,) * 3)


class Toy:
    """Picture i is grey i; it has i % 3 objects, the last one of class 1."""

    def __init__(self, sizes=((40, 60),) * 7):
        self.sizes = sizes

    def __len__(self):
        return len(self.sizes)

    def __getitem__(self, index):
        height, width = self.sizes[index]
        rows = [[i, i, width // 2 + i, height, i] for i in range(index % 3)]
        picture = nd.full((height, width, 3), index, dtype=np.uint8)
        return picture, np.array(rows).reshape(-1, 5)


def toy(**options):
    return BoxPictures(Toy(**options), ("a", "b"), "picture {}".format)


def loader(pictures=None, **options):
    options = {"batch_size": 3, "max_objects": 2, **options}
    transform = ssd_transform(32, is_train=options.pop("is_train", False))
    return DetectionLoader(pictures or toy(), transform=transform, **options)


def contents(batches):
    return [[each.asnumpy() for each in batch] for batch in batches]


def test_batches_have_one_shape_and_fractions():
    batches = contents(loader())
    assert [X.shape for X, _ in batches] == [(3, 3, 32, 32)] * 2 + [(1, 3, 32, 32)]
    assert all(labels.shape[1:] == (2, 5) for _, labels in batches)
    np.testing.assert_array_equal(batches[0][1][0], -1)
    np.testing.assert_allclose(batches[0][1][1, 0], [0, 0, 0, 0.5, 1])
    np.testing.assert_allclose(batches[0][1][2, 1], [1, 1 / 60, 1 / 40, 31 / 60, 1])
    assert len(list(loader(last_batch="discard"))) == 2


@pytest.mark.parametrize("num_threads", [0, 3])
def test_the_order_depends_on_seed_and_epoch_only(num_threads):
    first = loader(shuffle=True, seed=4, num_threads=num_threads)
    passes = [contents(first) for _ in range(2)]
    again = loader(shuffle=True, seed=4)
    again.set_epoch(2)
    for (X, labels), (Y, other) in zip(passes[1], contents(again)):
        np.testing.assert_array_equal(X, Y)
        np.testing.assert_array_equal(labels, other)
    assert (passes[0][0][0] != passes[1][0][0]).any()


def test_random_transforms_repeat_with_the_seed():
    runs = []
    for _ in range(2):
        seed_everything(3)
        runs.append(contents(loader(is_train=True)))
    for (X, labels), (Y, other) in zip(*runs):
        np.testing.assert_array_equal(X, Y)
        np.testing.assert_array_equal(labels, other)


def test_the_training_preset_takes_any_picture():
    sizes = ((1, 1), (1, 300), (300, 1), (40, 60), (15, 15), (16, 16), (500, 40))
    seed_everything(0)
    for _ in range(20):
        for X, labels in contents(loader(toy(sizes=sizes), is_train=True)):
            assert np.isfinite(X).all()
            is_box = labels[..., 0] >= 0
            assert (labels[is_box][:, 1:] >= 0).all()
            assert (labels[is_box][:, 1:] <= 1).all()
            assert (labels[~is_box] == -1).all()


def test_too_many_objects_name_the_picture():
    with pytest.raises(DataError, match="picture 2 has 2 objects"):
        list(loader(max_objects=1))


def test_threads_pass_on_what_they_find():
    def broken(picture, boxes):
        raise DataError("torn")

    with pytest.raises(DataError, match="torn"):
        list(
            DetectionLoader(
                toy(), batch_size=2, max_objects=2, transform=broken, num_threads=2
            )
        )


@pytest.mark.parametrize(
    "options",
    [{"batch_size": 0}, {"max_objects": 0}, {"num_threads": -1}, {"last_batch": "x"}],
)
def test_options_out_of_range_are_errors(options):
    with pytest.raises(ConfigError):
        loader(**options)


def test_arrays_are_normalised_and_mirrored_with_their_boxes():
    pixels, labels = in_memory(toy(), 2)
    pixels[:, :, :30] = 200  # the left half, as wide as the first box
    plain = contents(DetectionArrays(pixels, labels, batch_size=7, info=INFO))[0]
    assert plain[0][0].max() == pytest.approx((200 / 255 - 0.5) / 0.25)
    some = DetectionArrays(pixels, labels, batch_size=7, info=INFO, flip=True)
    X, mirrored = contents(some)[0]
    is_flipped = X[:, 0, 0, 0] < 0
    assert 0 < is_flipped.sum() < 7
    first = mirrored[:, 0][mirrored[:, 0, 0] >= 0]
    wanted = np.where(is_flipped[mirrored[:, 0, 0] >= 0], 0.5, 0)
    np.testing.assert_allclose(first[:, 1], wanted)
    np.testing.assert_allclose(first[:, 3], wanted + 0.5)
    assert (mirrored[labels < 0] == -1).all()
    assert (contents(some)[0][0][:, 0, 0, 0] != X[:, 0, 0, 0]).any()  # drawn anew


def test_mirroring_twice_gives_the_same():
    pixels, labels = in_memory(toy(), 2)
    chosen = np.arange(7) % 2 == 0
    twice = flip_left_right(*flip_left_right(pixels, labels, chosen), chosen)
    np.testing.assert_array_equal(twice[0], pixels)
    np.testing.assert_allclose(twice[1], labels, atol=1e-6)


def test_pictures_of_several_sizes_do_not_fit_one_array():
    with pytest.raises(DataError, match="picture 1 has the shape"):
        in_memory(toy(sizes=((40, 60), (40, 61))), 2)


def test_the_composed_sample_is_read_from_its_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("GLUON_COURSE_CACHE", str(tmp_path))
    train, test = detection.composed_detection(4, num_train=6, num_test=3, side=64)
    assert train.info.is_sample and "composed" in train.info.notice
    (picture,) = detection.compose(1, "test", 64)
    X, labels = next(iter(test))
    pixels = X[0].asnumpy().transpose(1, 2, 0) * train.info.std + train.info.mean
    assert abs(pixels * 255 - picture.image).mean() < 3  # JPEG
    rows = labels[0].asnumpy()
    count = len(picture.labels)
    np.testing.assert_array_equal(rows[:count, 0], picture.labels)
    np.testing.assert_allclose(rows[:count, 1:], picture.boxes / 64, atol=1e-6)
    assert (rows[count:] == -1).all()


def test_voc_streams_the_composed_sample(monkeypatch, tmp_path):
    monkeypatch.setenv("GLUON_COURSE_CACHE", str(tmp_path))
    root = detection.composed_voc(3, 2, 64)
    train, test = detection.voc_detection(
        2, 48, root, class_names=detection.COMPOSED_CLASSES
    )
    assert (len(train), len(test)) == (2, 1)
    assert next(iter(train))[0].shape == (2, 3, 48, 48)


def test_pikachu_and_bananas_come_as_pairs_of_loaders(tmp_path):
    pixels = np.random.RandomState(0).randint(0, 255, (32, 32, 3)).astype(np.uint8)
    for name in ("train", "val"):
        writer = recordio.MXRecordIO(str(tmp_path / f"{name}.rec"), "w")
        for number in range(3):
            label = np.array([2, 5, 0, 0.25, 0.5, 0.75, 1], np.float32)
            header = recordio.IRHeader(0, label, number, 0)
            writer.write(recordio.pack_img(header, pixels, img_fmt=".png"))
        writer.close()
        images = tmp_path / f"bananas_{name}" / "images"
        images.mkdir(parents=True)
        Image.fromarray(pixels).save(images / "0.png")
        rows = "img_name,label,xmin,ymin,xmax,ymax\n0.png,0,8,16,24,32\n"
        (images.parent / "label.csv").write_text(rows)
    for load, title in (
        (detection.pikachu_detection, "Pikachu"),
        (detection.banana_detection, "bananas"),
    ):
        train, test = load(2, tmp_path, run=RunOptions(sample=False, limit=2))
        assert train.info.title == title and train.info.shape == (3, 32, 32)
        assert train.shuffle and train.flip and not (test.shuffle or test.flip)
        assert train.num_samples == min(2, test.num_samples)
        X, labels = next(iter(test))
        assert X.shape[1:] == (3, 32, 32)
        np.testing.assert_allclose(labels[0].asnumpy(), [[0, 0.25, 0.5, 0.75, 1]])
