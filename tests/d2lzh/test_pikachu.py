"""The functions of 9.6 on records written here."""

import numpy as np
import pytest
from mxnet import recordio

from gluon_course.base.errors import DataError
from gluon_course.d2lzh.pikachu import _download_pikachu, load_data_pikachu


@pytest.fixture
def records(notebook):
    folder = notebook / "data" / "pikachu"
    folder.mkdir(parents=True)
    for name in ("train", "val"):
        paths = [str(folder / f"{name}.{kind}") for kind in ("idx", "rec")]
        writer = recordio.MXIndexedRecordIO(*paths, "w")
        for number in range(4):
            header = recordio.IRHeader(0, [2, 5, 0, 0.2, 0.2, 0.8, 0.8], number, 0)
            picture = np.full((300, 300, 3), 9, np.uint8)
            writer.write_idx(number, recordio.pack_img(header, picture, img_fmt=".png"))
        writer.close()
    return folder


def test_batches_are_those_of_the_section(records):
    for iterator in load_data_pikachu(2):
        batch = iterator.next()
        assert batch.data[0].shape == (2, 3, 256, 256)
        assert batch.label[0].shape == (2, 1, 5)
    train_iter, _ = load_data_pikachu(4, edge_size=32)
    assert train_iter.next().data[0].shape == (4, 3, 32, 32)


def test_offline_the_error_names_the_folder(notebook, offline):
    with pytest.raises(DataError, match=r"pikachu/train\.rec"):
        load_data_pikachu(2)
    with pytest.raises(DataError, match=r"to mine/train\.rec"):
        _download_pikachu("mine")


def test_a_file_of_the_users_that_is_another_is_refused(records):
    with pytest.raises(DataError, match=r"train\.rec .* no edition of pikachu"):
        _download_pikachu(str(records))
