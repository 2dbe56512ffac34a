"""Gradient clipping: what it changes, and what becomes of training without it."""

from __future__ import annotations

import math

import numpy as np
from mxnet import init, nd

from gluon_course import data, models, optim, train
from gluon_course.base.errors import TrainingError
from gluon_course.base.run import RunOptions
from gluon_course.explain.topic import Answer, Check, Table, register_topic

THETA, LR, EPOCHS = 0.01, 100.0, 6


def trained(theta: float | None, lr: float = LR) -> float:
    """Perplexity after a few epochs at the learning rate of the text.

    Parameters
    ----------
    theta : float or None
        Largest norm of the gradient; None for any.
    lr : float

    Returns
    -------
    float
        ``inf`` where the loss was not finite.
    """
    text = data.MarkovText(2000)
    net = models.get_model("rnn_lm", vocab_size=12, num_hiddens=32, activation="tanh")
    trainer = train.Trainer(
        net,
        train.LanguageModel(),
        "sgd",
        {"learning_rate": lr},
        init=init.Normal(0.01),
        run=RunOptions(device="cpu"),
        callbacks=[] if theta is None else [train.ClipGradients(theta)],
    )
    try:
        return trainer.fit(text, num_epochs=EPOCHS).final["train_perplexity"]
    except TrainingError:
        return math.inf


@register_topic(
    "gradient-clipping", "What does gradient clipping change?", "6.4, v2:8.5"
)
def gradient_clipping() -> Answer:
    """Clip gradients of several norms; train at the text's rate with and without."""
    rng = np.random.RandomState(0)
    rows, same_direction, within, untouched = [], [], [], []
    for scale in (1e-4, 1e-2, 1.0, 100.0):
        gradients = [nd.array(scale * rng.normal(size=s)) for s in ((4, 3), (3,))]
        before = np.concatenate([each.asnumpy().ravel() for each in gradients])
        norm = optim.clip_global_norm(gradients, THETA).asscalar()
        after = np.concatenate([each.asnumpy().ravel() for each in gradients])
        length = float(np.linalg.norm(after))
        cosine = float(before @ after / (np.linalg.norm(before) * length))
        same_direction.append(abs(cosine - 1) < 1e-5)
        within.append(length <= THETA * (1 + 1e-5))
        if norm <= THETA:
            untouched.append(np.array_equal(before, after))
        rows.append((f"{norm:.3g}", f"{length:.3g}", f"{LR * length:.2f}"))
    clipped, bare = trained(THETA), trained(None)
    return Answer(
        "The length of a gradient that is longer than theta, never its direction: all "
        "parameters' gradients together are scaled by min(1, theta / norm). A step is "
        "then at most lr * theta long, 100 * 0.01 = 1 in chapter 6, which is why its "
        "learning rate may be 100: without clipping the same rate breaks the net.",
        tables=[
            Table(("norm", "clipped", "step at rate 100"), rows, f"theta = {THETA}"),
            Table(
                ("training at rate 100", "perplexity"),
                [("clipped", f"{clipped:.2f}"), ("not clipped", f"{bare:.3g}")],
                f"{EPOCHS} epochs of a text of 12 symbols",
            ),
        ],
        checks=[
            Check("no clipped gradient is longer than theta", all(within)),
            Check("every direction stays", all(same_direction)),
            Check(
                "shorter gradients stay as they are", bool(untouched) and all(untouched)
            ),
            Check(
                "clipped, the net learns: below 12, an even guess",
                clipped < 10,
                f"{clipped:.2f}",
            ),
            Check(
                "not clipped, it ends worse than an even guess",
                bare > 12,
                f"{bare:.3g}",
            ),
        ],
    )
