"""The optimizers of chapter 7 as pure functions of a number or an array.

Every rule is called as ``rule(x, g, state, **hyperparams)`` with a parameter, its
gradient and what the rule remembers of earlier steps; it returns the new parameter and
the new state and changes nothing. The state is empty (``()``) before the first step.
They are plain arithmetic: x may be a float (the 2-D pictures), a NumPy array or an
NDArray. :func:`in_place` turns a rule into a trainer function of the text.

Where the small eps stands matters in the first steps: AdaGrad, RMSProp and AdaDelta add
it below the square root, Adam and Yogi after it. MXNet agrees but for Adam, where it is
added before the bias correction: its eps is ``eps * sqrt(1 - beta2**t)`` here.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, Union

import numpy as np
from mxnet import nd

from gluon_course.base.errors import ConfigError

Number = Union[float, np.ndarray, nd.NDArray]
Rule = Callable[..., tuple[Number, tuple]]


def sgd(x: Number, g: Number, state: tuple = (), *, lr: float) -> tuple[Number, tuple]:
    """``x - lr * g``.

    Gradient descent if ``g`` is the gradient over all examples, stochastic if it is
    that of one, mini-batch descent if it is a batch's mean.

    Parameters
    ----------
    x, g : float or array, any shape
        Parameter and gradient, of equal shape.
    state : tuple
        Empty: the rule remembers nothing.
    lr : float
        Above 0.

    Returns
    -------
    x, state

    Section: 7.2 梯度下降和随机梯度下降 (chapter_optimization/gd-sgd)
    """
    return x - lr * g, state


def momentum(
    x: Number, g: Number, state: tuple = (), *, lr: float, momentum: float
) -> tuple[Number, tuple]:
    """Step by ``v``, an exponentially weighted sum of the steps ``lr * g``.

    Parameters
    ----------
    x, g : float or array, any shape
    state : tuple
        Empty or ``(v,)``.
    lr : float
        Learning rate, above 0.
    momentum : float
        Weight of the old ``v``, 0..1 without 1; about ``1 / (1 - momentum)`` steps
        count.

    Returns
    -------
    x, (v,)

    Section: 7.4 动量法 (chapter_optimization/momentum)
    """
    _check_weights(momentum=momentum)
    (v,) = state or (0.0,)
    v = momentum * v + lr * g
    return x - v, (v,)


def adagrad(
    x: Number, g: Number, state: tuple = (), *, lr: float, eps: float = 1e-6
) -> tuple[Number, tuple]:
    """Divide each element's step by the root of the sum of its squared gradients.

    Parameters
    ----------
    x, g : float or array, any shape
    state : tuple
        Empty or ``(s,)``, the sum so far.
    lr : float
        Learning rate, above 0; the first step has about this length.
    eps : float
        Added to the sum, below the root.

    Returns
    -------
    x, (s,)

    Section: 7.5 AdaGrad算法 (chapter_optimization/adagrad); Duchi et al. (2011)
    """
    (s,) = state or (0.0,)
    s = s + g * g
    return x - lr * g / (s + eps) ** 0.5, (s,)


def rmsprop(
    x: Number, g: Number, state: tuple = (), *, lr: float, gamma: float, eps=1e-6
) -> tuple[Number, tuple]:
    """AdaGrad with a moving average of squared gradients in place of their sum.

    Parameters
    ----------
    x, g : float or array, any shape
    state : tuple
        Empty or ``(s,)``, the average so far; it starts at 0.
    lr : float
        Learning rate, above 0.
    gamma : float
        Weight of the old average, 0..1 without 1.
    eps : float
        Added to the average, below the root.

    Returns
    -------
    x, (s,)

    Section: 7.6 RMSProp算法 (chapter_optimization/rmsprop); Tieleman and Hinton (2012)
    """
    _check_weights(gamma=gamma)
    (s,) = state or (0.0,)
    s = gamma * s + (1 - gamma) * g * g
    return x - lr * g / (s + eps) ** 0.5, (s,)


def adadelta(
    x: Number, g: Number, state: tuple = (), *, rho: float, eps: float = 1e-5
) -> tuple[Number, tuple]:
    """RMSProp with the root of the average squared step in place of a learning rate.

    Parameters
    ----------
    x, g : float or array, any shape
    state : tuple
        Empty or ``(s, delta)``, averages of squared gradients and of squared steps.
    rho : float
        Weight of the old averages, 0..1 without 1.
    eps : float
        Added to both averages, below the roots; it decides the first steps.

    Returns
    -------
    x, (s, delta)

    Section: 7.7 AdaDelta算法 (chapter_optimization/adadelta); Zeiler (2012)
    """
    _check_weights(rho=rho)
    s, delta = state or (0.0, 0.0)
    s = rho * s + (1 - rho) * g * g
    step = (delta + eps) ** 0.5 / (s + eps) ** 0.5 * g
    return x - step, (s, rho * delta + (1 - rho) * step * step)


def adam(
    x: Number,
    g: Number,
    state: tuple = (),
    *,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-6,
) -> tuple[Number, tuple]:
    """Momentum and RMSProp in one, both averages corrected for their start at 0.

    Parameters
    ----------
    x, g : float or array, any shape
    state : tuple
        Empty or ``(v, s, t)``: averages of gradients and of squared gradients, and the
        number of steps made. The text keeps t among the hyperparameters.
    lr : float
        Learning rate, above 0; no step is much longer.
    beta1, beta2 : float
        Weights of the old averages, 0..1 without 1.
    eps : float
        Added to the root.

    Returns
    -------
    x, (v, s, t)

    Section: 7.8 Adam算法 (chapter_optimization/adam); Kingma and Ba (2014)
    """
    _check_weights(beta1=beta1, beta2=beta2)
    v, s, t = state or (0.0, 0.0, 0)
    v = beta1 * v + (1 - beta1) * g
    s = beta2 * s + (1 - beta2) * g * g
    return _corrected(x, v, s, t + 1, lr, beta1, beta2, eps)


def yogi(
    x: Number,
    g: Number,
    state: tuple = (),
    *,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-3,
) -> tuple[Number, tuple]:
    """Adam whose second average moves by ``(1 - beta2) * g**2`` at most, up or down.

    Adam's forgets a large gradient as fast as the small ones after it allow.

    Parameters
    ----------
    x, g, state, lr, beta1, beta2
        As for :func:`adam`.
    eps : float
        Added to the root; larger than Adam's.

    Returns
    -------
    As :func:`adam`.

    Section: v2: 11.10 Adam算法 (chapter_optimization/adam); Zaheer et al. (2018)
    """
    _check_weights(beta1=beta1, beta2=beta2)
    v, s, t = state or (0.0, 0.0, 0)
    v = beta1 * v + (1 - beta1) * g
    square = g * g
    sign = 1.0 * (square > s) - 1.0 * (square < s)
    s = s + (1 - beta2) * sign * square
    return _corrected(x, v, s, t + 1, lr, beta1, beta2, eps)


_ALL = (sgd, momentum, adagrad, rmsprop, adadelta, adam, yogi)
RULES: dict[str, Rule] = {rule.__name__: rule for rule in _ALL}


def in_place(rule: Rule) -> Callable[[Any, Any, dict], None]:
    """A rule as the text's trainer function ``(params, states, hyperparams)``.

    Parameters
    ----------
    rule : callable
        One of this file, or of the same form.

    Returns
    -------
    callable
        Writes each parameter, an NDArray with a gradient, in place, and its new state
        into the list ``states``: an entry for each parameter, ``()`` at first (``None``
        for a rule without state). ``hyperparams`` maps names to values.

    Raises
    ------
    ConfigError
        By the function, if states are missing or the rule has other hyperparameters.

    Section: 7.3 小批量随机梯度下降 (chapter_optimization/minibatch-sgd)
    """
    all_of_it = inspect.signature(rule).parameters.values()
    keywords = [each for each in all_of_it if each.kind is each.KEYWORD_ONLY]
    known = {each.name for each in keywords}
    needed = {each.name for each in keywords if each.default is each.empty}

    def trainer_fn(params, states, hyperparams) -> None:
        kept = [()] * len(params) if states is None else states
        if len(kept) != len(params):
            raise ConfigError(
                f"There are {len(kept)} states for {len(params)} parameters",
                action="give one for each: () before the first step",
            )
        if not needed <= set(hyperparams) <= known:
            given, names = ", ".join(hyperparams), ", ".join(sorted(known))
            raise ConfigError(
                f"{rule.__name__} was given {given or 'nothing'}",
                "t is part of the state here" if "t" in given.split(", ") else "",
                f"its hyperparameters are {names}",
            )
        for i, param in enumerate(params):
            param[:], kept[i] = rule(param, param.grad, kept[i], **hyperparams)

    return trainer_fn


def _check_weights(**weights: float) -> None:
    """Weights of old averages: with 1 nothing new would count."""
    for name, value in weights.items():
        if not 0 <= value < 1:
            raise ConfigError(f"{name} is {value}", action="choose 0..1 without 1")


def _corrected(x, v, s, t, lr, beta1, beta2, eps) -> tuple[Number, tuple]:
    """The step of Adam and Yogi, from averages that began at 0, after step t."""
    v_hat = v / (1 - beta1**t)
    s_hat = s / (1 - beta2**t)
    return x - lr * v_hat / (s_hat**0.5 + eps), (v, s, t)
