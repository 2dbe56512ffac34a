"""The ways end where the text prints it, to the last printed decimal."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluon_course.base.errors import ConfigError
from gluon_course.scratch import gd_1d, optimizers, train_2d, trainer_2d


def round_bowl(x1, x2):
    """Gradient of x1**2 + 2 * x2**2."""
    return 2 * x1, 4 * x2


def long_bowl(x1, x2):
    """Gradient of 0.1 * x1**2 + 2 * x2**2."""
    return 0.2 * x1, 4 * x2


@pytest.mark.parametrize(
    ("gradient", "rule", "hyperparams", "printed"),
    [
        (round_bowl, "sgd", {"lr": 0.1}, "x1 -0.057646, x2 -0.000073"),
        (long_bowl, "sgd", {"lr": 0.4}, "x1 -0.943467, x2 -0.000073"),
        (long_bowl, "sgd", {"lr": 0.6}, "x1 -0.387814, x2 -1673.365109"),
        (
            long_bowl,
            "momentum",
            {"lr": 0.4, "momentum": 0.5},
            "x1 -0.062843, x2 0.001202",
        ),
        (
            long_bowl,
            "momentum",
            {"lr": 0.6, "momentum": 0.5},
            "x1 0.007188, x2 0.002553",
        ),
        (long_bowl, "adagrad", {"lr": 0.4}, "x1 -2.382563, x2 -0.158591"),
        (long_bowl, "adagrad", {"lr": 2}, "x1 -0.002295, x2 -0.000000"),
        (
            long_bowl,
            "rmsprop",
            {"lr": 0.4, "gamma": 0.9},
            "x1 -0.010599, x2 0.000000",
        ),
    ],
)
def test_the_text_s_line_is_printed(gradient, rule, hyperparams, printed, capsys):
    trainer = trainer_2d(optimizers.RULES[rule], gradient, **hyperparams)
    points = train_2d(trainer, progress=True)
    assert capsys.readouterr().out == f"epoch 20, {printed}\n"
    assert points[0] == (-5, -2) and len(points) == 21


def test_a_trainer_written_as_in_the_text_keeps_its_own_states():
    def momentum_2d(x1, x2, v1, v2):
        v1 = 0.5 * v1 + 0.4 * 0.2 * x1
        v2 = 0.5 * v2 + 0.4 * 4 * x2
        return x1 - v1, x2 - v2, v1, v2

    ours = trainer_2d(optimizers.momentum, long_bowl, lr=0.4, momentum=0.5)
    np.testing.assert_allclose(train_2d(momentum_2d), train_2d(ours))


@pytest.mark.parametrize(
    ("eta", "end"), [(0.2, 0.0604661760), (0.05, 3.4867844010), (1.1, 61.917364224)]
)
def test_one_dimension_ends_where_the_text_prints_it(eta, end):
    points = gd_1d(eta)
    assert len(points) == 11 and points[0] == 10
    assert points[-1] == pytest.approx(end, abs=5e-10)


@given(st.floats(-1.5, 1.5), st.integers(0, 12))
def test_descent_on_a_square_is_a_geometric_series(eta, num_steps):
    end = gd_1d(eta, num_steps=num_steps)[-1]
    assert end == pytest.approx(10 * (1 - 2 * eta) ** num_steps, rel=1e-9, abs=1e-12)


def test_gradient_noise_spreads_the_end_as_its_variance_says():
    random = np.random.RandomState(0)
    eta, ends = 0.1, []

    def noisy(x1, x2):
        g1, g2 = round_bowl(x1, x2)
        return g1 + random.normal(0.1), g2 + random.normal(0.1)

    for _ in range(2000):
        ends.append(train_2d(trainer_2d(optimizers.sgd, noisy, lr=eta))[-1])
    for x, start, shrink in zip(np.transpose(ends), (-5, -2), (0.8, 0.6)):
        # x <- shrink * x - eta * noise, twenty times
        mean = start * shrink**20 - eta * 0.1 * (1 - shrink**20) / (1 - shrink)
        spread = eta * np.sqrt((1 - shrink**40) / (1 - shrink**2))
        assert x.mean() == pytest.approx(mean, abs=4 * spread / np.sqrt(2000))
        assert x.std() == pytest.approx(spread, rel=0.08)


def test_fewer_than_no_steps_are_refused():
    with pytest.raises(ConfigError, match="num_steps is -1"):
        gd_1d(0.1, num_steps=-1)
    with pytest.raises(ConfigError, match="num_steps is -1"):
        train_2d(lambda *all_four: all_four, num_steps=-1)
