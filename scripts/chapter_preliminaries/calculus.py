"""v2:2.4 微积分

Text:     chapter_preliminaries/calculus
Run:      gluon-course run v2:calculus
Expected: (f(1 + h) - f(1)) / h of f(x) = 3x^2 - 4x nears the slope (published 2) as h
          shrinks; autograd and differences agree on all gradients
Vary:     --x 0.5, another place; gluon-course explain gradients (losses, cross-entropy)
"""

import numpy as np
from mxnet import nd

from gluon_course import cli, explain, viz
from gluon_course.base.run import RunOptions


def main(x=1.0, run=RunOptions()):
    # 导数和微分: the quotient of differences, with h ten times smaller each time
    def f(x):
        return 3 * x**2 - 4 * x

    facts = {}
    for i in range(1, 6):
        h = 0.1**i
        facts[f"quotient_{i}"] = (f(x + h) - f(x)) / h
    facts["slope"] = explain.gradients.gradient(f, [x]).asscalar()

    # the curve and the line that touches it there
    at = np.linspace(x - 1, x + 2, 31)
    tangent = f(x) + facts["slope"] * (at - x)
    viz.plot(
        at,
        [f(at), tangent],
        ["f(x)", f"tangent at x = {x:g}"],
        xlabel="x",
        ylabel="f(x)",
        path=run.path("tangent.png"),
    )

    # 偏导数, 梯度: of the squared norm it is 2v
    v = nd.array([1, -2, 3])
    facts["gradient"] = explain.gradients.gradient(lambda v: (v * v).sum(), v)
    facts["by_differences"] = explain.gradients.numeric_gradient(
        lambda v: (v * v).sum(), v
    )

    # 链式法则: through log and softmax, cross-entropy has the slope p - y
    p = np.array([[0.2, 0.5, 0.3]])
    facts["p_minus_y"] = explain.cross_entropy.judge(p).cross_entropy_grad[0]

    # three losses and their derivatives
    explain.losses.draw_losses(path=run.path("losses.png"))
    return facts


if __name__ == "__main__":
    cli.run_script(__file__)
