"""Batch counts against the loaders that make the batches."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mxnet import gluon

from gluon_course.base.errors import ConfigError
from gluon_course.explain.last_batch import KINDS, batch_count


@settings(deadline=None, max_examples=10)
@given(st.integers(1, 40), st.integers(1, 12), st.sampled_from(KINDS))
def test_counts_are_those_of_the_data_loader(num_samples, batch_size, kind):
    loader = gluon.data.DataLoader(
        np.zeros(num_samples, np.float32), batch_size, last_batch=kind
    )
    for epoch in range(1, 4):
        counted = sum(1 for _ in loader)
        assert batch_count(num_samples, batch_size, kind, epoch) == counted


def test_what_rolls_over_is_never_lost():
    counts = [batch_count(10, 4, "rollover", epoch) for epoch in range(1, 7)]
    assert sum(counts) == 60 // 4
    assert counts == [2, 3, 2, 3, 2, 3]


@pytest.mark.parametrize(
    "arguments", [(0, 1), (1, 0), (5, 2, "pad"), (5, 2, "keep", 0)]
)
def test_arguments_out_of_range_are_refused(arguments):
    with pytest.raises(ConfigError):
        batch_count(*arguments)
