"""A bidirectional net as a language model: it sees the token that it predicts."""

from __future__ import annotations

import math

from mxnet import init, nd

from gluon_course import data, models, train
from gluon_course.base.run import RunOptions
from gluon_course.explain.topic import Answer, Check, Table, register_topic

SYMBOLS, STEPS, EPOCHS = 12, 8, 5


def future_influence(net, X: nd.NDArray, step: int) -> float:
    """How much the scores of a step change when the token after it is another.

    Parameters
    ----------
    net : LanguageModel
    X : NDArray, shape (N, T)
    step : int
        0..T-2.

    Returns
    -------
    float
        The largest absolute change; 0 for a model that reads forwards only.
    """
    other = X.copy()
    other[:, step + 1] = (X[:, step + 1] + 1) % net.vocab_size
    state = net.begin_state(X.shape[0])
    before, after = net(X, state)[0], net(other, state)[0]
    return (before[:, step] - after[:, step]).abs().max().asscalar().item()


def honest_perplexity(net, loader) -> float:
    """Perplexity of the last step of each sequence, whose next token is not in it.

    Parameters
    ----------
    net : LanguageModel
    loader : iterable of (X, Y)

    Returns
    -------
    float
    """
    losses, count = 0.0, 0
    for X, Y in loader:
        scores, _ = net(X, net.begin_state(X.shape[0]))
        last = nd.log_softmax(scores[:, -1]).pick(Y[:, -1])
        losses, count = losses - last.sum().asscalar(), count + X.shape[0]
    return math.exp(losses / count)


@register_topic(
    "bidirectional-leak",
    "Why is a bidirectional net no language model?",
    "6.10, v2:9.4",
)
def bidirectional_leak() -> Answer:
    """Train one direction and two on a made-up text; test with the future hidden."""
    sizes = {"num_symbols": SYMBOLS, "num_steps": STEPS}
    text = data.MarkovText(8000, **sizes)
    test = data.MarkovText(1600, seed=1, **sizes)
    X = next(iter(test))[0]
    rows, seen, influence, honest = [], {}, {}, {}
    for name, both in (("forwards", False), ("both directions", True)):
        net = models.get_model(
            "gru_lm", vocab_size=SYMBOLS, num_hiddens=16, is_bidirectional=both
        )
        trainer = train.Trainer(
            net,
            train.LanguageModel(),
            "adam",
            {"learning_rate": 0.01},
            init=init.Xavier(),
            run=RunOptions(device="cpu"),
        )
        trainer.fit(text, num_epochs=EPOCHS)
        seen[name] = trainer.evaluate(test)["perplexity"]
        influence[name] = future_influence(net, X, STEPS // 2)
        honest[name] = honest_perplexity(net, test)
        rows.append(
            (name, f"{seen[name]:.2f}", f"{honest[name]:.2f}", f"{influence[name]:.2g}")
        )
    best = text.best_perplexity
    return Answer(
        "The layer that reads backwards has read the next token before it is asked for "
        "it: the perplexity falls below what the text itself allows. Where the future "
        "is not there, as when a text is written, the same net is worse than one that "
        "reads forwards. Two directions are for texts that are whole: sentiment, "
        "tagging, gaps.",
        tables=[
            Table(
                ("net", "perplexity", "of last steps", "change by the next token"),
                rows,
                f"new text; no honest model is better than {best:.2f}",
            )
        ],
        checks=[
            Check(
                "forwards only, the next token changes nothing",
                influence["forwards"] == 0,
            ),
            Check(
                "with both directions it changes the score",
                influence["both directions"] > 0.1,
                f"{influence['both directions']:.2g}",
            ),
            Check(
                "both directions are better than any honest model could be",
                seen["both directions"] < 0.9 * best < seen["forwards"],
                f"{seen['both directions']:.2f} where {best:.2f} is possible",
            ),
            Check(
                "without the future they are worse than the one direction",
                honest["both directions"] > honest["forwards"],
                f"{honest['both directions']:.2f} and {honest['forwards']:.2f}",
            ),
        ],
    )
