"""Image sets by name: the arrays, the facts, the sample in their place."""

import gzip
import struct
from pathlib import Path

import numpy as np
import pytest
from mxnet.gluon.data.vision import FashionMNIST

from gluon_course import data
from gluon_course.base.errors import ConfigError, DataError
from gluon_course.base.run import RunOptions


@pytest.fixture
def tiny_mnist(root, monkeypatch):
    """MNIST with 40 + 20 noisy pictures, as files below the root."""
    monkeypatch.setenv("GLUON_COURSE_ANY_EDITION", "1")
    folder = root / "mnist"
    folder.mkdir()
    random = np.random.RandomState(0)
    arrays = {}
    for part, n in (("train", 40), ("t10k", 20)):
        X = random.randint(0, 256, (n, 28, 28)).astype(np.uint8)
        y = random.randint(0, 10, n).astype(np.uint8)
        header = struct.pack(">4I", 0x0803, n, 28, 28)
        images = gzip.compress(header + X.tobytes())
        labels = gzip.compress(struct.pack(">2I", 0x0801, n) + y.tobytes())
        (folder / f"{part}-images-idx3-ubyte.gz").write_bytes(images)
        (folder / f"{part}-labels-idx1-ubyte.gz").write_bytes(labels)
        arrays[part] = X, y
    return arrays


def test_files_become_batches_of_the_texts_shape_and_type(tiny_mnist):
    train_iter, test_iter = data.mnist(16)
    assert (len(train_iter), len(test_iter)) == (3, 2)
    X, y = next(iter(test_iter))
    assert X.shape == (16, 1, 28, 28) and X.dtype == np.float32 and y.dtype == np.int32
    expected = tiny_mnist["t10k"][0][:16, None] / np.float32(255)
    np.testing.assert_array_equal(X.asnumpy(), expected.astype(np.float32))
    assert train_iter.info.shape == (1, 28, 28) and train_iter.info.name == "mnist"
    assert train_iter.shuffle and not test_iter.shuffle


def test_resize_limit_and_seed_are_those_of_the_run(tiny_mnist):
    first, test_iter = data.mnist(8, resize=32, run=RunOptions(limit=10, seed=1))
    second, _ = data.mnist(8, resize=32, run=RunOptions(limit=10, seed=2))
    assert first.num_samples == 10 and test_iter.num_samples == 20
    assert first.info.shape == test_iter.info.shape == (1, 32, 32)
    orders = [np.concatenate([y.asnumpy() for _, y in it]) for it in (first, second)]
    assert (orders[0] != orders[1]).any()
    assert sorted(orders[0]) == sorted(tiny_mnist["train"][1][:10])


def test_files_of_unknown_checksum_are_refused(tiny_mnist, monkeypatch):
    monkeypatch.delenv("GLUON_COURSE_ANY_EDITION")
    with pytest.raises(DataError, match=r"no edition of mnist.*ANY_EDITION=1"):
        data.mnist(16)


def test_without_files_the_error_has_the_steps_and_names_the_sample(
    monkeypatch, server
):
    monkeypatch.setattr("gluon_course.data.dataset.MXNET_REPO", server.address + "/")
    monkeypatch.setattr("gluon_course.data.dataset.TEXT_REPO", server.address + "/")
    with pytest.raises(DataError) as error:
        data.mnist(16)
    text = str(error.value)
    assert "HTTP 404" in text and "--sample" in text
    assert "root/mnist/train-images-idx3-ubyte.gz" in text
    assert "6c95f4b05d2bf285e1bfb0e7960c31bd3b3f8a7d" in text


@pytest.mark.parametrize(
    ("name", "title"),
    [("fashion-mnist", "Fashion-MNIST"), ("mnist", "MNIST"), ("cifar10", "CIFAR-10")],
)
def test_the_sample_takes_the_place_of_any_set_and_says_so(name, title, capsys):
    train_iter, test_iter = data.load_images(name, 256, run=RunOptions(sample=True))
    notice = f"sample data: 1,797 handwritten digits, not {title}"
    assert capsys.readouterr().err.strip() == notice
    info = train_iter.info
    assert info.is_sample and info.notice == info.title == notice
    assert (train_iter.num_samples, test_iter.num_samples) == (1437, 360)
    assert info.class_names == tuple("0123456789") and info.num_classes == 10


def test_the_sample_can_be_asked_for_by_its_name(capsys):
    train_iter, _ = data.load_images("sample-digits", 64)
    assert train_iter.info.name == "sample-digits" and train_iter.info.is_sample
    assert capsys.readouterr().err == "sample data: 1,797 handwritten digits\n"


def test_the_environment_selects_the_sample(monkeypatch):
    monkeypatch.setenv("GLUON_COURSE_SAMPLE", "1")
    train_iter, _ = data.fashion_mnist(64)
    assert train_iter.info.is_sample


def test_the_sample_is_never_chosen_silently(root):
    """Without files and without --sample there is an error, not the sample."""
    with pytest.raises(DataError):
        data.load_images("cifar10-subset", 16)


def test_an_unknown_set_is_answered_with_the_nearest():
    with pytest.raises(ConfigError, match="fashion-mnist"):
        data.load_images("fashionmnist", 16)


def test_fashion_mnist_is_what_gluon_reads(real_data, monkeypatch):
    from gluon_course.data.image_sets import FASHION_MNIST_CLASSES

    images = data.read_images("fashion-mnist")
    assert images.info.edition.startswith("31 August 2017")
    assert images.info.class_names == FASHION_MNIST_CLASSES
    assert images.X.shape == (60000, 28, 28, 1)
    assert images.X_test.shape == (10000, 28, 28, 1)
    # Published: mean and standard deviation of the training pixels; 6,000 per class.
    assert abs(images.X.mean() / 255 - 0.2860) < 5e-5
    assert abs(images.X.std() / 255 - 0.3530) < 5e-5
    assert np.bincount(images.y).tolist() == [6000] * 10
    # Gluon's reader would fetch the older edition: let it read these files instead.
    monkeypatch.setattr(
        "mxnet.gluon.data.vision.datasets.download",
        lambda url, path, **_: str(Path(path) / url.rsplit("/", 1)[1]),
    )
    theirs = FashionMNIST(root=str(real_data / "fashion-mnist"), train=False)
    np.testing.assert_array_equal(theirs[:][0].asnumpy(), images.X_test)
    np.testing.assert_array_equal(theirs[:][1], images.y_test)


def test_the_subset_of_cifar10_is_said_to_be_one(real_data, capsys):
    train_iter, test_iter = data.load_images("cifar10-subset", 100)
    assert (train_iter.num_samples, test_iter.num_samples) == (2500, 500)
    assert "not the whole set" in train_iter.info.notice
    assert "not the whole set" in capsys.readouterr().err
    assert next(iter(test_iter))[0].shape == (100, 3, 32, 32)


def test_a_folder_of_the_users_own_is_read_as_the_data_root_is(tiny_mnist, root):
    folder = (root / "mnist").rename(root / "my pictures")
    train_iter, test_iter = data.fashion_mnist(16, resize=32, folder=str(folder))
    assert (train_iter.num_samples, test_iter.num_samples) == (40, 20)
    assert train_iter.info.name == "fashion-mnist" and next(iter(train_iter))
    labels = np.concatenate([y.asnumpy() for _, y in test_iter])
    np.testing.assert_array_equal(labels, tiny_mnist["t10k"][1])


def test_files_in_a_folder_of_the_users_own_are_checked(tiny_mnist, root, monkeypatch):
    (root / "mnist" / "t10k-labels-idx1-ubyte.gz").rename(root / "elsewhere.gz")
    with pytest.raises(DataError, match="has no file t10k-labels-idx1"):
        data.fashion_mnist(16, folder=root / "mnist")
    monkeypatch.delenv("GLUON_COURSE_ANY_EDITION")
    (root / "elsewhere.gz").rename(root / "mnist" / "t10k-labels-idx1-ubyte.gz")
    with pytest.raises(DataError, match="no edition of fashion-mnist"):
        data.fashion_mnist(16, folder=root / "mnist")
