"""Each rule against MXNet's optimizer step by step, and against its own algebra."""

import math

import mxnet as mx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mxnet import autograd, nd

from gluon_course.base.errors import ConfigError
from gluon_course.scratch.optimizers import (
    RULES,
    adadelta,
    adagrad,
    adam,
    in_place,
    momentum,
    rmsprop,
    sgd,
    yogi,
)

HYPERPARAMS = {
    "sgd": {"lr": 0.1},
    "momentum": {"lr": 0.1, "momentum": 0.9},
    "adagrad": {"lr": 0.1},
    "rmsprop": {"lr": 0.01, "gamma": 0.9},
    "adadelta": {"rho": 0.9},
    "adam": {"lr": 0.01},
    "yogi": {"lr": 0.01},
}
RATES = st.floats(1e-3, 1)
WEIGHTS = st.floats(0, 0.99)
GRADIENTS = st.lists(
    st.floats(-10, 10).filter(lambda g: g == 0 or abs(g) > 1e-3),
    min_size=1,
    max_size=20,
)


def walk(rule, gradients, x=1.0, **hyperparams):
    """All points, from numbers, of a rule along given gradients."""
    state, points = (), []
    for g in gradients:
        x, state = rule(x, g, state, **hyperparams)
        points.append(x)
    return points


def random_steps(num_steps=20, shape=(3, 2)):
    random = np.random.RandomState(7)
    x = random.standard_normal(shape)
    scales = 10.0 ** random.uniform(-2, 1, num_steps)
    return x, [scale * random.standard_normal(shape) for scale in scales]


@pytest.mark.parametrize(
    ("rule", "hyperparams", "theirs"),
    [
        (sgd, {"lr": 0.1}, mx.optimizer.SGD(learning_rate=0.1)),
        (
            momentum,
            {"lr": 0.1, "momentum": 0.9},
            mx.optimizer.SGD(learning_rate=0.1, momentum=0.9),
        ),
        (
            adagrad,
            {"lr": 0.1, "eps": 1e-3},
            mx.optimizer.AdaGrad(learning_rate=0.1, eps=1e-3),
        ),
        (
            rmsprop,
            {"lr": 0.01, "gamma": 0.8, "eps": 1e-3},
            mx.optimizer.RMSProp(learning_rate=0.01, gamma1=0.8, epsilon=1e-3),
        ),
        (
            adadelta,
            {"rho": 0.8, "eps": 1e-3},
            mx.optimizer.AdaDelta(rho=0.8, epsilon=1e-3),
        ),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_twenty_steps_are_those_of_mxnet_s_optimizer(rule, hyperparams, theirs):
    x, gradients = random_steps()
    weight, state = nd.array(x), ()
    theirs_state = theirs.create_state(0, weight)
    for g in gradients:
        x, state = rule(x, g, state, **hyperparams)
        theirs.update(0, weight, nd.array(g), theirs_state)
        np.testing.assert_allclose(weight.asnumpy(), x, rtol=2e-5, atol=2e-6)


def test_adam_is_mxnet_s_with_eps_put_before_the_bias_correction():
    x, gradients = random_steps()
    eps, beta2 = 1e-2, 0.999  # a large eps, or its place would not be seen
    weight, state = nd.array(x), ()
    theirs = mx.optimizer.Adam(learning_rate=0.01, epsilon=eps)
    moments = theirs.create_state(0, weight)
    plain, plain_state = x, ()
    for t, g in enumerate(gradients, 1):
        theirs.epsilon = eps * math.sqrt(1 - beta2**t)
        theirs.update(0, weight, nd.array(g), moments)
        x, state = adam(x, g, state, lr=0.01, eps=eps)
        np.testing.assert_allclose(weight.asnumpy(), x, rtol=2e-5, atol=2e-6)
    # MXNet's eps left as it is: another way, by more than rounding
    theirs, weight = mx.optimizer.Adam(learning_rate=0.01, epsilon=eps), nd.array(plain)
    moments = theirs.create_state(0, weight)
    for g in gradients:
        theirs.update(0, weight, nd.array(g), moments)
        plain, plain_state = adam(plain, g, plain_state, lr=0.01, eps=eps)
    assert np.abs(weight.asnumpy() - plain).max() > 1e-3


def test_yogi_is_the_paper_s_rule_written_element_by_element():
    x, gradients = random_steps()
    expected, v, s = x.copy(), np.zeros_like(x), np.zeros_like(x)
    state = ()
    for t, g in enumerate(gradients, 1):
        x, state = yogi(x, g, state, lr=0.01)
        for i in np.ndindex(expected.shape):
            v[i] = 0.9 * v[i] + 0.1 * g[i]
            s[i] -= 0.001 * math.copysign(1, s[i] - g[i] ** 2) * g[i] ** 2
            v_hat, s_hat = v[i] / (1 - 0.9**t), s[i] / (1 - 0.999**t)
            expected[i] -= 0.01 * v_hat / (math.sqrt(s_hat) + 1e-3)
        np.testing.assert_allclose(x, expected, rtol=1e-12)


@pytest.mark.parametrize("name", RULES)
def test_numbers_arrays_and_ndarrays_take_the_same_way(name):
    x, gradients = random_steps()
    hyperparams = HYPERPARAMS[name]
    arrays = walk(RULES[name], gradients, x, **hyperparams)[-1]
    first = walk(RULES[name], [g[0, 0] for g in gradients], x[0, 0], **hyperparams)
    assert arrays[0, 0] == pytest.approx(first[-1], rel=1e-12)
    ndarrays = walk(
        RULES[name], [nd.array(g) for g in gradients], nd.array(x), **hyperparams
    )
    np.testing.assert_allclose(ndarrays[-1].asnumpy(), arrays, rtol=2e-4, atol=1e-5)


@pytest.mark.parametrize("name", RULES)
def test_a_rule_changes_nothing_it_was_given(name):
    x, (g, h, *_) = random_steps()
    kept_x, kept_h = x.copy(), h.copy()
    _, state = RULES[name](x, g, (), **HYPERPARAMS[name])
    before = [np.copy(each) for each in state]
    RULES[name](x, h, state, **HYPERPARAMS[name])
    np.testing.assert_array_equal(x, kept_x)
    np.testing.assert_array_equal(h, kept_h)
    for each, old in zip(state, before):
        np.testing.assert_array_equal(each, old)


@given(GRADIENTS, RATES)
def test_momentum_0_is_sgd(gradients, lr):
    assert walk(momentum, gradients, lr=lr, momentum=0) == walk(sgd, gradients, lr=lr)


@given(GRADIENTS, RATES)
def test_sgd_ends_at_the_sum_of_the_gradients(gradients, lr):
    end = walk(sgd, gradients, lr=lr)[-1]
    assert end == pytest.approx(1 - lr * math.fsum(gradients), abs=1e-9)


@given(RATES, WEIGHTS, st.integers(1, 30))
def test_momentum_sums_a_constant_gradient_to_a_geometric_series(lr, weight, steps):
    points = [1.0, *walk(momentum, [1.0] * steps, lr=lr, momentum=weight)]
    last = points[-2] - points[-1]
    assert last == pytest.approx(lr * (1 - weight**steps) / (1 - weight), rel=1e-6)


@pytest.mark.parametrize(
    ("rule", "hyperparams"),
    [
        (adagrad, {"lr": 0.1}),
        (rmsprop, {"lr": 0.1, "gamma": 0.9}),
        (adam, {"lr": 0.1}),
        (yogi, {"lr": 0.1}),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
@given(GRADIENTS.filter(lambda gs: gs[0] != 0), st.floats(0.01, 100))
def test_without_eps_the_scale_of_the_gradients_does_not_matter(
    rule, hyperparams, gradients, scale
):
    plain = walk(rule, gradients, eps=0, **hyperparams)
    scaled = walk(rule, [scale * g for g in gradients], eps=0, **hyperparams)
    assert scaled == pytest.approx(plain, rel=1e-6, abs=1e-6)


@given(GRADIENTS.filter(lambda gs: gs[0] != 0), RATES)
def test_adagrad_never_steps_further_than_lr(gradients, lr):
    points = [1.0, *walk(adagrad, gradients, lr=lr)]
    steps = np.abs(np.diff(points))
    assert steps.max() <= lr * (1 + 1e-9)
    # a constant gradient: the steps shrink as 1 / sqrt(t)
    ninth = np.diff([1.0, *walk(adagrad, [3.0] * 9, lr=lr, eps=0)])[-1]
    assert -ninth == pytest.approx(lr / 3, rel=1e-6)


@given(GRADIENTS, RATES)
def test_rmsprop_that_forgets_at_once_steps_by_the_sign(gradients, lr):
    points = [1.0, *walk(rmsprop, gradients, lr=lr, gamma=0, eps=1e-12)]
    expected = -lr * np.sign(gradients)
    np.testing.assert_allclose(np.diff(points), expected, atol=1e-5)


@given(st.floats(1e-2, 10), RATES, WEIGHTS)
def test_the_first_step_of_adam_is_lr_whatever_the_averages_weigh(g, lr, beta):
    (x,) = walk(adam, [g], lr=lr, beta1=beta, beta2=beta, eps=0)
    assert 1 - x == pytest.approx(lr, rel=1e-6)


def test_the_first_steps_of_adadelta_are_as_small_as_eps_makes_them():
    points = walk(adadelta, [1.0], rho=0.9, eps=1e-5)
    assert 1 - points[0] == pytest.approx(math.sqrt(1e-5 / (0.1 + 1e-5)))
    assert 1 - walk(adadelta, [1.0], rho=0.9, eps=1e-3)[0] > 9 * (1 - points[0])


def test_yogi_forgets_a_large_gradient_more_slowly_than_adam():
    gradients = [10.0] + [0.1] * 2000
    states = []
    for rule in (adam, yogi):
        x, state = 0.0, ()
        for g in gradients:
            x, state = rule(x, g, state, lr=0.01)
        states.append(state[1])
    assert states[0] < 0.03 and states[1] > 0.07  # both were .1 after the first


def parameter(value):
    array = nd.array(value)
    array.attach_grad()
    return array


@pytest.mark.parametrize("name", RULES)
def test_in_place_writes_the_parameters_and_keeps_the_states(name):
    params, states = [parameter([[1.0], [2.0]]), parameter([3.0])], [(), ()]
    handles = list(params)
    trainer_fn = in_place(RULES[name])
    expected = [each.asnumpy().astype(float) for each in params]
    kept = [(), ()]
    for _ in range(5):
        with autograd.record():
            loss = sum((each**2).sum() for each in params)
        loss.backward()
        trainer_fn(params, states, HYPERPARAMS[name])
        for i, x in enumerate(expected):
            expected[i], kept[i] = RULES[name](x, 2 * x, kept[i], **HYPERPARAMS[name])
    for param, handle, x in zip(params, handles, expected):
        assert param is handle
        np.testing.assert_allclose(handle.asnumpy(), x, rtol=1e-4)
    assert [len(each) for each in states] == [len(each) for each in kept]


def test_in_place_takes_none_for_a_rule_without_state():
    param = parameter([1.0])
    param.grad[:] = 2
    in_place(sgd)([param], None, {"lr": 0.25})
    assert param.asscalar() == 0.5


@pytest.mark.parametrize("hyperparams", [{"lr": 0.1, "t": 1}, {"rate": 0.1}, {}])
def test_in_place_names_the_hyperparameters_of_the_rule(hyperparams):
    with pytest.raises(ConfigError, match="are beta1, beta2, eps, lr"):
        in_place(adam)([parameter([1.0])], [()], hyperparams)


def test_where_the_counter_of_the_text_is_stands_only_where_it_was_given():
    with pytest.raises(ConfigError, match="t is part of the state here"):
        in_place(adam)([parameter([1.0])], [()], {"lr": 0.1, "t": 1})
    with pytest.raises(ConfigError, match=r"^adagrad was given rho\. its hyper"):
        in_place(adagrad)([parameter([1.0])], [()], {"rho": 0.9})


@pytest.mark.parametrize(
    ("rule", "hyperparams"),
    [
        (momentum, {"lr": 0.1, "momentum": 1.0}),
        (rmsprop, {"lr": 0.1, "gamma": 1}),
        (adadelta, {"rho": -0.1}),
        (adam, {"lr": 0.1, "beta2": 1.0}),
    ],
)
def test_weights_of_old_averages_are_below_one(rule, hyperparams):
    with pytest.raises(ConfigError, match=r"choose 0\.\.1 without 1"):
        rule(1.0, 1.0, (), **hyperparams)


def test_in_place_wants_a_state_for_each_parameter():
    with pytest.raises(ConfigError, match="1 states for 2 parameters"):
        in_place(adam)([parameter([1.0])] * 2, [()], {"lr": 0.1})
