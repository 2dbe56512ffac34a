"""The ways end where 7.4 to 7.6 print it; the limit of the rate is the closed form."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluon_course.base.errors import ConfigError
from gluon_course.explain.descent_paths import (
    PRINTED,
    descent_paths,
    largest_rate,
    valley,
    valley_gradient,
)


def test_every_way_begins_at_the_start_and_ends_where_it_is_printed():
    paths = descent_paths()
    assert all(way[0] == (-5, -2) and len(way) == 21 for way in paths.values())
    for name, printed in PRINTED.items():
        assert "{:f}, {:f}".format(*paths[name][-1]) == printed, name


def test_the_gradient_is_the_valley_s():
    h = 1e-6
    for x1, x2 in ((-5.0, -2.0), (0.3, 1.7)):
        slopes = (
            (valley(x1 + h, x2) - valley(x1 - h, x2)) / (2 * h),
            (valley(x1, x2 + h) - valley(x1, x2 - h)) / (2 * h),
        )
        assert slopes == pytest.approx(valley_gradient(x1, x2), abs=1e-6)


@given(st.floats(0.1, 10), st.floats(0, 0.95), st.floats(0.5, 1.5))
def test_below_the_limit_both_eigenvalues_of_a_step_lie_in_the_unit_circle(
    curvature, momentum, share
):
    lr = share * largest_rate(curvature, momentum)
    # (x, v) after a step, as a matrix
    step = np.array(
        [[1 - lr * curvature, -momentum], [lr * curvature, momentum]],
    )
    radius = np.abs(np.linalg.eigvals(step)).max()
    if abs(share - 1) > 1e-3:
        assert (radius < 1) == (share < 1)


@pytest.mark.parametrize("values", [(0.0, 0.0), (-1.0, 0.5), (1.0, 1.0), (1.0, -0.1)])
def test_values_without_a_limit_are_refused(values):
    with pytest.raises(ConfigError):
        largest_rate(*values)
