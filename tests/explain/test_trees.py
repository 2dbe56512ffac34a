"""The tree baseline of the house prices."""

import numpy as np
import pandas as pd
import pytest

from gluon_course.base.errors import ConfigError
from gluon_course.explain.trees import boosted_trees, tree_k_fold


@pytest.fixture
def table():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "area": rng.uniform(50, 200, 200),
            "zone": pd.Categorical(rng.choice(["lake", "town"], 200)),
        }
    )
    frame.loc[::7, "area"] = np.nan
    prices = np.where(frame["zone"] == "lake", 400.0, 100.0)
    return frame, prices


def test_one_cut_by_a_category_is_found_with_missing_values_around(table):
    frame, prices = table
    for train, valid in tree_k_fold(frame, prices, k=4):
        assert train < 0.01 and valid < 0.01


def test_a_constant_price_is_given_back_as_a_price(table):
    frame, _ = table
    predicted = boosted_trees().fit(frame, np.full(200, 123.0)).predict(frame)
    np.testing.assert_allclose(predicted, 123, rtol=1e-6)


def test_the_error_of_noise_is_its_spread_on_new_houses_and_less_on_seen(table):
    frame, _ = table
    noise = np.random.default_rng(1).normal(0, 0.3, 200)
    errors = np.array(tree_k_fold(frame, np.exp(5 + noise), k=5))
    train, valid = errors.mean(axis=0)
    assert train < 0.85 * noise.std()
    assert 0.95 * noise.std() < valid < 1.2 * noise.std()


def test_the_seed_decides_alone(table):
    frame, prices = table
    assert tree_k_fold(frame, prices, 3, seed=1) == tree_k_fold(frame, prices, 3, 1)


def test_one_fold_is_refused(table):
    with pytest.raises(ConfigError, match="Fold 0 of 1"):
        tree_k_fold(*table, k=1)
