"""The capacity sweep: errors against theory where there is one."""

import numpy as np
import pytest

from gluon_course.base.errors import ConfigError
from gluon_course.explain.capacity import capacity_sweep


def test_without_noise_the_true_degree_fits_exactly_and_less_does_not():
    rows = {row["degree"]: row for row in capacity_sweep((2, 3, 5), noise=0.0)}
    assert rows[3]["test"] < 1e-20 and rows[5]["test"] < 1e-15
    assert rows[2]["train"] > 0.1


def test_as_many_weights_as_samples_fit_the_noise():
    (row,) = capacity_sweep((7,), num_train=8)
    assert row["train"] < 1e-15 < 0.01 < row["test"]


def test_training_error_of_the_true_degree_is_noise_less_what_four_weights_take():
    errors = [
        capacity_sweep((3,), 20, 1, noise=0.5, seed=seed)[0]["train"]
        for seed in range(300)
    ]
    assert np.mean(errors) == pytest.approx(0.25 * (1 - 4 / 20), rel=0.06)


def test_degree_zero_is_the_mean():
    (row,) = capacity_sweep((0,), num_train=50, noise=0.0, seed=4)
    x = np.random.RandomState(4).uniform(-1, 1, 1050)[:50]
    y = 5 + 1.2 * x - 3.4 * x**2 + 5.6 * x**3
    assert row["train"] == pytest.approx(y.var())


@pytest.mark.parametrize("options", [{"degrees": (-1,)}, {"num_train": 0}])
def test_values_out_of_range_are_refused(options):
    with pytest.raises(ConfigError):
        capacity_sweep(**options)
