"""The ways of seven optimizers down the same long valley, and where each gets stuck."""

from __future__ import annotations

from gluon_course import viz
from gluon_course.base.errors import ConfigError
from gluon_course.explain.topic import Answer, Check, Table, register_topic
from gluon_course.scratch import optimizers, train_2d, trainer_2d

SETTINGS = {
    "descent 0.4": ("sgd", {"lr": 0.4}),
    "descent 0.6": ("sgd", {"lr": 0.6}),
    "momentum 0.4": ("momentum", {"lr": 0.4, "momentum": 0.5}),
    "momentum 0.6": ("momentum", {"lr": 0.6, "momentum": 0.5}),
    "AdaGrad 0.4": ("adagrad", {"lr": 0.4}),
    "AdaGrad 2": ("adagrad", {"lr": 2}),
    "RMSProp 0.4": ("rmsprop", {"lr": 0.4, "gamma": 0.9}),
    "AdaDelta": ("adadelta", {"rho": 0.9}),
    "Adam 0.4": ("adam", {"lr": 0.4}),
    "Yogi 0.4": ("yogi", {"lr": 0.4}),
}
PRINTED = {
    "descent 0.4": "-0.943467, -0.000073",
    "descent 0.6": "-0.387814, -1673.365109",
    "momentum 0.4": "-0.062843, 0.001202",
    "momentum 0.6": "0.007188, 0.002553",
    "AdaGrad 0.4": "-2.382563, -0.158591",
    "AdaGrad 2": "-0.002295, -0.000000",
    "RMSProp 0.4": "-0.010599, 0.000000",
}
"""What the text prints for the ends, as far as it does."""
_SHOWN = ("descent 0.4", "momentum 0.4", "AdaGrad 0.4", "RMSProp 0.4", "Adam 0.4")
_STEEP = 4.0  # curvature along x2


def valley(x1, x2):
    """``0.1 * x1**2 + 2 * x2**2``: 20 times steeper along x2, lowest at (0, 0)."""
    return 0.1 * x1**2 + 2 * x2**2


def valley_gradient(x1, x2):
    """Both slopes of :func:`valley`."""
    return 0.2 * x1, 4 * x2


def descent_paths(num_steps: int = 20) -> dict[str, list]:
    """The points from (-5, -2) on of every optimizer with the text's settings.

    Parameters
    ----------
    num_steps : int
        0 or more.

    Returns
    -------
    dict of str to list of (float, float)
        By name and learning rate; ``num_steps + 1`` points each.

    Section: 7.4 动量法 to 7.8 Adam算法
    """
    return {
        name: train_2d(
            trainer_2d(optimizers.RULES[rule], valley_gradient, **hyperparams),
            num_steps,
        )
        for name, (rule, hyperparams) in SETTINGS.items()
    }


def largest_rate(curvature: float, momentum: float = 0.0) -> float:
    """The learning rate from which on descent along one direction grows.

    Momentum ``v = momentum * v + lr * g`` on ``curvature * x**2 / 2`` converges for
    ``lr`` below ``2 * (1 + momentum) / curvature``; 0 is plain gradient descent.

    Parameters
    ----------
    curvature : float
        Second derivative, above 0; the largest of several directions decides.
    momentum : float
        0..1 without 1.

    Raises
    ------
    ConfigError
        If a value is out of range.

    Section: 7.4 动量法
    """
    if curvature <= 0 or not 0 <= momentum < 1:
        raise ConfigError(
            f"A curvature of {curvature} with momentum {momentum}",
            "the curvature is above 0, momentum from 0 up to, but not, 1",
        )
    return 2 * (1 + momentum) / curvature


@register_topic(
    "descent-paths",
    "What do momentum, AdaGrad, RMSProp and the others do differently?",
    "7.2, 7.4-7.8, v2:11.6-11.10",
)
def descent_paths_answer() -> Answer:
    """Ends of all ways beside the printed ones, and a picture of five."""
    paths = descent_paths()
    ends = {name: f"{way[-1][0]:f}, {way[-1][1]:f}" for name, way in paths.items()}
    rows = [
        (name, ends[name], PRINTED.get(name), f"{valley(*way[-1]):.3g}")
        for name, way in paths.items()
    ]
    plain, pushed = largest_rate(_STEEP), largest_rate(_STEEP, 0.5)
    picture = viz.show_trace_2d(
        valley, {name: paths[name] for name in _SHOWN}, title="20 steps from (-5, -2)"
    )
    return Answer(
        "One rate for all directions must suit the steepest, so descent crawls along "
        "the valley or is thrown across it. Momentum adds up the steps that agree and "
        "cancels those that do not. AdaGrad, RMSProp, AdaDelta and Adam give each "
        "direction a rate of its own: AdaGrad's only fall, RMSProp's recover, AdaDelta "
        "needs none given but starts slowly, Adam has RMSProp's rates and momentum.",
        tables=[
            Table(
                ("optimizer, rate", "end", "printed by the text", "height"),
                rows,
                "0.1 x1^2 + 2 x2^2 after 20 steps",
            )
        ],
        checks=[
            Check(
                "every end prints as the text's does",
                all(ends[name] == printed for name, printed in PRINTED.items()),
                f"{len(PRINTED)} ends",
            ),
            Check(
                f"descent grows from a rate of {plain:g} on, with momentum 0.5 from "
                f"{pushed:g}",
                _grows(plain, 0) == _grows(pushed, 0.5) == (False, True),
                "tried 1 % below and above",
            ),
            Check(
                "AdaGrad's rate only falls; RMSProp's rises again where slopes shrink",
                _rates_fall("adagrad") and not _rates_fall("rmsprop", gamma=0.9),
            ),
        ],
        pictures={"descent-paths": picture},
    )


def _grows(rate: float, momentum: float) -> tuple[bool, bool]:
    """Is x2 further away after 2000 steps, just below and just above a rate?"""
    found = []
    for lr in (0.99 * rate, 1.01 * rate):
        x, state = 1.0, ()
        for _ in range(2000):
            x, state = optimizers.momentum(
                x, _STEEP * x, state, lr=lr, momentum=momentum
            )
            if abs(x) > 1e6:
                break
        found.append(abs(x) > 1)
    return tuple(found)


def _rates_fall(rule: str, **hyperparams: float) -> bool:
    """Do the steps per unit of slope only fall along the way of ``rule``?"""
    x, state, rates = -2.0, (), []
    for _ in range(20):
        g = _STEEP * x
        if abs(g) < 1e-6:
            break
        moved, state = optimizers.RULES[rule](x, g, state, lr=0.1, **hyperparams)
        rates.append((x - moved) / g)
        x = moved
    return all(b <= a for a, b in zip(rates, rates[1:]))
