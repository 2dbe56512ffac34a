"""Numerical stability: how activations and gradients grow or vanish with depth."""

from __future__ import annotations

import mxnet as mx
import numpy as np
from mxnet import autograd, nd

from gluon_course import viz
from gluon_course.base.errors import ConfigError
from gluon_course.base.seeds import seed_everything
from gluon_course.explain.topic import Answer, Check, Table, register_topic

ACTIVATIONS = {
    "relu": nd.relu,
    "tanh": nd.tanh,
    "sigmoid": nd.sigmoid,
    "none": lambda X: X,
}
WIDTH, DEPTH = 256, 30


def initializers() -> dict[str, mx.init.Initializer]:
    """The initializers that are compared, by name.

    Gluon's default, the course's ``Normal(0.01)``, Xavier's, and He's for relu.
    """
    return {
        "U(-.07, .07)": mx.init.Uniform(0.07),
        "N(0, .01)": mx.init.Normal(0.01),
        "Xavier": mx.init.Xavier(),
        "He": mx.init.Xavier("gaussian", "in", 2),
    }


def variances_by_depth(
    initializer, activation, width: int = WIDTH, depth: int = DEPTH, seed: int = 0
) -> tuple[list[float], list[float]]:
    """Variance of activations and of gradients, layer by layer.

    The net has square layers without bias; the inputs are drawn from N(0, 1), and so
    is the gradient that enters at the output.

    Parameters
    ----------
    initializer : mxnet.init.Initializer
    activation : callable
        NDArray to NDArray, elementwise.
    width, depth : int
        Units of a layer and number of layers, at least 1.
    seed : int
        Seed, 0..2**31-1.

    Returns
    -------
    forward, backward : list of float, length ``depth``
        ``forward[i]``: mean square of the output of layer i + 1 about its mean.
        ``backward[i]``: mean square of the gradient with respect to its input, for an
        entering gradient of mean square 1.

    Raises
    ------
    ConfigError
        If width or depth is below 1.

    Section: 3.15 数值稳定性和模型初始化
    """
    if min(width, depth) < 1:
        raise ConfigError(f"{depth} layers of {width} units", action="1 or more")
    seed_everything(seed)
    X = nd.random.normal(shape=(128, width))
    weights = [nd.zeros((width, width)) for _ in range(depth)]
    for weight in weights:
        initializer(mx.init.InitDesc("weight"), weight)
    outputs, sources = [], []
    with autograd.record():
        for weight in weights:
            X = X.detach()  # the chain is cut here: each layer gets its own gradient
            X.attach_grad()
            sources.append(X)
            X = activation(nd.dot(X, weight.T))
            outputs.append(X)
    gradient = nd.random.normal(shape=X.shape)
    backward = []
    for source, output in zip(sources[::-1], outputs[::-1]):
        output.backward(gradient)
        gradient = source.grad
        backward.append(float(np.square(gradient.asnumpy().astype(float)).mean()))
    forward = [float(np.var(each.asnumpy().astype(float))) for each in outputs]
    return forward, backward[::-1]


def xavier_bound(num_inputs: int, num_outputs: int) -> float:
    """Xavier's weights are uniform within plus and minus sqrt(6 / (a + b)).

    Their variance 2 / (a + b) lies between 1 / a, which keeps the variance of the
    activations, and 1 / b, which keeps that of the gradients.

    Parameters
    ----------
    num_inputs, num_outputs : int
        a and b; for a convolution, times the area of the kernel.

    Raises
    ------
    ConfigError
        If one is below 1.

    Section: 3.15 数值稳定性和模型初始化; Glorot and Bengio (2010)
    """
    if min(num_inputs, num_outputs) < 1:
        raise ConfigError(f"{num_inputs} inputs, {num_outputs} outputs")
    return (6 / (num_inputs + num_outputs)) ** 0.5


@register_topic(
    "stability",
    "Why do signals vanish or explode in deep nets?",
    "3.8, 3.15, v2:4.8",
)
def stability() -> Answer:
    """Variances behind 30 layers for four initializers and four activations."""
    found = {
        (name, act): variances_by_depth(initializer, ACTIVATIONS[act])
        for name, initializer in initializers().items()
        for act in ACTIVATIONS
    }
    rows = [
        (name, act, f"{forward[-1]:.1e}", f"{backward[0]:.1e}")
        for (name, act), (forward, backward) in found.items()
    ]
    drawn = (
        ("He", "relu"),
        ("Xavier", "tanh"),
        ("Xavier", "relu"),
        ("U(-.07, .07)", "relu"),
        ("N(0, .01)", "relu"),
    )
    weight = nd.zeros((300, 200))
    mx.init.Xavier()(mx.init.InitDesc("weight"), weight)
    bound, largest = xavier_bound(200, 300), weight.abs().max().asscalar()
    half = np.float16([0.2, 5])
    in_half = half.copy()
    with np.errstate(over="ignore"):
        for _ in range(29):
            in_half *= half
    return Answer(
        "A deep net multiplies: a factor of .2 at each of 30 layers leaves 1e-21, a "
        "factor of 5 makes 9e20. A layer multiplies the variance by about its inputs "
        "times the variance of its weights (half that with relu), so the weights "
        "should have 1 / inputs (He: 2 / inputs for relu). Xavier's 2 / (inputs + "
        "outputs) serves activations and gradients. The sigmoid's slope is at most "
        "1/4: its gradients vanish with all four.",
        tables=[
            Table(
                ("weights", "activation", "activations", "gradients"),
                rows,
                f"Variances after {DEPTH} layers of {WIDTH} units; 1 at the start",
            )
        ],
        pictures={
            "stability": viz.semilogy(
                range(1, DEPTH + 1),
                [found[each][0] for each in drawn],
                [", ".join(each) for each in drawn],
                "layer",
                "variance of the activations",
                title="Who keeps the variance?",
            )
        },
        checks=[
            Check(
                ".2^30 is about 1e-21 and 5^30 about 9e20",
                round(0.2**30 * 1e21) == 1 and round(5**30 / 1e20) == 9,
                f"{0.2**30:.2g}, {5**30:.2g}",
            ),
            Check(
                "in float16 they are 0 and inf",
                in_half[0] == 0 and np.isinf(in_half[1]),
            ),
            Check(
                "mx.init.Xavier() draws up to sqrt(6 / (a + b)) and no further",
                0.99 * bound < largest <= bound,
                f"a = 200, b = 300: {bound:.4f}",
            ),
            Check(
                "He with relu and Xavier without activation keep both within a factor "
                "of ten",
                all(
                    0.1 < each < 10
                    for key in (("He", "relu"), ("Xavier", "none"))
                    for each in (found[key][0][-1], found[key][1][0])
                ),
            ),
            Check(
                "Xavier with relu halves the variance at each layer",
                0.3 < found["Xavier", "relu"][0][-1] * 2**DEPTH < 3,
                f"times 2^30: {found['Xavier', 'relu'][0][-1] * 2**DEPTH:.2f}",
            ),
            Check(
                "gradients through 30 sigmoids are below 1e-15 with each of the four",
                all(found[name, "sigmoid"][1][0] < 1e-15 for name in initializers()),
            ),
        ],
    )
