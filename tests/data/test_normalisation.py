"""Normalising pictures and back."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mxnet import nd

from gluon_course import data
from gluon_course.base.errors import ConfigError, ShapeError

NAMES = {"imagenet": data.IMAGENET, "cifar10": data.CIFAR10}


def test_the_constants_are_those_of_the_course():
    assert data.IMAGENET.mean == (0.485, 0.456, 0.406)
    assert data.IMAGENET.std == (0.229, 0.224, 0.225)
    assert data.CIFAR10.mean == (0.4914, 0.4822, 0.4465)
    assert data.CIFAR10.std == (0.2023, 0.1994, 0.2010)


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(sorted(NAMES)),
    st.lists(st.integers(1, 3), max_size=2),
    st.booleans(),
    st.integers(0, 99),
)
def test_denormalize_is_the_inverse_of_normalize(name, batch, is_ndarray, seed):
    X = np.random.RandomState(seed).rand(*batch, 3, 4, 5).astype("float32")
    given_X = nd.array(X) if is_ndarray else X
    Z = NAMES[name].normalize(given_X)
    back = NAMES[name].denormalize(Z)
    assert type(back) is type(Z) is type(given_X)
    assert back.dtype == given_X.dtype and back.shape == X.shape
    back = back.asnumpy() if is_ndarray else back
    np.testing.assert_allclose(back, X, atol=1e-6)


@pytest.mark.parametrize("name", NAMES)
def test_it_is_the_normalisation_of_mxnet_and_of_our_loader(name):
    pixels = np.random.RandomState(0).randint(0, 256, (2, 4, 5, 3)).astype("uint8")
    X = nd.image.to_tensor(nd.array(pixels, dtype="uint8"))
    each = NAMES[name]
    ours = each.normalize(X).asnumpy()
    theirs = nd.image.normalize(X, mean=each.mean, std=each.std).asnumpy()
    np.testing.assert_allclose(ours, theirs, atol=1e-6)
    loaded = data.ToTensor(mean=each.mean, std=each.std)(pixels).asnumpy()
    np.testing.assert_allclose(ours, loaded, atol=1e-6)


@pytest.mark.parametrize(
    ("shape", "dtype", "message"),
    [
        ((4, 5, 3), "float32", "channels stand before"),
        ((3, 4), "float32", "for 3 channels"),
        ((3, 4, 5), "uint8", "astype"),
    ],
)
def test_pictures_of_another_form_are_refused(shape, dtype, message):
    for X in (np.ones(shape, dtype), nd.ones(shape, dtype=dtype)):
        for way in (data.IMAGENET.normalize, data.IMAGENET.denormalize):
            with pytest.raises(ShapeError, match=message):
                way(X)


@pytest.mark.parametrize(
    ("mean", "std"),
    [((0.5,), (0.0,)), ((0.5, 0.5), (1.0,)), ((), ()), ((float("nan"),), (1.0,))],
)
def test_constants_that_make_no_sense_are_refused(mean, std):
    with pytest.raises(ConfigError, match="one positive std"):
        data.Normalisation(mean, std)
