"""CIFAR-10's binary files and the folders of its stand-in."""

import cv2
import numpy as np
import pytest

from gluon_course.base.errors import DataError
from gluon_course.data import cifar10


@pytest.fixture
def pictures():
    random = np.random.RandomState(0)
    X = random.randint(0, 256, (6, 32, 32, 3)).astype(np.uint8)
    return X, np.array([3, 0, 9, 1, 1, 5], np.int32)


def binary(X, y):
    rows = [bytes([label]) + x.transpose(2, 0, 1).tobytes() for x, label in zip(X, y)]
    return b"".join(rows)


def test_binary_files_are_read_in_order(tmp_path, pictures):
    X, y = pictures
    for number in range(1, 6):
        name = tmp_path / f"data_batch_{number}.bin"
        name.write_bytes(binary(X[number - 1 : number], y[number - 1 : number]))
    (tmp_path / "test_batch.bin").write_bytes(binary(X[5:], y[5:]))
    found = cifar10.read_cifar10(tmp_path)
    for got, expected in zip(found, (X[:5], y[:5], X[5:], y[5:])):
        np.testing.assert_array_equal(got, expected)


@pytest.mark.parametrize(
    "damage", [lambda b: b[:-1], lambda b: b"", lambda b: b"\xff" + b[1:]]
)
def test_a_file_of_other_records_is_refused(tmp_path, pictures, damage):
    path = tmp_path / "data_batch_1.bin"
    path.write_bytes(damage(binary(*pictures)))
    with pytest.raises(DataError, match="CIFAR-10"):
        cifar10.read_batch(path)


def write_folder(folder, X, y):
    (folder / "train").mkdir(parents=True)
    lines = ["id,label"]
    for number, (x, label) in enumerate(zip(X, y), 1):
        cv2.imwrite(str(folder / "train" / f"{number}.png"), x[..., ::-1])
        lines.append(f"{number},{cifar10.CIFAR10_CLASSES[label]}")
    (folder / "trainLabels.csv").write_text("\n".join(lines) + "\n")


def test_folders_are_read_in_the_order_of_the_label_file(tmp_path, pictures):
    X, y = pictures
    write_folder(tmp_path, X, y)
    (tmp_path / "test").symlink_to(tmp_path / "train")
    (tmp_path / "testLabels.csv").write_text("id,label\n6,dog\n")
    found = cifar10.read_cifar10_folders(tmp_path)
    for got, expected in zip(found, (X, y, X[5:], y[5:])):
        np.testing.assert_array_equal(got, expected)


@pytest.mark.parametrize(
    ("labels", "message"), [("99,dog", "missing"), ("1,unicorn", "unicorn")]
)
def test_a_label_file_that_does_not_fit_is_refused(tmp_path, pictures, labels, message):
    write_folder(tmp_path, *pictures)
    (tmp_path / "trainLabels.csv").write_text(f"id,label\n{labels}\n")
    with pytest.raises(DataError, match=message):
        cifar10.read_cifar10_folders(tmp_path)


@pytest.mark.parametrize("content", [None, b"", b"name\n1\n", b"id,label\n\xff,dog\n"])
def test_a_label_file_that_is_no_table_is_named(tmp_path, pictures, content):
    write_folder(tmp_path, *pictures)
    labels = tmp_path / "trainLabels.csv"
    labels.unlink()
    if content is not None:
        labels.write_bytes(content)
    with pytest.raises(DataError, match=r"trainLabels\.csv"):
        cifar10.read_cifar10_folders(tmp_path)
