"""Squared, absolute and Huber loss: value, derivative and likelihood as curves."""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from mxnet import autograd, gluon, nd

from gluon_course import viz
from gluon_course.base.errors import ConfigError
from gluon_course.explain.topic import Answer, Check, Table, register_topic
from gluon_course.viz.style import COLORS, Picture, describe, figure, in_style


class LossCurve(NamedTuple):
    """A loss of the residual u = y_hat - y at several u.

    Attributes
    ----------
    value : numpy.ndarray, shape (n,)
        The loss, 0 or more.
    derivative : numpy.ndarray, shape (n,)
        Its slope in y_hat, by autograd.
    likelihood : numpy.ndarray, shape (n,)
        ``exp(-value)``: the density of the noise, not divided by its area, for which
        the smallest loss is the largest likelihood.
    """

    value: np.ndarray
    derivative: np.ndarray
    likelihood: np.ndarray


def squared_loss(u: nd.NDArray) -> nd.NDArray:
    """``u**2 / 2`` for each residual.

    Section: 3.1 线性回归
    """
    return u**2 / 2


def absolute_loss(u: nd.NDArray) -> nd.NDArray:
    """``|u|`` for each residual; autograd's slope at 0 is 0.

    Section: 3.1 线性回归
    """
    return u.abs()


def huber_loss(u: nd.NDArray, delta: float = 1.0) -> nd.NDArray:
    """``u**2 / 2`` up to ``|u| = delta``, from there a straight line of slope delta.

    Gluon's ``HuberLoss(rho=delta)`` is this divided by delta.

    Parameters
    ----------
    u : NDArray, any shape
        Residuals.
    delta : float, above 0

    Returns
    -------
    NDArray, shape of u

    Raises
    ------
    ConfigError
        If ``delta`` is 0 or negative.

    Section: 9.7 单发多框检测（SSD）, exercises
    """
    if not delta > 0:
        raise ConfigError(f"delta is {delta}", action="pass a number above 0")
    # clipped to [-delta, delta], so that no branch depends on a value
    inside = nd.clip(u, -delta, delta)
    return inside**2 / 2 + delta * (u - inside).abs()


LOSSES: dict[str, Callable[[nd.NDArray], nd.NDArray]] = {
    "squared": squared_loss,
    "absolute": absolute_loss,
    "huber": huber_loss,
}
"""The three losses of the picture, by name."""


def loss_curve(loss: Callable[[nd.NDArray], nd.NDArray], u) -> LossCurve:
    """Value, derivative and likelihood of a loss.

    Parameters
    ----------
    loss : callable
        From residuals (n,) to losses (n,), each of its own residual alone.
    u : array, shape (n,)
        Residuals y_hat - y.

    Section: 3.1 线性回归, v2:3.1 线性回归
    """
    u = nd.array(u)
    u.attach_grad()
    with autograd.record():
        value = loss(u)
    value.backward()  # the sum's gradient: one residual stands in one loss only
    return LossCurve(value.asnumpy(), u.grad.asnumpy(), np.exp(-value.asnumpy()))


@in_style()
def draw_losses(bound: float = 4.0, path: os.PathLike | str | None = None) -> Picture:
    """A panel for each loss: value blue, derivative orange, likelihood green.

    Parameters
    ----------
    bound : float, above 0
        The residual goes from -bound to bound.
    path : path, optional
        Where to save the picture.

    Section: v2:3.1 线性回归
    """
    u = np.linspace(-bound, bound, 401)
    picture, panels = figure(10.2, 2.9, 1, len(LOSSES))
    for panel, (name, loss) in zip(panels, LOSSES.items()):
        curve = loss_curve(loss, u)
        panel.plot(u, curve.value, color=COLORS[0], label="loss")
        panel.plot(u, curve.derivative, "--", color=COLORS[1], label="derivative")
        panel.plot(u, curve.likelihood, "-.", color=COLORS[2], label="exp(-loss)")
        describe(panel, name, xlabel="y_hat, where y = 0")
        panel.set_ylim(-2.2, 4.2)
    panels[0].legend(loc="upper center")
    if path is not None:
        viz.save(picture, path)
    return picture


@register_topic("losses", "Squared, absolute or Huber loss?", "3.1, 9.7, v2:3.1")
def losses() -> Answer:
    """The three losses at some residuals, their picture, and Gluon's classes beside."""
    u = np.array([-3, -1, -0.1, 0, 0.1, 1, 3], dtype="float32")
    rows = []
    for name, loss in LOSSES.items():
        curve = loss_curve(loss, u)
        rows.append((name, "loss", *map(_short, curve.value)))
        rows.append(("", "derivative", *map(_short, curve.derivative)))
        rows.append(("", "exp(-loss)", *map(_short, curve.likelihood)))
    theirs = {
        "squared": gluon.loss.L2Loss(),
        "absolute": gluon.loss.L1Loss(),
        "huber": gluon.loss.HuberLoss(rho=1),
    }
    column = nd.array(u).reshape((-1, 1))
    agree = all(
        np.allclose(
            loss_curve(LOSSES[name], u).value,
            theirs[name](column, nd.zeros_like(column)).asnumpy(),
        )
        for name in LOSSES
    )
    wide = np.linspace(-30, 30, 60001)
    area = {name: _area(loss_curve(LOSSES[name], wide), wide) for name in LOSSES}
    return Answer(
        "The squared loss pulls harder the farther a point lies, so outliers lead; the "
        "absolute loss pulls alike everywhere and jumps at 0, so steps near the "
        "minimum stay large; Huber's pulls like the first near 0 and like the second "
        "far away. exp(-loss) is the likelihood of the noise that the loss assumes, up "
        "to a factor: normal noise for the squared loss, Laplace noise for the "
        "absolute one. In the picture y is 0; blue is the loss, orange its derivative, "
        "green the likelihood.",
        tables=[Table(("loss", "y_hat - y =", *map(_short, u)), rows)],
        checks=[
            Check("they are Gluon's L2Loss, L1Loss and HuberLoss(rho=1)", agree),
            Check(
                "the area under exp(-squared) is that of a normal density, sqrt(2 pi)",
                math.isclose(area["squared"], math.sqrt(2 * math.pi), rel_tol=1e-3),
                f"{area['squared']:.4f}",
            ),
            Check(
                "the area under exp(-absolute) is that of Laplace's density, 2",
                math.isclose(area["absolute"], 2, rel_tol=1e-3),
                f"{area['absolute']:.4f}",
            ),
        ],
        pictures={"losses": draw_losses()},
    )


def _area(curve: LossCurve, u: np.ndarray) -> float:
    return float(np.trapz(curve.likelihood, u))


def _short(value: float) -> str:
    return f"{value + 0.0:.3g}"
