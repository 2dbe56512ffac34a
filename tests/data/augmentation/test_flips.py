"""Flips: whole pictures, some of them, as often as asked."""

import mxnet as mx
import numpy as np
import pytest
from mxnet import nd

from gluon_course.base.errors import ConfigError, ShapeError
from gluon_course.base.seeds import seed_epoch
from gluon_course.data.augmentation import (
    RandomFlipLeftRight,
    RandomFlipTopBottom,
)


def pictures(count, side=5):
    mx.random.seed(0)
    return nd.random.uniform(shape=(count, 3, side, side + 1))


@pytest.mark.parametrize(
    ("kind", "axis"), [(RandomFlipLeftRight, 3), (RandomFlipTopBottom, 2)]
)
@pytest.mark.parametrize("is_hybrid", [False, True])
def test_each_picture_is_itself_or_its_mirror_image(kind, axis, is_hybrid):
    X, flip = pictures(400), kind()
    flip.hybridize(is_hybrid)
    Y, X = flip(X).asnumpy(), X.asnumpy()
    is_same = (Y == X).all(axis=(1, 2, 3))
    is_flipped = (np.flip(X, axis) == Y).all(axis=(1, 2, 3))
    assert (is_same ^ is_flipped).all()
    # 400 coins: more than 60 from the mean has probability below 1e-8
    assert 140 < is_flipped.sum() < 260


def test_probabilities_0_and_1_leave_no_chance():
    X = pictures(20)
    assert (RandomFlipLeftRight(0)(X) == X).asnumpy().all()
    flip = RandomFlipLeftRight(1)
    assert (flip(flip(X)) == X).asnumpy().all()
    assert not (flip(X) == X).asnumpy().all()


def test_seed_and_epoch_fix_which_are_flipped():
    X, flip = pictures(50), RandomFlipLeftRight()
    flip.hybridize()
    found = []
    for epoch in (1, 2, 1):
        seed_epoch(3, epoch)
        found.append(flip(X).asnumpy())
    assert (found[0] == found[2]).all() and (found[0] != found[1]).any()


def test_what_is_no_batch_of_pictures_is_refused():
    with pytest.raises(ConfigError, match=r"1\.5"):
        RandomFlipLeftRight(1.5)
    with pytest.raises(ShapeError, match="N, C, H, W"):
        RandomFlipLeftRight()(nd.zeros((3, 4, 4)))
    with pytest.raises(ShapeError, match="uint8"):
        RandomFlipLeftRight()(nd.zeros((1, 3, 4, 4), dtype="uint8"))
