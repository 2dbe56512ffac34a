"""3.8 多层感知机

Text:     chapter_deep-learning-basics/mlp
Run:      gluon-course run mlp
Expected: curves of relu, sigmoid, tanh and their gradients; the gradient of sigmoid is
          at most (published 0.25), that of tanh at most (published 1)
Vary:     --bound 4, another range of x
"""

from mxnet import autograd, nd

from gluon_course import cli, viz
from gluon_course.base.run import RunOptions

ACTIVATIONS = {"relu": nd.relu, "sigmoid": nd.sigmoid, "tanh": nd.tanh}


def main(bound=8.0, run=RunOptions()):
    x = nd.arange(-bound, bound, 0.1)
    x.attach_grad()
    facts = {}
    for name, activation in ACTIVATIONS.items():
        with autograd.record():
            y = activation(x)
        # 梯度: y is no scalar, its elements are summed first
        y.backward()
        facts[f"{name}_grad_max"] = x.grad.max().asscalar().item()
        viz.plot(
            x,
            [y, x.grad.copy()],
            [f"{name}(x)", f"grad of {name}"],
            xlabel="x",
            path=run.path(f"{name}.png"),
            title=name,
        )
    return facts


if __name__ == "__main__":
    cli.run_script(__file__)
