"""Padding: what a recurrent net forgets behind the end of a text, and what it costs."""

from __future__ import annotations

import numpy as np
from mxnet import autograd, init, nd

from gluon_course import models, text, viz
from gluon_course.base.errors import ConfigError
from gluon_course.base.seeds import seed_everything
from gluon_course.explain.topic import Answer, Check, Table, register_topic

LENGTH, PADDINGS = 12, (0, 10, 20, 50, 100)
VOCAB_SIZE, PAD = 50, 1


def reach(masked: bool, paddings=PADDINGS) -> list[float]:
    """How much the last step still depends on the last word, by padding behind it.

    Parameters
    ----------
    masked : bool
        Whether the net leaves the padding out.
    paddings : sequence of int
        Tokens of padding, 0 or more.

    Returns
    -------
    list of float
        Norm of the gradient of the last step's forward units with respect to the
        vector of the last real word, in an untrained net; 1 for no padding.

    Raises
    ------
    ConfigError
        If a number of tokens is below 0.
    """
    if min(paddings, default=0) < 0:
        raise ConfigError(f"paddings are {paddings}", action="take 0 or more")
    seed_everything(0)
    net = models.get_model(
        "birnn",
        vocab_size=VOCAB_SIZE,
        embed_size=16,
        num_hiddens=16,
        num_layers=1,
        masked=masked,
    )
    net.initialize(init.Xavier())
    words = np.arange(2, 2 + LENGTH)
    norms = []
    for padding in (0, *paddings):
        X = nd.array(np.append(words, np.full(padding, PAD))[None])
        vectors, valid_len = net.embedding(X.T), nd.array([LENGTH])
        vectors.attach_grad()
        with autograd.record():
            outputs = net.encoder(*((vectors, valid_len) if masked else (vectors,)))
            last = outputs[LENGTH - 1] if masked else outputs[-1]
            total = (last[:, :16] ** 2).sum() ** 0.5
        total.backward()
        norms.append(vectors.grad[LENGTH - 1].norm().asscalar().item())
    return [norm / norms[0] for norm in norms[1:]]


def share_of_words(lengths, num_buckets: int, length: int = 500) -> float:
    """Which share of the steps of a pass are words, and not padding.

    Parameters
    ----------
    lengths : sequence of int
        Tokens of each text.
    num_buckets : int
        As for :class:`~gluon_course.text.ReviewLoader`.
    length : int
        Texts are cut and padded to it.

    Returns
    -------
    float
        0..1.
    """
    loader = text.ReviewLoader(
        [[2] * each for each in lengths],
        np.zeros(len(lengths)),
        length=length,
        pad=PAD,
        batch_size=64,
        num_buckets=num_buckets,
    )
    steps = sum(X.size for X, _ in loader)
    return sum(min(each, length) for each in lengths) / steps


@register_topic("padded-texts", "Does the padding behind short texts matter?", "10.7")
def padded_texts() -> Answer:
    """Follow the gradient of the last step, and count the steps that are padding."""
    reading, leaving = reach(masked=False), reach(masked=True)
    # lengths such as film reviews have: most near 200, a few near 1,000
    lengths = np.random.RandomState(0).lognormal(5.2, 0.65, 2000).astype(int) + 1
    shares = [share_of_words(lengths, each) for each in (1, 3, 6, 12)]
    return Answer(
        "Yes. The last step of a padded text stands far behind its last word, and a "
        "fresh LSTM forgets about half of its cell at each step of padding: after 50 "
        "of them next to nothing of the text is left there. The text's net learns to "
        "carry it over, from 25,000 reviews; from few it does not. Masked, the last "
        "step is that of the last word. Padding costs time too: with reviews of like "
        "length in one batch, about half of the steps are enough.",
        tables=[
            Table(
                ("padding behind the text", "read", "left out"),
                [
                    (padding, f"{a:.2g}", f"{b:.2g}")
                    for padding, a, b in zip(PADDINGS, reading, leaving)
                ],
                "How much the last step depends on the last word; 1 without padding",
            ),
            Table(
                ("buckets", "share of words among the steps"),
                [
                    (n, f"{100 * share:.0f} %")
                    for n, share in zip((1, 3, 6, 12), shares)
                ],
                "2,000 texts of about 200 tokens, cut at 500",
            ),
        ],
        pictures={
            "reach": viz.semilogy(
                list(PADDINGS),
                [reading, leaving],
                ["padding is read", "padding is left out"],
                "tokens of padding",
                "dependence on the last word",
            )
        },
        checks=[
            Check(
                "after 50 tokens of padding less than a thousandth is left",
                reading[PADDINGS.index(50)] < 1e-3,
                f"{reading[PADDINGS.index(50)]:.1g}",
            ),
            Check(
                "it is less with every further padding",
                all(a > b for a, b in zip(reading, reading[1:])),
            ),
            Check(
                "left out, padding changes nothing",
                bool(np.allclose(leaving, 1, atol=1e-4)),
            ),
            Check(
                "six buckets compute less than six tenths of the steps",
                shares[0] < 0.6 * shares[2],
                f"{shares[0]:.2f} of the steps are words, {shares[2]:.2f} by buckets",
            ),
        ],
    )
