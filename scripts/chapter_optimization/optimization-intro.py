"""7.1 优化与深度学习

Text:     chapter_optimization/optimization-intro
Run:      gluon-course run optimization-intro
Expected: x cos(pi x) has a local minimum near -0.3 and the global one near 1.1;
          pictures of both, and of two saddle points, where every slope is 0
Vary:     --num-points 31, a coarse look at the curve; 4 points miss a minimum
"""

import numpy as np

from gluon_course import cli, viz
from gluon_course.base.errors import ConfigError
from gluon_course.base.run import RunOptions


def main(num_points=3001, run=RunOptions()):
    # 局部最小值
    x = np.linspace(-1.0, 2.0, num_points)
    y = x * np.cos(np.pi * x)
    is_lowest = (y[1:-1] < y[:-2]) & (y[1:-1] < y[2:])  # lower than both sides
    minima = np.flatnonzero(is_lowest) + 1
    if len(minima) != 2:
        raise ConfigError(
            f"{num_points} points show {len(minima)} of the 2 minima",
            "a place counts as one if both of its neighbours are higher",
            "look at more points: --num-points 3001",
        )
    local, best = sorted(minima, key=lambda i: -y[i])
    viz.landmarks(
        x,
        y,
        {"local minimum": (x[local], y[local]), "global minimum": (x[best], y[best])},
        run.path("minima.png"),
        "x cos(pi x)",
    )

    # 鞍点: flat at 0, and neither the highest nor the lowest place nearby
    x3 = np.linspace(-2.0, 2.0, 201)
    marks = {"saddle point": (0.0, 0.0)}
    viz.landmarks(x3, x3**3, marks, run.path("saddle-curve.png"), "x^3")
    viz.surface(
        lambda x, y: x**2 - y**2,
        mark=(0, 0),
        path=run.path("saddle-surface.png"),
        title="x^2 - y^2",
    )
    # 海森矩阵: one eigenvalue above 0 and one below make a saddle
    hessian = np.array([[2.0, 0.0], [0.0, -2.0]])
    least, greatest = np.linalg.eigvalsh(hessian)

    return {
        "local_minimum": float(x[local]),
        "local_value": float(y[local]),
        "global_minimum": float(x[best]),
        "global_value": float(y[best]),
        "least_curvature": float(least),
        "greatest_curvature": float(greatest),
    }


if __name__ == "__main__":
    cli.run_script(__file__)
