"""Contests from the unpacked archive to loaders: folders, splits, order."""

import collections
import os

import numpy as np
import pytest
from PIL import Image

from gluon_course import data
from gluon_course.base.errors import ConfigError, DataError
from gluon_course.base.run import RunOptions
from gluon_course.data.contest import read_labels


def write_pictures(folder, ids):
    folder.mkdir(parents=True)
    for number, name in enumerate(ids):
        Image.new("RGB", (9, 7), (number % 256, 0, 0)).save(folder / f"{name}.png")


def write_table(path, header, rows):
    lines = [header, *(",".join(map(str, row)) for row in rows)]
    path.write_text("\n".join(lines) + "\n")


@pytest.fixture
def cifar(tmp_path):
    """12 cats and 8 dogs to train on, with labels of pictures that are not there."""
    folder = tmp_path / "kaggle"
    write_pictures(folder / "train", range(1, 21))
    write_pictures(folder / "test", [1, 2, 10, 20])
    labels = [(n, "cat" if n <= 12 else "dog") for n in range(1, 51)]
    write_table(folder / "trainLabels.csv", "id,label", labels)
    return folder


@pytest.fixture
def dogs(tmp_path):
    """30 of one breed, 12 of another, in the contest's own layout."""
    folder = tmp_path / "kaggle"
    names = [f"{n:04x}" for n in range(42)]
    write_pictures(folder / "train", names)
    write_pictures(folder / "test", ["ab", "aa", "0f"])
    breeds = ["pug" if n < 30 else "boxer" for n in range(42)]
    write_table(folder / "labels.csv", "id,breed", zip(names, breeds))
    return folder


def stems(folder):
    return {
        each.name: sorted((p.stem for p in each.iterdir()), key=lambda s: (len(s), s))
        for each in sorted(folder.iterdir())
    }


def test_cifar10_is_split_as_the_section_splits_it(cifar, tmp_path):
    folders = data.reorg_cifar10_data(cifar, tmp_path / "out", valid_ratio=0.1)
    # 20 pictures less a tenth are 18, so 9 of each of the two classes train
    assert stems(folders["train"]) == {
        "cat": [str(n) for n in range(1, 10)],
        "dog": [str(n) for n in range(13, 21)],
    }
    assert stems(folders["valid"]) == {"cat": ["10", "11", "12"]}
    both = stems(folders["train_valid"])
    assert {k: len(v) for k, v in both.items()} == {"cat": 12, "dog": 8}
    assert stems(folders["test"]) == {"unknown": ["1", "2", "10", "20"]}


def test_dogs_give_as_many_of_each_breed_to_validation(dogs, tmp_path):
    folders = data.reorg_dog_data(dogs, tmp_path / "out", valid_ratio=0.25)
    assert {k: len(v) for k, v in stems(folders["valid"]).items()} == {
        "boxer": 3,
        "pug": 3,
    }
    assert {k: len(v) for k, v in stems(folders["train"]).items()} == {
        "boxer": 9,
        "pug": 27,
    }
    trained = {name for each in stems(folders["train"]).values() for name in each}
    assert not trained & {n for each in stems(folders["valid"]).values() for n in each}


def test_folders_that_are_sorted_already_are_taken_as_they_are(dogs, tmp_path):
    sorted_folders = data.reorg_dog_data(dogs, tmp_path / "out")
    again = data.reorg_dog_data(sorted_folders.root, tmp_path / "other")
    assert again.root == sorted_folders.root and not (tmp_path / "other").exists()


@pytest.mark.parametrize("can_link", [True, False])
def test_nothing_that_was_given_is_moved_or_changed(
    cifar, tmp_path, monkeypatch, can_link
):
    if not can_link:
        monkeypatch.setattr(os, "link", lambda *a: (_ for _ in ()).throw(OSError()))
    before = {p: p.read_bytes() for p in cifar.rglob("*") if p.is_file()}
    folders = data.reorg_cifar10_data(cifar, tmp_path / "out")
    after = {p: p.read_bytes() for p in cifar.rglob("*") if p.is_file()}
    assert after == before
    copied = folders["train"] / "cat" / "1.png"
    assert copied.read_bytes() == before[cifar / "train" / "1.png"]
    assert copied.samefile(cifar / "train" / "1.png") == can_link


def test_a_second_time_keeps_the_folders_and_others_are_not_overwritten(
    cifar, tmp_path
):
    out = tmp_path / "out"
    data.reorg_cifar10_data(cifar, out)
    stamp = (out / "contest.json").stat().st_mtime_ns
    data.reorg_cifar10_data(cifar, out)
    assert (out / "contest.json").stat().st_mtime_ns == stamp
    with pytest.raises(DataError, match="something else"):
        data.reorg_cifar10_data(cifar, out, valid_ratio=0.5)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x")
    with pytest.raises(DataError, match="something else"):
        data.reorg_cifar10_data(cifar, tmp_path / "mine")
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "x"


def test_a_failure_leaves_no_folder(cifar, tmp_path, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "link", full)
    monkeypatch.setattr("shutil.copyfile", full)
    with pytest.raises(DataError, match="No space left"):
        data.reorg_cifar10_data(cifar, tmp_path / "work" / "out")
    assert list((tmp_path / "work").iterdir()) == []


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("../../evil,cat", "no name of a file"),
        ("7,..", "no name of a file"),
        ("7,a/b", "no name of a file"),
        ("1,cat", "twice"),
        ("7", "no name of a file"),
    ],
)
def test_tables_that_would_write_elsewhere_are_refused(tmp_path, row, message):
    path = tmp_path / "labels.csv"
    path.write_text(f"id,label\n1,cat\n{row}\n")
    with pytest.raises(DataError, match=message):
        read_labels(path, "id", "label")


def test_missing_parts_are_named(cifar, tmp_path):
    with pytest.raises(ConfigError, match="valid_ratio is 1"):
        data.reorg_cifar10_data(cifar, tmp_path / "out", valid_ratio=1)
    write_table(cifar / "trainLabels.csv", "id,label", [(1, "cat")])
    with pytest.raises(DataError, match=r"2\.png has no label, like 18 others"):
        data.reorg_cifar10_data(cifar, tmp_path / "out")
    (cifar / "trainLabels.csv").write_text("name,kind\n1,cat\n")
    with pytest.raises(DataError, match="columns id and label"):
        data.reorg_cifar10_data(cifar, tmp_path / "out")
    with pytest.raises(DataError, match="no folder train"):
        (tmp_path / "empty").mkdir()
        write_table(tmp_path / "empty" / "labels.csv", "id,breed", [(1, "pug")])
        data.reorg_dog_data(tmp_path / "empty", tmp_path / "out")


def loaders(folders, **options):
    options = {"pipeline": "kaggle-cifar10", "batch_size": 4, "size": 8, **options}
    return data.contest_loaders(folders, **options)


def test_loaders_number_the_classes_alike_and_keep_the_ids(cifar, tmp_path):
    found = loaders(data.reorg_cifar10_data(cifar, tmp_path / "out"))
    assert found.class_names == ("cat", "dog")
    assert found.test_ids == ("1", "10", "2", "20")  # as the files are read
    assert [len(each) for each in (found.train, found.train_valid)] == [5, 5]
    labels = np.concatenate([y.asnumpy() for _, y in found.valid])
    assert labels.tolist() == [0, 0, 0]  # all cats, although no dog validates
    for each in (found.train, found.valid, found.test):
        assert each.info.mean == data.CIFAR10.mean and each.info.shape == (3, 8, 8)


def test_limit_and_balance_concern_training_only(cifar, tmp_path):
    folders = data.reorg_cifar10_data(cifar, tmp_path / "out")
    few = loaders(folders, run=RunOptions(limit=4))
    assert few.train.num_samples == 4 and few.valid.num_samples == 3
    counts = collections.Counter(
        int(label) for _, y in few.train for label in y.asnumpy()
    )
    assert set(counts) == {0, 1}
    even = loaders(folders, is_balanced=True, batch_size=17).train
    drawn = np.concatenate([y.asnumpy() for _ in range(40) for _, y in even])
    assert abs(drawn.mean() - 0.5) < 0.1


def test_the_text_s_small_set_is_split(real_data, tmp_path):
    folder = data.locate("cifar10-tiny")
    folders = data.reorg_cifar10_data(folder, tmp_path / "out")
    found = loaders(folders, batch_size=10)
    assert len(found.class_names) == 10
    assert found.train_valid.num_samples == 100 and found.test_ids == ("1",)
    assert found.train.num_samples + found.valid.num_samples == 100
    X, _ = next(iter(found.test))
    pixels = data.CIFAR10.denormalize(X).asnumpy()
    assert pixels.min() > -1e-5 and pixels.max() < 1 + 1e-5


def test_leaves_are_read_in_the_order_of_their_tables(tmp_path):
    write_pictures(tmp_path / "images", range(5))
    train = [(f"images/{n}.png", s) for n, s in zip((2, 0, 1), ("oak", "elm", "oak"))]
    write_table(tmp_path / "train.csv", "image,label", train)
    write_table(tmp_path / "test.csv", "image", [("images/4.png",), ("images/3.png",)])
    leaves = data.read_leaves(tmp_path)
    assert leaves.class_names == ("elm", "oak") and leaves.train.labels == [1, 0, 1]
    assert [p.stem for p in leaves.train.paths] == ["2", "0", "1"]
    assert leaves.test_ids == ("images/4.png", "images/3.png")
    assert leaves.test[0][0].asnumpy()[0, 0].tolist() == [4, 0, 0]
    for bad, message in ((("../out.png", "oak"), "no picture"), (train[0], "twice")):
        write_table(tmp_path / "train.csv", "image,label", [*train, bad])
        with pytest.raises(DataError, match=message):
            data.read_leaves(tmp_path)
