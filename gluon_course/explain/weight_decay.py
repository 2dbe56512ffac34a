"""Weight decay in several ways, and when they are the same."""

from __future__ import annotations

import re

import numpy as np
from mxnet import autograd, gluon, init
from mxnet.gluon import nn

from gluon_course import data
from gluon_course.base.errors import ConfigError
from gluon_course.base.seeds import seed_everything
from gluon_course.explain.topic import Answer, Check, Table, register_topic
from gluon_course.scratch import l2_penalty

WAYS = {
    "penalty": "wd/2 |w|^2 added to the loss",
    "two trainers": "Trainer(wd) for weights, one for biases",
    "selection": "one Trainer(wd), wd_mult = 0 for biases",
    "everything": "one Trainer(wd) for all parameters",
    "shrink": "w times 1 - lr wd before each step",
}
OPTIMIZERS = {
    "sgd": ("sgd", {"learning_rate": 0.05}),
    "momentum": ("sgd", {"learning_rate": 0.05, "momentum": 0.9}),
    "adam": ("adam", {"learning_rate": 0.05}),
}
WD = 0.1


def select_decay(net, pattern: str = ".*weight") -> list[str]:
    """Let the Trainer's ``wd`` act on some parameters only.

    Sets ``wd_mult`` to 1 for parameters whose name fits and to 0 for all others
    (biases, gamma and beta of BatchNorm). Call it before the Trainer is made.

    Parameters
    ----------
    net : Block
    pattern : str
        Regular expression for the whole name.

    Returns
    -------
    list of str
        Names of the parameters that decay.

    Raises
    ------
    ConfigError
        If no name fits.

    Section: 3.12 权重衰减 (chapter_deep-learning-basics/weight-decay)
    """
    chosen = []
    for name, parameter in net.collect_params().items():
        fits = re.fullmatch(pattern, name) is not None
        parameter.wd_mult = 1.0 if fits else 0.0
        if fits:
            chosen.append(name)
    if not chosen:
        names = ", ".join(net.collect_params())
        raise ConfigError(f"No parameter fits {pattern!r}", f"the names are {names}")
    return chosen


def train_decayed(
    way: str, optimizer: str, options: dict, wd: float = WD, num_epochs: int = 5
) -> tuple[np.ndarray, float]:
    """Linear regression with weight decay in one of the :data:`WAYS`.

    Parameters
    ----------
    way : str
        A key of :data:`WAYS`.
    optimizer : str
        Name of an MXNet optimizer.
    options : dict
        Its options, ``learning_rate`` among them.
    wd : float
        Lambda of the text.
    num_epochs : int
        Passes over 64 samples of 8 features in batches of 16, the same for every way.

    Returns
    -------
    w : numpy.ndarray, shape (8,)
    b : float

    Raises
    ------
    ConfigError
        If there is no such way.

    Section: 3.12 权重衰减
    """
    if way not in WAYS:
        raise ConfigError(f"The way is {way!r}", action=f"choose from {tuple(WAYS)}")
    seed_everything(0)
    samples = data.synthetic_linear([1] * 8, true_b=2, num_samples=64)
    net = nn.Dense(1, in_units=8)
    net.initialize(init.Normal(1))
    decayed = {**options, "wd": wd if way in ("selection", "everything") else 0.0}
    if way == "selection":
        select_decay(net)
    trainers = [gluon.Trainer(net.collect_params(), optimizer, decayed)]
    if way == "two trainers":
        trainers = [
            gluon.Trainer(
                net.collect_params(pattern), optimizer, {**options, "wd": each}
            )
            for pattern, each in ((".*weight", wd), (".*bias", 0.0))
        ]
    loss = gluon.loss.L2Loss()
    weight, kept = net.weight.data(), 1 - options["learning_rate"] * wd
    batches = data.BatchLoader(*samples, batch_size=16)
    for _ in range(num_epochs):
        for X, y in batches:
            with autograd.record():
                values = loss(net(X), y)
                if way == "penalty":
                    values = values + wd * l2_penalty(weight)
            values.backward()
            if way == "shrink":
                weight *= kept
            for trainer in trainers:
                trainer.step(len(y))
    return weight.asnumpy()[0], net.bias.data().asscalar().item()


@register_topic(
    "weight-decay",
    "Is weight decay a penalty or an option of the trainer?",
    "3.12, v2:4.5",
)
def weight_decay() -> Answer:
    """Five ways with three optimizers, compared with the penalty in the loss."""
    results = {
        (name, way): train_decayed(way, *settings)
        for name, settings in OPTIMIZERS.items()
        for way in WAYS
    }
    apart = {}
    for (name, way), (w, b) in results.items():
        by_penalty = results[name, "penalty"]
        apart[name, way] = (
            float(np.abs(w - by_penalty[0]).max()),
            abs(b - by_penalty[1]),
        )
    rows = [
        (way, what, *(f"{max(apart[name, way]):.0e}" for name in OPTIMIZERS))
        for way, what in WAYS.items()
    ]
    same = ("two trainers", "selection")
    return Answer(
        "Both: the gradient of wd/2 |w|^2 is wd w, and that is what MXNet adds to the "
        "gradient for the option wd, so that the two are the same with every optimizer "
        "that does so. Two things differ. Trainer(wd) decays all parameters, biases "
        "too, unless told not to. And only for plain SGD is it the same as shrinking "
        "the weights by 1 - lr wd: momentum accumulates the penalty, and Adam divides "
        "it by its running scale. Shrinking with Adam is another optimizer, AdamW.",
        tables=[
            Table(
                ("way", "what is done", *OPTIMIZERS),
                rows,
                "Largest difference of w and b from the first row, after 20 steps",
            )
        ],
        checks=[
            Check(
                "SGD: penalty, wd for weights only (both ways) and shrinking end "
                "within 1e-6",
                all(max(apart["sgd", way]) < 1e-6 for way in (*same, "shrink")),
            ),
            Check(
                "Adam: the option is the penalty, but shrinking is not",
                all(max(apart["adam", way]) < 1e-5 for way in same)
                and apart["adam", "shrink"][0] > 1e-3,
                f"apart by {apart['adam', 'shrink'][0]:.2g}",
            ),
            Check(
                "SGD with momentum: shrinking is something else there too",
                apart["momentum", "shrink"][0] > 1e-3,
                f"apart by {apart['momentum', 'shrink'][0]:.2g}",
            ),
            Check(
                "Trainer(wd) without selection also makes the bias smaller",
                results["sgd", "everything"][1] < results["sgd", "penalty"][1] - 0.01,
                f"{results['sgd', 'everything'][1]:.2f}, "
                f"not {results['sgd', 'penalty'][1]:.2f}",
            ),
        ],
    )
