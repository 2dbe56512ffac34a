"""The sweep over learning rates: what moves with the loss, and what does not."""

import math

import pytest

from gluon_course.base.errors import ConfigError
from gluon_course.explain.sensitivity_to_lr import OPTIMIZERS, lr_sweep, usable


def test_sgd_depends_on_the_product_of_rate_and_loss_alone():
    plain = lr_sweep("sgd", [1e-2, 1e-1])
    scaled = lr_sweep("sgd", [1e-3, 1e-2], loss_scale=10)
    assert scaled == pytest.approx(plain, rel=1e-9)


@pytest.mark.parametrize("name", ["adagrad", "rmsprop", "adam"])
def test_the_adaptive_ones_do_not_depend_on_the_scale_of_the_loss(name):
    plain = lr_sweep(name, [1e-2, 1e-1])
    assert lr_sweep(name, [1e-2, 1e-1], loss_scale=100) == pytest.approx(
        plain, rel=1e-2
    )


def test_too_large_a_rate_ends_sgd_and_not_adam():
    (sgd,), (adam,) = lr_sweep("sgd", [10.0]), lr_sweep("adam", [10.0])
    assert math.isinf(sgd) and adam < 2


def test_usable_counts_what_is_near_the_least():
    assert usable([1.0, 1.09, 1.2, math.inf], least=1.0) == 2
    assert usable([1.0, 1.2], least=1.0, tolerance=0.25) == 2


def test_a_rule_without_a_rate_is_refused_by_name():
    assert "adadelta" not in OPTIMIZERS
    with pytest.raises(ConfigError, match="'adadelta'"):
        lr_sweep("adadelta")
