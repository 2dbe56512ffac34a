"""Numbers as planes of bits: sums over workers arrive whole."""

import numpy as np
import pytest

from gluon_course.base.errors import TrainingError
from gluon_course.base.planes import from_planes, to_planes


@pytest.mark.parametrize("unit", [1.0, 0.5, 0.1])
def test_sums_over_workers_are_exact(unit):
    rng = np.random.default_rng(0)
    scales = np.array([1e-9, 1.0, 1e4, 1e11])
    values = [rng.normal(size=4) * scales for _ in range(5)]
    planes = [to_planes(each, unit) for each in values]
    for each in planes:  # nothing but 0 and the unit, which compression leaves as it is
        assert set(np.unique(each)) <= {np.float32(0), np.float32(unit)}
    total = from_planes(sum(planes), 5, unit)
    np.testing.assert_allclose(total, sum(values), rtol=1e-15, atol=5 * 2.0**-40)


def test_whole_numbers_and_ends_of_the_range():
    values = np.array([0.0, -1.0, 60_000.0, 2.0**42, -(2.0**42), 1 - 2.0**-45])
    result = from_planes(to_planes(values), 1)
    np.testing.assert_allclose(result, values, rtol=0, atol=2.0**-40)
    assert result[:5].tolist() == values[:5].tolist()


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e13])
def test_number_that_does_not_fit_is_refused(value):
    with pytest.raises(TrainingError, match="not finite"):
        to_planes([1.0, value])
