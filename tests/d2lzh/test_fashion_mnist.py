"""load_data_fashion_mnist: what its iterators give, and where the files come from."""

import gzip
import struct

import numpy as np
import pytest

from gluon_course import d2lzh as d2l
from gluon_course.data import BatchLoader


def write_files(folder, seed=0):
    """60 + 25 noisy pictures in the files of Fashion-MNIST; the arrays of both."""
    folder.mkdir(parents=True)
    random, arrays = np.random.RandomState(seed), []
    for part, n in (("train", 60), ("t10k", 25)):
        X = random.randint(0, 256, (n, 28, 28)).astype(np.uint8)
        y = random.randint(0, 10, n).astype(np.uint8)
        images = struct.pack(">4I", 0x0803, n, 28, 28) + X.tobytes()
        labels = struct.pack(">2I", 0x0801, n) + y.tobytes()
        for kind, content in (("images-idx3", images), ("labels-idx1", labels)):
            path = folder / f"{part}-{kind}-ubyte.gz"
            path.write_bytes(gzip.compress(content))
        arrays += [X, y]
    return arrays


@pytest.fixture
def places(tmp_path, monkeypatch):
    monkeypatch.setenv("GLUON_COURSE_DATA", str(tmp_path / "root"))
    monkeypatch.setenv("GLUON_COURSE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("GLUON_COURSE_ANY_EDITION", "1")
    monkeypatch.delenv("GLUON_COURSE_SAMPLE", raising=False)
    return tmp_path


@pytest.fixture
def files(places):
    return write_files(places / "root" / "fashion-mnist")


def labels_of(data_iter):
    return np.concatenate([y.asnumpy() for _, y in data_iter]).tolist()


def test_batches_have_the_shapes_types_and_values_of_the_text(files):
    train_iter, test_iter = d2l.load_data_fashion_mnist(16)
    assert (len(train_iter), len(test_iter)) == (4, 2)
    X_test, y_test = files[2:]
    batches = list(test_iter)
    assert [X.shape for X, _ in batches] == [(16, 1, 28, 28), (9, 1, 28, 28)]
    X, y = batches[0]
    assert (X.dtype, y.dtype, y.shape) == (np.float32, np.int32, (16,))
    np.testing.assert_allclose(X.asnumpy(), X_test[:16, None] / 255, atol=1e-7)
    assert labels_of(test_iter) == y_test.tolist()


def test_the_training_set_comes_in_another_order_each_epoch(files):
    train_iter, test_iter = d2l.load_data_fashion_mnist(16)
    first, second = labels_of(train_iter), labels_of(train_iter)
    assert first != second and first != files[1].tolist()
    assert sorted(first) == sorted(second) == sorted(files[1].tolist())
    assert labels_of(test_iter) == labels_of(test_iter)


def test_numpys_seed_makes_the_order_repeat(files):
    orders = []
    for seed in (3, 3, 4):
        np.random.seed(seed)
        orders.append(labels_of(d2l.load_data_fashion_mnist(16)[0]))
    assert orders[0] == orders[1] != orders[2]


def test_resize_makes_pictures_as_gluon_does(files):
    train_iter, test_iter = d2l.load_data_fashion_mnist(25, resize=40)
    (X, _) = next(iter(test_iter))
    assert (
        X.shape == (25, 1, 40, 40) and next(iter(train_iter))[0].shape[2:] == (40,) * 2
    )
    resize = d2l.gluon.data.vision.transforms.Resize(40)
    expected = resize(d2l.nd.array(files[2][0][..., None], dtype="uint8"))
    expected = expected.asnumpy()[:, :, 0].astype(np.float32) / 255
    np.testing.assert_array_equal(X[0, 0].asnumpy(), expected)


def test_another_root_means_that_folder(files, places):
    other = write_files(places / "mine", seed=1)
    _, test_iter = d2l.load_data_fashion_mnist(16, root=str(places / "mine"))
    assert labels_of(test_iter) == other[3].tolist() != files[3].tolist()


def test_the_data_root_serves_for_a_root_without_the_files(files, places):
    _, test_iter = d2l.load_data_fashion_mnist(16, root=str(places / "empty"))
    assert labels_of(test_iter) == files[3].tolist()


def test_the_default_root_is_the_data_root_of_the_course(files, places, monkeypatch):
    """Even where MXNet's own folder has files."""
    monkeypatch.setenv("HOME", str(places))
    write_files(places / ".mxnet" / "datasets" / "fashion-mnist", seed=1)
    _, test_iter = d2l.load_data_fashion_mnist(16)
    assert labels_of(test_iter) == files[3].tolist()


def test_the_sample_takes_their_place_only_with_a_notice(places, monkeypatch, capsys):
    monkeypatch.setenv("GLUON_COURSE_SAMPLE", "1")
    train_iter, _ = d2l.load_data_fashion_mnist(256, root=str(places / "mine"))
    assert isinstance(train_iter, BatchLoader) and train_iter.num_samples == 1437
    assert "handwritten digits, not Fashion-MNIST" in capsys.readouterr().err


def test_labels_have_the_names_of_the_text():
    names = d2l.get_fashion_mnist_labels(np.array([9, 0, 2], dtype=np.int32))
    assert names == ["ankle boot", "t-shirt", "pullover"]
