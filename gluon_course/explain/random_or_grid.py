"""Random search beside grid search with the same budget, when one axis is idle."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from gluon_course import viz
from gluon_course.base.errors import ConfigError
from gluon_course.explain.topic import Answer, Check, Table, register_topic

PER_AXIS = 4
BUDGET = PER_AXIS**2
PEAKS = 2000
PEAK = 0.5  # of the pictures


def grid_points(per_axis: int, num_axes: int = 2) -> np.ndarray:
    """The middles of equal boxes in the unit cube.

    Parameters
    ----------
    per_axis, num_axes : int
        At least 1.

    Returns
    -------
    numpy.ndarray, shape (per_axis ** num_axes, num_axes)
        Coordinates in (0, 1); each axis has ``per_axis`` different values.

    Raises
    ------
    ConfigError
        If a number is below 1.
    """
    if per_axis < 1 or num_axes < 1:
        raise ConfigError(
            f"A grid of {per_axis} values on {num_axes} axes", action="take 1 or more"
        )
    middles = (np.arange(per_axis) + 0.5) / per_axis
    axes = np.meshgrid(*[middles] * num_axes, indexing="ij")
    return np.stack(axes, axis=-1).reshape(-1, num_axes)


def random_points(
    num_points: int, num_axes: int = 2, rng: np.random.Generator | None = None
) -> np.ndarray:
    """Points drawn evenly from the unit cube, shape (num_points, num_axes)."""
    rng = rng or np.random.default_rng(0)
    return rng.random((num_points, num_axes))


def mean_regret(
    points: Callable[[np.random.Generator], np.ndarray],
    weights: tuple[float, ...],
    num_peaks: int = PEAKS,
) -> float:
    """How far the best point of a search lies below the peak, on average.

    The function to be searched falls off from a peak at a random place with the
    weighted distance: a weight of 0 makes an axis idle.

    Parameters
    ----------
    points : callable
        From a random generator to the points of a search, shape (N, D).
    weights : tuple of D floats
        What a step along each axis costs.
    num_peaks : int
        Places of the peak that are tried, with a search of its own for each.

    Returns
    -------
    float
        0 would be a search that hits the peak each time.

    Source: Bergstra and Bengio (2012), Random Search for Hyper-Parameter Optimization
    """
    rng = np.random.default_rng(0)
    regrets = []
    for _ in range(num_peaks):
        peak = rng.random(len(weights))
        steps = (points(rng) - peak) * np.array(weights)
        regrets.append(np.sqrt((steps**2).sum(axis=1)).min())
    return float(np.mean(regrets))


@register_topic("random-or-grid", "Grid search or random search?")
def random_or_grid() -> Answer:
    """Both with 16 trials on two axes, of which both or one matter."""
    grid, drawn = grid_points(PER_AXIS), random_points(BUDGET)
    regrets = {
        name: (
            mean_regret(lambda rng: grid, weights),
            mean_regret(lambda rng: random_points(BUDGET, rng=rng), weights),
        )
        for name, weights in {
            "one matters": (1.0, 0.0),
            "one matters ten times as much": (1.0, 0.1),
            "both matter alike": (1.0, 1.0),
        }.items()
    }
    by_grid, by_chance = regrets["one matters"]
    both_grid, both_chance = regrets["both matter alike"]
    values = [len(np.unique(points[:, 0])) for points in (grid, drawn)]
    return Answer(
        "Which hyperparameters matter is not known before. A grid of 16 trials tries 4 "
        "values of the one that does, each four times over; random points try 16. "
        "Where all axes matter alike the grid is the better cover, and it has its "
        "pattern for the eye. gluon-course sweep runs grids, gluon-course search draws "
        "at random.",
        tables=[
            Table(
                ("of two axes", "grid 4x4", "16 random points"),
                [(name, f"{a:.4f}", f"{b:.4f}") for name, (a, b) in regrets.items()],
                f"Distance from the peak to the best trial, mean of {PEAKS} peaks",
            )
        ],
        checks=[
            Check(
                "with the same budget random points try more values of each axis",
                values == [PER_AXIS, BUDGET],
                f"{values[1]} against {values[0]}",
            ),
            Check("where one axis is idle, random points win", by_chance < by_grid),
            Check("where both matter alike, the grid wins", both_grid < both_chance),
        ],
        pictures={
            name: viz.trials(
                {
                    "the axis that matters": list(xy[:, 0]),
                    "the idle axis": list(xy[:, 1]),
                },
                [1 - abs(x - PEAK) for x in xy[:, 0]],
                "figure",
            )
            for name, xy in (("grid", grid), ("random", drawn))
        },
    )
