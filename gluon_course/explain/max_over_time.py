"""Max-over-time pooling: what it keeps of a text, and who learns from it."""

from __future__ import annotations

import numpy as np
from mxnet import autograd, init, nd

from gluon_course import models
from gluon_course.base.errors import DataError
from gluon_course.explain.topic import Answer, Check, Table, register_topic

WORDS = ("<unk>", "<pad>", "not", "good", "film", "a", "the", "is")
TEXTS = {
    "at the start": "not good is the film",
    "at the end": "the film is not good",
    "twice": "not good the film not good",
    "the other way": "the film is good not",
    "apart": "not the film is a good",
    "not there": "the film is a film",
}


def detector():
    """A TextCNN with one channel of width 2 that answers to ``not good``.

    Its vectors are one-hot, so that the score of a window is how many of its two words
    stand where the kernel wants them, less one: 1 for ``not good``, else 0 or less.

    Returns
    -------
    TextCNN
        Its score of class 1 is the maximum over the windows.
    """
    size = len(WORDS)
    net = models.get_model(
        "text_cnn",
        vocab_size=size,
        embed_size=size,
        kernel_sizes=(2,),
        num_channels=(1,),
        dropout=0.0,
        masked=True,
    )
    net.initialize(init.Zero())
    net(nd.ones((1, 4)))
    net.embedding.weight.set_data(nd.eye(size))
    kernel = np.zeros((1, 2 * size, 2))
    kernel[0, WORDS.index("not"), 0] = kernel[0, WORDS.index("good"), 1] = 1
    net.convs[0].weight.set_data(nd.array(kernel))
    net.convs[0].bias.set_data(nd.array([-1]))
    net.decoder.weight.set_data(nd.array([[0], [1]]))
    return net


def indices(sentence: str) -> nd.NDArray:
    """The indices of the words of a sentence, shape (1, T).

    Raises
    ------
    DataError
        If a word is none of :data:`WORDS`.
    """
    words = sentence.split()
    if not set(words) <= set(WORDS):
        raise DataError(f"{sentence!r} has other words", action=f"use {WORDS}")
    return nd.array([[WORDS.index(word) for word in words]])


def learners(net, sentence: str) -> list[str]:
    """The words whose vectors get a gradient from the score of a sentence.

    Parameters
    ----------
    net : TextCNN
    sentence : str
        Of words in :data:`WORDS`, each once.

    Returns
    -------
    list of str
        In the order of the sentence.
    """
    with autograd.record():
        score = net(indices(sentence))[0, 1]
    score.backward()
    rows = net.embedding.weight.grad().abs().sum(axis=1).asnumpy()
    return [word for word in sentence.split() if rows[WORDS.index(word)] > 0]


@register_topic(
    "max-over-time", "What does max-over-time pooling look at in a text?", "10.8"
)
def max_over_time() -> Answer:
    """Ask a channel that was set by hand about a phrase in several places."""
    net = detector()
    scores = {
        name: net(indices(each))[0, 1].asscalar().item() for name, each in TEXTS.items()
    }
    means = {name: _mean(net, indices(each)) for name, each in TEXTS.items()}
    learn = learners(net, TEXTS["at the end"])
    return Answer(
        "At one window for each channel: the one that answers most. Where it stands "
        "and how often does not matter, so texts of any length give as many numbers; "
        "the order of the words within the window does. All that the other windows "
        "said is dropped, and only the winning window learns in a step. An average "
        "counts how often, and grows weaker with every word beside.",
        tables=[
            Table(
                ("not good", "text", "maximum", "mean"),
                [
                    (name, TEXTS[name], f"{scores[name]:g}", f"{means[name]:.2f}")
                    for name in TEXTS
                ],
                "A channel of width 2 that answers 1 to the words not good",
            )
        ],
        checks=[
            Check(
                "the phrase counts the same wherever it stands, once or twice",
                scores["at the start"] == scores["at the end"] == scores["twice"] == 1,
            ),
            Check(
                "the same words in another order, or apart, count nothing",
                scores["the other way"] == scores["apart"] == 0,
            ),
            Check(
                "the mean tells twice from once",
                means["twice"] > means["at the end"],
            ),
            Check(
                "only the words of the winning window learn",
                learn == ["not", "good"],
                " ".join(learn),
            ),
        ],
    )


def _mean(net, X) -> float:
    """The mean of the channel over the windows, in place of the maximum."""
    vectors = nd.concat(net.embedding(X), net.constant_embedding(X), dim=2)
    found = nd.relu(net.convs[0](nd.transpose(vectors, (0, 2, 1))))
    return found.mean().asscalar().item()
