"""The names of 9.9 on a folder of three pictures."""

import inspect

import cv2
import numpy as np
import pytest
from mxnet import nd
from mxnet.gluon.data import DataLoader

from gluon_course.base.errors import DataError
from gluon_course.d2lzh import voc
from gluon_course.data.voc import voc_colormap2label


def write_voc(root):
    for folder in ("JPEGImages", "SegmentationClass", "ImageSets/Segmentation"):
        (root / folder).mkdir(parents=True)
    for name, size in (("a", (20, 30)), ("b", (9, 30)), ("c", (20, 25))):
        color = voc.VOC_COLORMAP[8][::-1]  # cat
        picture = np.full((*size, 3), 77, np.uint8)
        label = np.full((*size, 3), color, np.uint8)
        cv2.imwrite(str(root / "JPEGImages" / f"{name}.jpg"), picture)
        cv2.imwrite(str(root / "SegmentationClass" / f"{name}.png"), label)
    (root / "ImageSets/Segmentation/train.txt").write_text("a\nb\n")
    (root / "ImageSets/Segmentation/val.txt").write_text("c\n")


@pytest.fixture(params=["data", "root"])
def found(request, notebook):
    """Three pictures in ../data or in the data root."""
    write_voc(notebook / request.param / "VOCdevkit" / "VOC2012")


def test_pictures_are_found_beside_the_notebook_or_in_the_root(found):
    folder = voc.download_voc_pascal()
    assert isinstance(folder, str) and folder.endswith("VOCdevkit/VOC2012")
    for features, labels in (voc.read_voc_images(), voc.read_voc_images(folder, True)):
        assert [each.shape for each in features] == [(20, 30, 3), (9, 30, 3)]
        assert len(labels) == 2
    assert len(voc.read_voc_images(is_train=False)[0]) == 1


def test_the_dataset_says_how_many_it_read_and_gives_crops(found, capsys):
    folder, table = voc.download_voc_pascal(), voc_colormap2label()
    dataset = voc.VOCSegDataset(True, (12, 16), folder, table)
    assert capsys.readouterr().out == "read 1 examples\n"
    X, y = next(iter(DataLoader(dataset, 1)))
    assert X.shape == (1, 3, 12, 16) and y.shape == (1, 12, 16)
    assert (y.asnumpy() == 8).all()
    parameters = inspect.signature(voc.VOCSegDataset).parameters
    assert list(parameters) == ["is_train", "crop_size", "voc_dir", "colormap2label"]


def test_a_folder_of_the_users_is_taken_at_its_word(notebook):
    with pytest.raises(DataError, match=r"mine/ImageSets/Segmentation/train\.txt"):
        voc.read_voc_images("mine")


def test_offline_the_error_says_what_to_bring_where(notebook, offline):
    with pytest.raises(DataError, match=r"VOCtrainval_11-May-2012\.tar"):
        voc.download_voc_pascal()
    with pytest.raises(DataError, match=r"to mine/VOCtrainval_11-May-2012\.tar"):
        voc.download_voc_pascal("mine")


def test_tables_and_normalised_samples_are_the_packages(notebook):
    reference = pytest.importorskip("d2lzh", reason="the extra bench is not installed")
    assert voc.VOC_CLASSES == reference.VOC_CLASSES
    assert voc.VOC_COLORMAP == reference.VOC_COLORMAP
    write_voc(notebook / "VOC2012")
    table, folder = voc_colormap2label(), str(notebook / "VOC2012")
    ours = voc.VOCSegDataset(False, (20, 25), folder, table)[0]
    theirs = reference.VOCSegDataset(False, (20, 25), folder, table)[0]
    for a, b in zip(ours, theirs):
        assert a.dtype == b.dtype
        np.testing.assert_allclose(a.asnumpy(), b.asnumpy(), rtol=1e-5)
    colors = nd.array(voc.VOC_COLORMAP, dtype="uint8").reshape((3, 7, 3))
    np.testing.assert_array_equal(
        voc.voc_label_indices(colors, table).asnumpy(),
        reference.voc_label_indices(colors, table).asnumpy(),
    )
