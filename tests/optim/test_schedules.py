import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluon_course.base.errors import ConfigError
from gluon_course.optim import (
    Constant,
    Cosine,
    Factor,
    MultiFactor,
    SquareRoot,
    StepDecay,
    WarmUp,
)

TIMES = st.floats(0, 200)


def test_every_four_epochs_times_nine_tenths():
    schedule = StepDecay(2e-2, period=4, factor=0.9)
    rates = [schedule(epoch) for epoch in range(20)]
    assert rates[:4] == [2e-2] * 4
    assert rates[4] == pytest.approx(1.8e-2)
    assert rates[19] == pytest.approx(2e-2 * 0.9**4)


def test_milestones_of_the_lecture():
    schedule = MultiFactor(0.5, (15, 30), 0.5)
    assert [schedule(t) for t in (0, 14.9, 15, 29, 30, 99)] == [
        0.5,
        0.5,
        0.25,
        0.25,
        0.125,
        0.125,
    ]


def test_warm_up_meets_the_schedule_that_follows():
    schedule = WarmUp(5, Cosine(0.3, 15, 0.01))
    assert schedule(0) == 0
    assert schedule(2.5) == pytest.approx(0.15)
    assert schedule(5) == pytest.approx(0.3)
    assert schedule(20) == pytest.approx(0.01)


@given(TIMES)
def test_cosine_is_symmetric_about_its_middle(t):
    schedule = Cosine(0.3, 20, 0.01)
    t = min(t, 20)
    assert schedule(t) + schedule(20 - t) == pytest.approx(0.31)


@given(TIMES, TIMES)
def test_decaying_schedules_never_rise(t, later):
    t, later = sorted((t, later))
    for schedule in (
        Constant(0.1),
        Factor(0.1, 0.9, stop=1e-3),
        SquareRoot(0.1),
        StepDecay(0.1, 3, 0.5),
        MultiFactor(0.1, (2, 5), 0.1),
        Cosine(0.1, 50),
    ):
        assert schedule(later) <= schedule(t) + 1e-15


def test_square_root_and_factor_have_their_closed_forms():
    assert SquareRoot(0.1)(24) == pytest.approx(0.1 / math.sqrt(25))
    assert Factor(2.0, 0.9, stop=0.5)(3) == pytest.approx(2 * 0.9**3)
    assert Factor(2.0, 0.9, stop=0.5)(100) == 0.5


def test_gluon_optimizer_follows_the_schedule():
    import mxnet as mx

    schedule = StepDecay(0.4, period=1, factor=0.5).as_gluon(steps_per_epoch=3)
    weight, gradient = mx.nd.zeros(1), mx.nd.ones(1)
    updater = mx.optimizer.get_updater(mx.optimizer.SGD(lr_scheduler=schedule))
    moved = []
    for _ in range(7):
        before = weight.asscalar()
        updater(0, gradient, weight)
        moved.append(before - weight.asscalar())
    assert moved == pytest.approx([0.4] * 3 + [0.2] * 3 + [0.1], rel=1e-5)


@pytest.mark.parametrize(
    "build",
    [
        lambda: Constant(0),
        lambda: StepDecay(0.1, 0, 0.9),
        lambda: Factor(float("nan"), 0.9),
        lambda: MultiFactor(0.1, (30, 15), 0.5),
        lambda: Cosine(0.1, -1),
        lambda: Constant(0.1).as_gluon(0),
    ],
)
def test_senseless_schedules_are_refused(build):
    with pytest.raises(ConfigError):
        build()
