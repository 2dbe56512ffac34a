"""Pictures with boxes from RecordIO files, written here as the set's files are."""

import numpy as np
import pytest
from mxnet import nd, recordio

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.data.pikachu import load_pikachu

BOX = (0.25, 0.25, 0.75, 0.5)


def write_records(folder, num_train=5, num_val=3, size=64):
    """``train.rec`` with its index and ``val.rec``: a bright box on a dark picture."""
    folder.mkdir(parents=True, exist_ok=True)
    picture = np.full((size, size, 3), 20, np.uint8)
    x1, y1, x2, y2 = (int(each * size) for each in BOX)
    picture[y1:y2, x1:x2] = 220
    for name, count in (("train", num_train), ("val", num_val)):
        paths = [str(folder / f"{name}.{kind}") for kind in ("idx", "rec")]
        writer = recordio.MXIndexedRecordIO(*paths, "w")
        for number in range(count):
            # two numbers in the header, five for the object
            header = recordio.IRHeader(0, [2, 5, 0, *BOX], number, 0)
            writer.write_idx(number, recordio.pack_img(header, picture, img_fmt=".png"))
        writer.close()
    (folder / "val.idx").unlink()
    return folder


@pytest.fixture
def folder(tmp_path):
    return write_records(tmp_path / "pikachu")


def test_batches_have_the_shapes_of_the_section(folder):
    train_iter, val_iter = load_pikachu(2, 48, folder)
    for iterator in (train_iter, val_iter):
        iterator.reset()
        batch = iterator.next()
        assert batch.data[0].shape == (2, 3, 48, 48)
        assert batch.label[0].shape == (2, 1, 5)
        assert batch.data[0].dtype == np.float32


def test_validation_pictures_come_whole_with_their_boxes(folder):
    _, val_iter = load_pikachu(3, 64, folder)
    batch = val_iter.next()
    np.testing.assert_allclose(batch.label[0].asnumpy(), [[[0, *BOX]]] * 3, atol=1e-6)
    pixels = batch.data[0].asnumpy()
    assert (pixels[:, :, 16:32, 16:48] == 220).all()  # y 0.25-0.5, x 0.25-0.75
    assert pixels.mean() == pytest.approx(20 + 200 / 8)


def test_training_crops_keep_nearly_all_of_the_object(folder):
    train_iter, _ = load_pikachu(5, 64, folder)
    for _ in range(4):
        train_iter.reset()
        batch = train_iter.next()
        for X, (label,) in zip(batch.data[0].asnumpy(), batch.label[0].asnumpy()):
            assert label[0] == 0
            x1, y1, x2, y2 = np.rint(label[1:] * 64).astype(int)
            inside = X[:, y1 + 2 : y2 - 2, x1 + 2 : x2 - 2]
            assert inside.mean() > 200  # the label went with the picture


def test_the_training_order_changes_and_a_pass_has_every_picture(tmp_path):
    folder = tmp_path / "pikachu"
    folder.mkdir()
    for name, count in (("train", 12), ("val", 12)):
        paths = [str(folder / f"{name}.{kind}") for kind in ("idx", "rec")]
        writer = recordio.MXIndexedRecordIO(*paths, "w")
        for number in range(count):
            picture = np.full((32, 32, 3), 20 * number, np.uint8)
            header = recordio.IRHeader(0, [2, 5, 0, 0.1, 0.1, 0.9, 0.9], number, 0)
            writer.write_idx(number, recordio.pack_img(header, picture, img_fmt=".png"))
        writer.close()
    iterators = dict(zip(("train", "val"), load_pikachu(4, 32, folder)))

    def order(iterator):
        iterator.reset()
        middles = [batch.data[0][:, 0, 16, 16] for batch in iterator]
        return nd.concat(*middles, dim=0).asnumpy().astype(int).tolist()

    expected = [20 * number for number in range(12)]
    orders = [order(iterators["train"]) for _ in range(4)]
    assert all(sorted(each) == expected for each in orders)
    assert any(each != orders[0] for each in orders[1:])
    assert order(iterators["val"]) == expected


def test_what_is_missing_damaged_or_out_of_range_is_named(folder):
    with pytest.raises(ConfigError, match="edge_size is 0"):
        load_pikachu(2, 0, folder)
    with pytest.raises(ConfigError, match="batch_size is 0"):
        load_pikachu(0, 64, folder)
    content = (folder / "val.rec").read_bytes()
    for damaged in (b"no records at all", content[: len(content) // 2], b""):
        (folder / "val.rec").write_bytes(damaged)
        with pytest.raises(DataError, match=r"val\.rec.*data fetch pikachu"):
            load_pikachu(2, 64, folder)
    (folder / "val.rec").write_bytes(content)
    for index in (b"0\t999999\n", b"no index"):
        (folder / "train.idx").write_bytes(index)
        with pytest.raises(DataError, match=r"train\.rec.*its index"):
            load_pikachu(2, 64, folder)
    (folder / "val.rec").unlink()
    with pytest.raises(DataError, match=r"no file .*val\.rec"):
        load_pikachu(2, 64, folder)
