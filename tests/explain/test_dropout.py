"""Counts of dropped units against scipy's binomial law."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mxnet import nd
from scipy import stats

from gluon_course import scratch
from gluon_course.base.errors import ConfigError
from gluon_course.base.seeds import seed_everything
from gluon_course.explain.dropout import binomial, dropped_counts


@given(st.integers(1, 300), st.floats(0.01, 0.99))
def test_the_binomial_law_is_that_of_scipy(size, rate):
    wanted = stats.binom.pmf(np.arange(size + 1), size, rate)
    np.testing.assert_allclose(binomial(size, rate), wanted, rtol=1e-7, atol=1e-14)


def test_zeros_are_counted_row_by_row():
    counts = dropped_counts(nd.array([[0, 2, 0], [2, 2, 2], [0, 0, 0]]))
    assert counts.tolist() == [2, 0, 3]


@pytest.mark.parametrize("rate", [0.2, 0.5])
def test_dropout_follows_the_law(rate):
    seed_everything(1)
    counts = dropped_counts(scratch.dropout(nd.ones((3000, 40)), rate))
    law = 3000 * binomial(40, rate)
    often = law > 20
    seen = np.bincount(counts, minlength=41)
    table = [*seen[often], seen[~often].sum()], [*law[often], law[~often].sum()]
    assert stats.chisquare(*table).pvalue > 1e-3


@pytest.mark.parametrize(("size", "rate"), [(0, 0.5), (3, 0.0), (3, 1.0)])
def test_arguments_out_of_range_are_refused(size, rate):
    with pytest.raises(ConfigError, match="units with rate"):
        binomial(size, rate)
