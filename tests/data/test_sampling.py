"""Weights of classes, and loaders that draw by weight."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.data import BatchLoader, class_weights, sample_weights


@given(st.lists(st.integers(0, 4), min_size=1, max_size=60))
def test_every_class_that_occurs_weighs_the_same(labels):
    weights = sample_weights(labels, 6)
    assert weights.mean() == pytest.approx(1, rel=1e-5)
    sums = [weights[np.array(labels) == label].sum() for label in set(labels)]
    np.testing.assert_allclose(sums, len(labels) / len(set(labels)), rtol=1e-5)
    assert class_weights(labels, 6)[5] == 0


def loader(**options):
    labels = np.array([0] * 90 + [1] * 10)
    weights = sample_weights(labels, 2)
    options = {"batch_size": 25, "shuffle": True, "weights": weights, **options}
    return BatchLoader(np.arange(100.0), labels, **options)


def labels_of(loader):
    return np.concatenate([y.asnumpy() for _, y in loader])


def test_a_balanced_pass_has_as_many_of_a_rare_class():
    found = np.concatenate(
        [labels_of(each) for each in [loader(seed=s) for s in range(20)]]
    )
    assert len(found) == 2000
    assert abs(found.mean() - 0.5) < 0.06  # five standard deviations
    assert not labels_of(loader(weights=[1] * 90 + [0] * 10)).any()


def test_the_draw_is_that_of_seed_and_epoch():
    one, two = loader(seed=3), loader(seed=3)
    first, second = labels_of(one), labels_of(one)
    two.set_epoch(2)
    np.testing.assert_array_equal(labels_of(two), second)
    assert (first != second).any() and (labels_of(loader(seed=4)) != first).any()


def test_a_limit_keeps_the_weights_of_what_it_keeps():
    assert len(labels_of(loader().limit(30))) == 30


@pytest.mark.parametrize(
    "options",
    [
        {"shuffle": False},
        {"weights": [1.0]},
        {"weights": [0] * 100},
        {"weights": [np.nan] * 100},
        {"weights": [-1] + [1] * 99},
    ],
)
def test_weights_that_do_not_fit_are_refused(options):
    with pytest.raises(ConfigError, match="weights"):
        loader(**options)


def test_labels_that_are_no_class_are_refused():
    for labels in ([], [3], [-1]):
        with pytest.raises(DataError, match="cannot be weighed"):
            class_weights(labels, 3)
