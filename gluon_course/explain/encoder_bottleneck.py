"""One state for a whole sentence, or a look at every word."""

from __future__ import annotations

import numpy as np
from mxnet import autograd, init, nd

from gluon_course import models, viz
from gluon_course.base.seeds import seed_everything
from gluon_course.explain.topic import Answer, Check, Table, register_topic

LENGTHS = (5, 10, 20, 40)
HIDDEN, SENTENCES, STEPS = 16, 8, 4


def sensitivities(name: str, length: int, seed: int = 0) -> np.ndarray:
    """How much the translation's words depend on each source word, by its position.

    Parameters
    ----------
    name : str
        ``seq2seq`` or ``bahdanau``; untrained, sizes and seed the same.
    length : int
        Source words, S.
    seed : int
        Of parameters and sentences.

    Returns
    -------
    numpy.ndarray, shape (S,)
        Norm of the derivative of the scores with respect to the embedding of each
        word, over all sentences.
    """
    seed_everything(seed)
    sizes = {"embed_size": HIDDEN, "num_hiddens": HIDDEN, "num_steps": STEPS}
    net = models.get_model(name, vocab_size=50, target_vocab_size=50, **sizes)
    net.initialize(init.Xavier())
    X = nd.random.randint(0, 50, (SENTENCES, length)).astype("float32")
    Y = nd.random.randint(0, 50, (SENTENCES, STEPS)).astype("float32")
    encoder, lengths = net.encoder, nd.full((SENTENCES,), length)
    words = encoder.embedding(X)
    words.attach_grad()
    with autograd.record(train_mode=False):
        steps = words.transpose((1, 0, 2))
        outputs = encoder.rnn(steps, *encoder.rnn.zero_states(nd, steps))
        states = [each[-1] for each in outputs]
        memory = [outputs[-1].transpose((1, 0, 2)), lengths, *states]
        scores = net.decoder(Y, *memory)
        total = (scores * nd.random.normal(shape=scores.shape)).sum()
    total.backward()
    return np.sqrt((words.grad.asnumpy() ** 2).sum(axis=(0, 2)))


@register_topic(
    "encoder-bottleneck",
    "What does attention change for long sentences?",
    "10.9, 10.11, 10.12, v2:10.4",
)
def encoder_bottleneck() -> Answer:
    """How much the words that come out depend on the first word that went in."""
    names = {"seq2seq": "one state", "bahdanau": "attention"}
    found = {
        name: {length: sensitivities(name, length) for length in LENGTHS}
        for name in names
    }
    first = {
        name: [float(each[0]) for each in by_length.values()]
        for name, by_length in found.items()
    }
    falls = {name: values[0] / values[-1] for name, values in first.items()}
    rows = [
        (length, *(f"{first[name][i]:.2e}" for name in names))
        for i, length in enumerate(LENGTHS)
    ]
    longest = LENGTHS[-1]
    return Answer(
        "Without attention, all that the decoder learns of the source is the encoder's "
        "last state: a vector of fixed size, in which the first words have been mixed "
        "with all later ones. What a first word can still change there falls by a "
        "constant factor with each word that follows. Attention reads the output at "
        "every word: the way to the first word is as short as to the last, and its "
        "influence falls only because more words share the weight.",
        tables=[
            Table(
                ("source words", *names.values()),
                rows,
                "influence of the first word on the scores, untrained nets of one size",
            )
        ],
        pictures={
            "influence": viz.semilogy(
                np.arange(1, longest + 1),
                [found[name][longest] for name in names],
                list(names.values()),
                "position of the source word",
                "influence on the scores",
                title=f"Sentences of {longest} words",
            )
        },
        checks=[
            Check(
                "without attention the first word's influence all but vanishes",
                falls["seq2seq"] > 1000,
                f"40 words instead of 5: a factor of {falls['seq2seq']:.0e}",
            ),
            Check(
                "with attention it falls about as the share of one word, 8",
                falls["bahdanau"] < 80,
                f"a factor of {falls['bahdanau']:.1f}",
            ),
            Check(
                "with attention early and middle words count alike",
                found["bahdanau"][longest][0] > 0.1 * found["bahdanau"][longest][20],
            ),
        ],
    )
