"""Descent in one and two dimensions, to be looked at step by step (7.2, 7.4 to 7.6)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gluon_course.base.errors import ConfigError
from gluon_course.scratch.optimizers import Rule

Trainer2D = Callable[..., tuple]


def gd_1d(
    eta: float,
    gradient: Callable[[float], float] = lambda x: 2 * x,
    x: float = 10.0,
    num_steps: int = 10,
) -> list[float]:
    """The points that gradient descent visits, the start first.

    Parameters
    ----------
    eta : float
        Learning rate. For ``x**2``, the default, a step multiplies x by
        ``1 - 2 * eta``: it converges for ``0 < eta < 1``.
    gradient : callable
        Derivative of the function.
    x : float
        Start.
    num_steps : int
        0 or more.

    Returns
    -------
    list of float, length num_steps + 1

    Raises
    ------
    ConfigError
        If ``num_steps`` is negative.

    Section: 7.2 梯度下降和随机梯度下降 (chapter_optimization/gd-sgd)
    """
    results = [x]
    for _ in range(_checked(num_steps)):
        x = x - eta * gradient(x)
        results.append(x)
    return results


def train_2d(
    trainer: Trainer2D,
    num_steps: int = 20,
    start: Sequence[float] = (-5, -2),
    *,
    progress: bool = False,
) -> list[tuple[float, float]]:
    """The points that a trainer of two variables visits, the start first.

    Parameters
    ----------
    trainer : callable
        ``trainer(x1, x2, s1, s2)`` to the new four: the variables and what it keeps for
        each of them, 0 before the first step.
    num_steps : int
        0 or more.
    start : (float, float)
    progress : bool
        Print the last point as the text does.

    Returns
    -------
    list of (float, float), length num_steps + 1

    Raises
    ------
    ConfigError
        If ``num_steps`` is negative.

    Section: 7.2 梯度下降和随机梯度下降
    """
    (x1, x2), s1, s2 = start, 0, 0
    results = [(x1, x2)]
    for _ in range(_checked(num_steps)):
        x1, x2, s1, s2 = trainer(x1, x2, s1, s2)
        results.append((x1, x2))
    if progress:
        print(f"epoch {num_steps}, x1 {x1:f}, x2 {x2:f}")
    return results


def trainer_2d(
    rule: Rule,
    gradient: Callable[[float, float], tuple[float, float]],
    **hyperparams: float,
) -> Trainer2D:
    """A rule of :mod:`~gluon_course.scratch.optimizers` as :func:`train_2d` takes it.

    Parameters
    ----------
    rule : callable
        For example ``optimizers.momentum``.
    gradient : callable
        ``(x1, x2)`` to both partial derivatives.
    **hyperparams : float
        Those of the rule, such as ``lr=0.4, momentum=0.5``.

    Section: 7.4 动量法 (chapter_optimization/momentum)
    """

    def trainer(x1, x2, s1, s2):
        g1, g2 = gradient(x1, x2)
        x1, s1 = rule(x1, g1, s1, **hyperparams)
        x2, s2 = rule(x2, g2, s2, **hyperparams)
        return x1, x2, s1, s2

    return trainer


def _checked(num_steps: int) -> int:
    if num_steps < 0:
        raise ConfigError(f"num_steps is {num_steps}", action="make 0 or more")
    return num_steps
