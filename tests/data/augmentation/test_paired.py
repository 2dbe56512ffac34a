"""Pictures and masks cut alike: every pixel says where it comes from."""

import mxnet as mx
import numpy as np
import pytest
from mxnet import nd

from gluon_course.base.errors import ConfigError, ShapeError
from gluon_course.base.seeds import seed_epoch
from gluon_course.data.augmentation import AugmentedLoader, PairedCrop


def places(count, height, width):
    """Pictures whose channels are number, row and column, and masks of all three."""
    at = np.indices((count, height, width)).transpose(1, 0, 2, 3)
    numbers = (at[:, 0] * height + at[:, 1]) * width + at[:, 2]
    return nd.array(at), nd.array(numbers, dtype="int32")


@pytest.mark.parametrize("is_hybrid", [False, True])
@pytest.mark.parametrize("size", [(4, 7), (1, 1), (9, 12)])
def test_a_crop_is_a_slice_of_both(size, is_hybrid):
    mx.random.seed(4)
    X, y = places(30, 9, 12)
    crop = PairedCrop(*size)
    crop.hybridize(is_hybrid)
    pictures, masks = crop(X, y)
    assert pictures.shape == (30, 3, *size) and masks.shape == (30, *size)
    assert pictures.dtype == X.dtype and masks.dtype == y.dtype
    X, y = X.asnumpy(), y.asnumpy()
    for i, (picture, mask) in enumerate(zip(pictures.asnumpy(), masks.asnumpy())):
        number, top, left = picture[:, 0, 0].astype(int)
        assert number == i
        rows, columns = slice(top, top + size[0]), slice(left, left + size[1])
        np.testing.assert_array_equal(picture, X[i][:, rows, columns])
        np.testing.assert_array_equal(mask, y[i][rows, columns])


def test_all_places_are_equally_likely():
    mx.random.seed(1)
    X, y = places(4000, 6, 5)
    pictures, _ = PairedCrop(4, 5)(X, y)
    tops = pictures[:, 1, 0, 0].asnumpy()
    counts = np.bincount(tops.astype(int))
    assert len(counts) == 3  # rows 0, 1 and 2
    # four standard deviations of a share of 4000
    assert abs(counts - 4000 / 3).max() < 4 * np.sqrt(4000 * (1 / 3) * (2 / 3))
    assert (pictures[:, 2, 0, 0] == 0).asnumpy().all()


def test_an_epoch_is_repeated_by_its_seed_and_others_differ():
    batches = [places(8, 20, 20)] * 2
    loader = AugmentedLoader(batches, mixing=PairedCrop(5, 5))
    found = []
    for epoch in (1, 2, 1):
        seed_epoch(3, epoch)
        found.append(np.concatenate([y.asnumpy() for _, y in loader]))
    np.testing.assert_array_equal(found[0], found[2])
    assert (found[0] != found[1]).any()


def test_one_graph_takes_pictures_of_several_sizes():
    crop = PairedCrop(3, 3)
    crop.hybridize()
    for shape in ((2, 3, 3), (5, 8, 4), (1, 3, 9)):
        pictures, masks = crop(*places(*shape))
        assert pictures.shape == (shape[0], 3, 3, 3)
        height, width = shape[1:]
        number, row, column = pictures.asnumpy().transpose(1, 0, 2, 3)
        expected = (number * height + row) * width + column
        np.testing.assert_array_equal(masks.asnumpy(), expected)


def test_what_cannot_be_cut_is_told():
    X, y = places(2, 8, 9)
    with pytest.raises(ShapeError, match=r"9 x 9 pixels out of pictures of 8 x 9"):
        PairedCrop(9, 9)(X, y)
    with pytest.raises(ShapeError, match=r"8 x 10 pixels out of pictures of 8 x 9"):
        PairedCrop(8, 10)(X, y)
    with pytest.raises(ShapeError, match=r"\(2, 8, 8\).*\(2, 3, 8, 9\)"):
        PairedCrop(4, 4)(X, y[:, :, :8])
    with pytest.raises(ShapeError, match="floats"):
        PairedCrop(4, 4)(X.astype("uint8"), y)
    for size in ((0, 4), (4, -1), (4.5, 4)):
        with pytest.raises(ConfigError, match="whole numbers"):
            PairedCrop(*size)
