"""Parameter budgets against nets that were really made; the sweep; the sawtooth."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mxnet import nd

from gluon_course import data
from gluon_course.base.errors import ConfigError
from gluon_course.base.run import RunOptions
from gluon_course.explain.deep_or_wide import (
    count_parameters,
    make_mlp,
    sawtooth,
    sweep_shapes,
    widths_within,
)


@settings(deadline=None, max_examples=15)
@given(st.lists(st.integers(1, 9), max_size=4), st.integers(1, 20), st.integers(1, 5))
def test_the_count_is_that_of_the_net(widths, num_inputs, num_classes):
    net = make_mlp(widths, num_classes)
    net.initialize()
    net(nd.ones((1, num_inputs)))
    made = sum(each.data().size for each in net.collect_params().values())
    assert count_parameters(widths, num_inputs, num_classes) == made


def test_the_section_s_net():
    assert count_parameters([256]) == 203_530


@given(st.integers(1000, 100_000), st.integers(1, 8))
def test_widths_use_the_budget_up(budget, depth):
    widths = widths_within(budget, depth, num_inputs=50)
    assert len(set(widths)) == 1 and len(widths) == depth
    wider = [widths[0] + 1] * depth
    assert count_parameters(widths, 50) <= budget < count_parameters(wider, 50)


def test_budgets_and_depths_out_of_range_are_refused():
    with pytest.raises(ConfigError, match="take more"):
        widths_within(700, 1)
    with pytest.raises(ConfigError, match="depth is 0"):
        widths_within(10**6, 0)


def test_a_sweep_gives_a_row_for_each_shape_and_repeats():
    run = RunOptions(device="cpu", sample=True, limit=64)
    loaders = data.fashion_mnist(32, run=run)
    shapes = [(8,), (4, 4)]
    first, second = (sweep_shapes(shapes, *loaders, 2, run=run) for _ in range(2))
    assert [row["widths"] for row in first] == shapes
    assert [row["parameters"] for row in first] == list(map(count_parameters, shapes))
    assert [row["epoch"] for row in first] == [2, 2]
    for a in first:
        assert 0 <= a["test_acc"] <= 1 and np.isfinite(a["train_loss"])
    losses = [[row["train_loss"] for row in rows] for rows in (first, second)]
    assert losses[0] == losses[1]


@pytest.mark.parametrize("depth", [1, 3, 6])
def test_the_sawtooth_goes_up_and_down(depth):
    x = np.arange(2**depth + 1) / 2**depth
    np.testing.assert_allclose(sawtooth(x, depth), np.arange(len(x)) % 2, atol=1e-12)
