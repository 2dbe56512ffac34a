"""Mixup, CutMix: labels tell exactly what the pictures are made of."""

import mxnet as mx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mxnet import nd

from gluon_course.base.errors import ConfigError, ShapeError
from gluon_course.base.seeds import seed_epoch
from gluon_course.data.augmentation import CutMix, Mixup, OneHot


def batch(count, classes=None, side=12):
    """Picture k has the constant value of its label: its mean tells the mixture."""
    y = nd.array(np.arange(count) % (classes or count), dtype=np.int32)
    X = y.astype("float32").reshape(-1, 1, 1, 1).broadcast_to((count, 1, side, side))
    return X / count, y


@pytest.mark.parametrize("kind", [Mixup, CutMix])
@pytest.mark.parametrize("is_hybrid", [False, True])
def test_labels_are_the_mixture_that_the_picture_shows(kind, is_hybrid):
    X, y = batch(32)
    mixing = kind(32, alpha=1.0)
    mixing.hybridize(is_hybrid)
    mx.random.seed(1)
    mixed, labels = (each.asnumpy() for each in mixing(X, y))
    assert labels.shape == (32, 32) and mixed.shape == X.shape
    np.testing.assert_allclose(labels.sum(axis=1), 1, atol=1e-6)
    assert labels.min() >= 0 and ((labels > 0).sum(axis=1) <= 2).all()
    shown = labels @ (np.arange(32) / 32)
    np.testing.assert_allclose(mixed.mean(axis=(1, 2, 3)), shown, atol=1e-5)
    assert (labels.max(axis=1) < 0.99).sum() > 20  # most are mixed


def test_cutmix_pastes_one_rectangle_of_one_other_picture():
    X, y = batch(40)
    mx.random.seed(3)
    mixed, labels = (each.asnumpy() for each in CutMix(40)(X, y))
    for number, (picture, label) in enumerate(zip(mixed[:, 0], labels)):
        other = picture != np.float32(number / 40)
        assert other.mean() == pytest.approx(1 - label[number], abs=1e-6)
        if other.any():
            rows, columns = np.flatnonzero(other.any(1)), np.flatnonzero(other.any(0))
            assert other[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].all()
            assert len(np.unique(picture[other])) == 1


@settings(max_examples=20, deadline=None)
@given(st.floats(0.05, 4), st.integers(1, 9), st.integers(0, 1000))
def test_the_mass_of_the_labels_is_that_of_the_samples(alpha, count, seed):
    X, y = batch(count, classes=3)
    mx.random.seed(seed)
    for kind in (Mixup, CutMix):
        labels = kind(3, alpha=alpha)(X, y)[1].asnumpy()
        assert np.isfinite(labels).all()
        np.testing.assert_allclose(labels.sum(), count, rtol=1e-5)


@pytest.mark.parametrize("kind", [Mixup, CutMix])
def test_probability_0_changes_nothing(kind):
    X, y = batch(10)
    mixed, labels = kind(10, probability=0)(X, y)
    assert (mixed == X).asnumpy().all()
    assert (labels == OneHot(10)(X, y)[1]).asnumpy().all()


def test_shares_follow_the_beta_distribution():
    X, _ = batch(4000, classes=2, side=1)
    mx.random.seed(0)
    for alpha in (0.2, 1.0, 3.0):
        shares = Mixup(2, alpha=alpha)._shares(nd, X).asnumpy()
        assert shares.mean() == pytest.approx(0.5, abs=0.03)
        variance = 1 / (4 * (2 * alpha + 1))  # of Beta(alpha, alpha)
        assert shares.var() == pytest.approx(variance, rel=0.1)


@pytest.mark.parametrize("kind", [Mixup, CutMix])
def test_seed_and_epoch_fix_the_mixture(kind):
    X, y = batch(16)
    mixing = kind(16)
    mixing.hybridize()
    found = []
    for epoch in (1, 2, 1):
        seed_epoch(0, epoch)
        found.append(mixing(X, y)[1].asnumpy())
    assert (found[0] == found[2]).all() and (found[0] != found[1]).any()


def test_what_cannot_be_mixed_is_refused():
    X, y = batch(4)
    with pytest.raises(ConfigError, match="alpha 0"):
        Mixup(3, alpha=0)
    with pytest.raises(ConfigError, match="1 classes"):
        CutMix(1)
    with pytest.raises(ShapeError, match="a label is the number"):
        Mixup(4)(X, OneHot(4)(X, y)[1])
