"""Deep or wide: multilayer perceptrons of equal size and different shape."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from mxnet import init

from gluon_course import data, models, train
from gluon_course.base.errors import ConfigError
from gluon_course.base.run import RunOptions
from gluon_course.explain.topic import Answer, Check, Table, register_topic

DEPTHS, BUDGET, EPOCHS = (1, 2, 4, 8), 50_000, 6


def make_mlp(widths: Sequence[int], num_classes: int = 10):
    """A multilayer perceptron with these hidden layers; the model ``mlp``.

    Parameters
    ----------
    widths : sequence of int
        Units of each hidden layer, ``(256,)`` for section 3.10; empty for none.
    num_classes : int
        Outputs.

    Returns
    -------
    HybridSequential

    Section: 3.10 多层感知机的简洁实现
    """
    return models.get_model("mlp", num_hiddens=tuple(widths), num_classes=num_classes)


def count_parameters(
    widths: Sequence[int], num_inputs: int = 784, num_classes: int = 10
) -> int:
    """Weights and biases of :func:`make_mlp`, before it has seen any input.

    Parameters
    ----------
    widths : sequence of int
    num_inputs, num_classes : int
        Numbers of a sample, and outputs.
    """
    sizes = [num_inputs, *widths, num_classes]
    return sum((a + 1) * b for a, b in zip(sizes, sizes[1:]))


def widths_within(
    budget: int, depth: int, num_inputs: int = 784, num_classes: int = 10
) -> tuple[int, ...]:
    """Equal widths for ``depth`` hidden layers, the largest within a budget.

    Parameters
    ----------
    budget : int
        Most parameters.
    depth : int
        Hidden layers, at least 1.
    num_inputs, num_classes : int
        As for :func:`count_parameters`.

    Raises
    ------
    ConfigError
        If the budget is too small for one unit in each layer.
    """
    if depth < 1:
        raise ConfigError(f"The depth is {depth}", action="choose 1 or more")

    def fits(width):
        return count_parameters([width] * depth, num_inputs, num_classes) <= budget

    if not fits(1):
        raise ConfigError(
            f"{budget} parameters for {depth} hidden layers",
            f"{num_inputs} inputs and {num_classes} outputs take more",
        )
    low, high = 1, 2
    while fits(high):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return (low,) * depth


def sweep_shapes(
    shapes: Iterable[Sequence[int]],
    train_iter,
    test_iter,
    num_epochs: int = EPOCHS,
    lr: float = 0.003,
    initializer=None,
    run: RunOptions = RunOptions(),
) -> list[dict]:
    """Train one net for each shape, all alike, with Adam.

    Parameters
    ----------
    shapes : iterable of sequences of int
        Widths for :func:`make_mlp`.
    train_iter, test_iter : iterable of (X, y)
        Batches, as for :class:`gluon_course.train.Trainer`.
    num_epochs : int
    lr : float
        Learning rate.
    initializer : mxnet.init.Initializer, optional
        Xavier by default.
    run : RunOptions
        Device and seed; nothing is written.

    Returns
    -------
    list of dict
        The last row of the history of each, with ``widths`` and ``parameters``.

    Raises
    ------
    TrainingError
        If a loss is not finite.

    Section: 3.10 多层感知机的简洁实现
    """
    rows = []
    for widths in shapes:
        net = make_mlp(widths)
        trainer = train.Trainer(
            net,
            train.Classification(),
            "adam",
            {"learning_rate": lr},
            init=initializer or init.Xavier(),
            run=run,
        )
        final = trainer.fit(train_iter, test_iter, num_epochs).final
        counts = [each.data().size for each in net.collect_params().values()]
        rows.append({"widths": tuple(widths), "parameters": sum(counts), **final})
    return rows


def sawtooth(x: np.ndarray, depth: int) -> np.ndarray:
    """A net of ``depth`` layers of two relu units each: 2**depth linear pieces.

    Each layer folds [0, 1] in the middle: 2 relu(x) - 4 relu(x - 1/2).

    Parameters
    ----------
    x : numpy.ndarray, any shape
        Values in [0, 1].
    depth : int
        Number of layers.

    Source: Telgarsky (2015), Representation benefits of deep feedforward networks
    """
    for _ in range(depth):
        x = 2 * np.maximum(x, 0) - 4 * np.maximum(x - 0.5, 0)
    return x


@register_topic(
    "deep-or-wide",
    "Is a deep net easier to train than a wide one?",
    "3.8, 3.10, v2:4.1",
)
def deep_or_wide() -> Answer:
    """Nets of 50,000 parameters on the embedded digits; then what depth is good for."""
    run = RunOptions(device="cpu", sample=True)
    loaders = data.fashion_mnist(128, run=run)
    shapes = [widths_within(BUDGET, depth) for depth in DEPTHS]
    by_xavier = sweep_shapes(shapes, *loaders, run=run)
    by_default = sweep_shapes(shapes, *loaders, initializer=init.Uniform(0.07), run=run)
    rows = [
        (
            f"{len(a['widths'])} x {a['widths'][0]}",
            f"{a['parameters']:,}",
            *(
                f"{each[key]:.3f}"
                for each in (a, b)
                for key in ("train_loss", "test_acc")
            ),
        )
        for a, b in zip(by_xavier, by_default)
    ]
    grid = np.arange(2**10 + 1) / 2**10
    slopes = np.diff(sawtooth(grid, 6))
    pieces = 1 + int((np.diff(slopes) != 0).sum())
    return Answer(
        "No. Two hidden layers train as well as one, but at equal size and with the "
        "same steps a deep, narrow net is harder to train; with Gluon's default "
        "U(-.07, .07) it hardly starts, because the signal shrinks at each "
        "layer. What depth gives is expression: functions built layer upon layer, for "
        "which a single layer needs exponentially many units. To train it takes care "
        "with initial values, normalization or shortcuts (topics stability, "
        "batch-norm, gradient-flow).",
        tables=[
            Table(
                ("hidden", "parameters", "loss", "test acc", "loss", "test acc"),
                rows,
                f"Digits, {EPOCHS} epochs of Adam; first Xavier, then the default",
            )
        ],
        checks=[
            Check(
                "the formula counts the parameters of the nets",
                all(
                    each["parameters"] == count_parameters(each["widths"]) <= BUDGET
                    for each in by_xavier
                ),
            ),
            Check(
                "8 hidden layers have the higher training loss, with both",
                all(
                    each[-1]["train_loss"] > 1.5 * each[0]["train_loss"]
                    for each in (by_xavier, by_default)
                ),
            ),
            Check(
                "with the default values 8 layers stay far below 1",
                by_default[-1]["test_acc"] < 0.6 < 0.9 < by_default[0]["test_acc"],
                f"{by_default[-1]['test_acc']:.2f} and {by_default[0]['test_acc']:.2f}",
            ),
            Check(
                "6 layers of 2 units make 64 linear pieces; one layer would need 63 "
                "units",
                pieces == 64,
            ),
        ],
    )
