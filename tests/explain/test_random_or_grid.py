"""Points of grid and random search, and their distance from the peak."""

import numpy as np
import pytest

from gluon_course.base.errors import ConfigError
from gluon_course.explain.random_or_grid import grid_points, mean_regret, random_points


def test_a_grid_has_every_combination_of_the_middles():
    points = grid_points(2, 3)
    assert sorted(map(tuple, points)) == [
        (x, y, z) for x in (0.25, 0.75) for y in (0.25, 0.75) for z in (0.25, 0.75)
    ]


@pytest.mark.parametrize("num", [1, 4, 9])
def test_the_regret_of_a_grid_on_one_axis_is_a_quarter_of_its_box(num):
    # a peak drawn evenly lies on average a quarter of a box from the middle
    regret = mean_regret(lambda rng: grid_points(num), (1.0, 0.0), 4000)
    assert regret == pytest.approx(1 / (4 * num), rel=0.05)


def test_the_regret_of_random_points_on_one_axis_is_that_of_theory():
    # integral over the peak p of the expected distance to the nearest of n points,
    # which is the integral over d of P(no point within d of p)
    n, p = 16, (np.arange(2000) + 0.5) / 2000
    d = p[:, None]
    covered = np.minimum(p + d, 1) - np.maximum(p - d, 0)
    expected = ((1 - covered) ** n).mean()
    regret = mean_regret(lambda rng: random_points(n, rng=rng), (1.0, 0.0), 4000)
    assert regret == pytest.approx(expected, rel=0.05)


def test_points_fill_the_cube_evenly():
    points = random_points(4000, 3, np.random.default_rng(1))
    assert points.shape == (4000, 3)
    np.testing.assert_allclose(points.mean(axis=0), 0.5, atol=0.02)
    np.testing.assert_allclose(points.var(axis=0), 1 / 12, atol=0.005)


@pytest.mark.parametrize("sizes", [(0, 2), (2, 0)])
def test_a_grid_without_points_is_refused(sizes):
    with pytest.raises(ConfigError, match="A grid of"):
        grid_points(*sizes)
