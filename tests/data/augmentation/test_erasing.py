"""Random erasing: one rectangle of the size asked for, the rest untouched."""

import mxnet as mx
import numpy as np
import pytest
from mxnet import nd

from gluon_course.base.errors import ConfigError
from gluon_course.data.augmentation import RandomErasing


@pytest.mark.parametrize("is_hybrid", [False, True])
def test_one_rectangle_is_covered_and_the_rest_stays(is_hybrid):
    mx.random.seed(0)
    X = nd.random.uniform(0.1, 1, shape=(200, 3, 30, 30))
    erase = RandomErasing(0.5, area=(0.1, 0.3), ratio=(0.5, 2), value=0)
    erase.hybridize(is_hybrid)
    Y, X = erase(X).asnumpy(), X.asnumpy()
    num_erased = 0
    for before, after in zip(X, Y):
        is_covered = (after == 0).all(axis=0)
        assert (after[:, ~is_covered] == before[:, ~is_covered]).all()
        if is_covered.any():
            num_erased += 1
            rows, columns = (np.flatnonzero(is_covered.any(axis)) for axis in (1, 0))
            height, width = np.ptp(rows) + 1, np.ptp(columns) + 1
            assert is_covered.sum() == height * width
            # corners are rounded: a side may be a pixel longer or shorter
            assert (height - 1) * (width - 1) <= 0.3 * 900
            assert (height + 1) * (width + 1) >= 0.1 * 900
            assert (width + 1) / (height - 1) > 0.5 and (width - 1) / (height + 1) < 2
    assert 60 < num_erased < 140


def test_noise_covers_it_when_no_value_is_given():
    mx.random.seed(0)
    X = nd.ones((4, 3, 20, 20)) * 2
    covered = RandomErasing(1, area=(0.5, 0.5), ratio=(1, 1))(X).asnumpy()
    noise = covered[covered < 2]
    assert noise.size == pytest.approx(4 * 3 * 200, rel=0.1)
    assert noise.mean() == pytest.approx(0.5, abs=0.03) and len(np.unique(noise)) > 999


def test_probability_0_changes_nothing_and_1_every_picture():
    X = nd.random.uniform(0.1, 1, shape=(9, 1, 10, 10))
    assert (RandomErasing(0)(X) == X).asnumpy().all()
    changed = (RandomErasing(1, area=(0.2, 0.4), value=0)(X) != X).asnumpy()
    assert changed.any(axis=(1, 2, 3)).all()


@pytest.mark.parametrize(
    "options", [{"probability": 2}, {"area": (0, 2)}, {"ratio": (0, 1)}]
)
def test_settings_out_of_range_are_refused(options):
    with pytest.raises(ConfigError):
        RandomErasing(**options)
