"""Costs and the roof, with a machine whose numbers are given."""

import pytest
from mxnet.gluon import nn

from gluon_course import models
from gluon_course.base.errors import ConfigError
from gluon_course.explain.machine import (
    Machine,
    layer_costs,
    measure_machine,
    measured_point,
)

MACHINE = Machine(peak=100e9, bandwidth=10e9)


def test_the_roof_has_its_ridge_where_both_lines_meet():
    assert MACHINE.ridge == 10
    assert MACHINE.attainable(10) == MACHINE.attainable(1000) == 100e9
    assert MACHINE.attainable(0.5) == 5e9
    assert MACHINE.attainable(0) == 0


def test_costs_of_lenet_by_hand():
    first, pool, *_, last = layer_costs(models.get_model("lenet"), (2, 1, 28, 28))
    assert first.operations == 2 * 2 * 24 * 24 * 6 * 25
    assert first.bytes == 4 * (2 * 784 + 156 + 2 * 6 * 24 * 24)
    assert first.intensity == first.operations / first.bytes
    assert (pool.operations, pool.type) == (0, "MaxPool2D")
    assert last.bytes == 4 * (2 * 84 + 850 + 2 * 10)


def test_the_slower_of_arithmetic_and_memory_decides():
    (dense,) = layer_costs(nn.Dense(1000), (1, 1000))
    assert MACHINE.least_seconds(dense) == dense.bytes / 10e9
    (batch,) = layer_costs(nn.Dense(1000), (1000, 1000))
    assert MACHINE.least_seconds(batch) == batch.operations / 100e9 == 2e9 / 100e9


def test_what_is_measured_is_above_zero():
    machine = measure_machine(size=32, megabytes=1, repeats=1)
    assert machine.peak > 0 < machine.bandwidth
    intensity, speed = measured_point(nn.Dense(8), (4, 8), repeats=1)
    assert intensity == 2 * 4 * 64 / (4 * (32 + 72 + 32))
    assert speed > 0


def test_what_cannot_be_measured_is_refused():
    with pytest.raises(ConfigError, match="no sum of products"):
        measured_point(nn.MaxPool2D(2), (1, 1, 4, 4))
    with pytest.raises(ConfigError, match="Matrices of 0"):
        measure_machine(size=0)
