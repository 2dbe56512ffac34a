"""Batch normalization, dropout and weight decay: three switches on one net."""

from __future__ import annotations

import itertools

from mxnet import init, nd
from mxnet.gluon import nn

from gluon_course import data, train
from gluon_course.base.run import RunOptions
from gluon_course.explain.topic import Answer, Check, Table, register_topic
from gluon_course.explain.weight_decay import select_decay

SAMPLES, EPOCHS, RATE, WD = 200, 15, 0.5, 0.03


def switchable_mlp(has_batch_norm: bool = False, dropout: float = 0.0):
    """784-128-128-10 with relu; BatchNorm before and dropout after each activation.

    Parameters
    ----------
    has_batch_norm : bool
    dropout : float
        Share of units dropped, 0 <= dropout < 1; 0 for none.

    Returns
    -------
    HybridSequential

    Section: 3.13 丢弃法, 5.10 批量归一化
    """
    net = nn.HybridSequential()
    for _ in range(2):
        net.add(nn.Dense(128))
        if has_batch_norm:
            net.add(nn.BatchNorm())
        net.add(nn.Activation("relu"))
        if dropout:
            net.add(nn.Dropout(dropout))
    net.add(nn.Dense(10))
    return net


def compare_switches(
    num_samples: int = SAMPLES,
    num_epochs: int = EPOCHS,
    lr: float = 0.1,
    seed: int = 0,
) -> list[dict]:
    """Train all eight settings of the three switches on a few digits, otherwise alike.

    Parameters
    ----------
    num_samples : int
        Training digits of the embedded sample, 1..1437.
    num_epochs : int
    lr : float
        Learning rate of plain SGD, batches of 32.
    seed : int

    Returns
    -------
    list of dict
        ``batch_norm``, ``dropout``, ``weight_decay`` (bool); ``first_loss`` (training
        loss of the first epoch), ``train_loss``, ``train_acc`` (of the trained net
        without dropout), ``test_acc`` and ``norm`` (of all weights).

    Section: 3.12 权重衰减, 3.13 丢弃法, 5.10 批量归一化
    """
    run = RunOptions(device="cpu", seed=seed, sample=True, limit=num_samples)
    train_iter, test_iter = data.fashion_mnist(32, run=run)
    rows = []
    for batch_norm, dropout, weight_decay in itertools.product((False, True), repeat=3):
        net = switchable_mlp(batch_norm, RATE if dropout else 0.0)
        net.initialize(init.Xavier())
        select_decay(net)
        options = {"learning_rate": lr, "wd": WD if weight_decay else 0.0}
        trainer = train.Trainer(
            net, train.Classification(), "sgd", options, init=init.Xavier(), run=run
        )
        history = trainer.fit(train_iter, num_epochs=num_epochs).history
        on_train, on_test = trainer.evaluate(train_iter), trainer.evaluate(test_iter)
        weights = [each.data() for each in net.collect_params(".*weight").values()]
        rows.append(
            {
                "batch_norm": batch_norm,
                "dropout": dropout,
                "weight_decay": weight_decay,
                "first_loss": history[0]["train_loss"],
                "train_loss": on_train["loss"],
                "train_acc": on_train["acc"],
                "test_acc": on_test["acc"],
                "norm": sum((each**2).sum() for each in weights).sqrt().asscalar(),
            }
        )
    return rows


@register_topic(
    "regularizers",
    "BatchNorm, dropout, weight decay: which does what?",
    "3.12, 3.13, 5.10, v2:7.5",
)
def regularizers() -> Answer:
    """All eight settings on 200 digits; and each of the three behind both layers."""
    rows = compare_switches()
    by = {(row["batch_norm"], row["dropout"], row["weight_decay"]): row for row in rows}
    none = by[False, False, False]
    pictures, vectors = nd.ones((2, 3, 4, 4)), nd.ones((2, 5))
    works = True
    for X in (pictures, vectors):
        for layer in (nn.BatchNorm(), nn.Dropout(0.5)):
            layer.initialize()
            works &= layer(X).shape == X.shape
    return Answer(
        "Weight decay keeps the weights small, dropout makes training harder, "
        "BatchNorm makes it faster. The first two are meant against overfitting; the "
        "noise of BatchNorm's batches regularizes a little besides. All three work "
        "behind dense and convolutional layers: that dropout goes with dense layers "
        "and BatchNorm with convolutions is a habit, not a rule. How much each brings "
        "depends on the data: on few easy digits decay or dropout alone can cost "
        "accuracy. Compare on yours, with several seeds.",
        tables=[
            Table(
                (
                    "BN",
                    "dropout",
                    "decay",
                    "1st loss",
                    "train loss",
                    "train",
                    "test",
                    "|w|",
                ),
                [
                    (
                        *("x" if row[key] else "" for key in _SWITCHES),
                        f"{row['first_loss']:.2f}",
                        f"{row['train_loss']:.4f}",
                        f"{row['train_acc']:.3f}",
                        f"{row['test_acc']:.3f}",
                        f"{row['norm']:.1f}",
                    )
                    for row in rows
                ],
                f"{SAMPLES} digits, {EPOCHS} epochs; loss of the first epoch, then "
                "loss, accuracies and norm of the weights of the trained net",
            )
        ],
        checks=[
            Check(
                "weight decay makes the weights smaller, whatever else is on",
                all(
                    by[a, b, True]["norm"] < by[a, b, False]["norm"]
                    for a in (False, True)
                    for b in (False, True)
                ),
            ),
            Check(
                "BatchNorm lowers the loss of the first epoch, whatever else is on",
                all(
                    by[True, a, b]["first_loss"] < by[False, a, b]["first_loss"]
                    for a in (False, True)
                    for b in (False, True)
                ),
            ),
            Check(
                "dropout alone ends with a higher training loss than nothing",
                by[False, True, False]["train_loss"] > none["train_loss"],
            ),
            Check(
                "BatchNorm and dropout take vectors and pictures alike",
                works,
            ),
        ],
    )


_SWITCHES = ("batch_norm", "dropout", "weight_decay")
