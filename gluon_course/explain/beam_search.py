"""Greedy search, beam search and all sentences: what each finds, and at what cost."""

from __future__ import annotations

import itertools

import numpy as np
from mxnet import nd

from gluon_course import viz
from gluon_course.explain.topic import Answer, Check, Table, register_topic
from gluon_course.predict import beam_search as search

VOCAB, STEPS, NETS, EOS, BOS = 4, 5, 24, 0, 1
SIZES = (1, 2, 4, 8)


class RandomNet:
    """Scores of the next word, drawn at random for each sequence of words so far.

    Parameters
    ----------
    seed : int
        Each seed is a net of its own.
    """

    def __init__(self, seed: int):
        self.seed, self._drawn = seed, {}

    def scores(self, words: tuple) -> np.ndarray:
        """Scores before the softmax after ``words``, shape (VOCAB,)."""
        if words not in self._drawn:
            random = np.random.RandomState([self.seed, *words])
            self._drawn[words] = random.normal(0, 2, VOCAB)
        return self._drawn[words]

    def log_probability(self, words: tuple) -> float:
        """Of a whole sentence."""
        total = 0.0
        for i, word in enumerate(words):
            scores = self.scores(words[:i])
            total += scores[word] - np.log(np.exp(scores).sum())
        return total

    def __call__(self, token, history):
        """A step as :func:`~gluon_course.predict.beam_search` takes it.

        The history is a number with the digits of the words, the first is of <bos>.
        """
        history = history * 10 + token + 1
        texts = [str(int(each)) for each in history.asnumpy()[:, 0]]
        rows = [self.scores(tuple(int(c) - 1 for c in each[1:])) for each in texts]
        return nd.array(rows), nd.zeros((len(rows), 1, 1)), history


def best_of_all(net: RandomNet, alpha: float) -> float:
    """The best score of all sentences, tried out one by one."""
    others = [word for word in range(VOCAB) if word != EOS]
    ended = (
        (*words, EOS)
        for length in range(STEPS)
        for words in itertools.product(others, repeat=length)
    )
    everything = itertools.chain(ended, itertools.product(others, repeat=STEPS))
    return max(net.log_probability(words) / len(words) ** alpha for words in everything)


@register_topic(
    "beam-search", "Is the best word at each step the best sentence?", "10.10, v2:9.8"
)
def beam_search() -> Answer:
    """24 nets with random scores: how often each size of beam finds the best."""
    nets = [RandomNet(seed) for seed in range(NETS)]
    best = [best_of_all(net, 0.75) for net in nets]
    states, rows, shares, means = [nd.zeros((1, 1))], [], [], []
    for size in SIZES:
        found = [search(net, states, BOS, EOS, STEPS, size)[0][0] for net in nets]
        scores = np.array([each.score for each in found])
        shares.append(float((scores > np.array(best) - 1e-4).mean()))
        means.append(float(scores.mean()))
        steps = size * STEPS * VOCAB
        rows.append((size, f"{shares[-1]:.2f}", f"{means[-1]:.3f}", steps))
    everything = sum(3**length for length in range(STEPS)) + 3**STEPS
    rows.append(("all", "1.00", f"{np.mean(best):.3f}", everything))
    lengths = {
        alpha: np.mean(
            [
                len(search(net, states, BOS, EOS, STEPS, SIZES[-1], alpha)[0][0].tokens)
                for net in nets
            ]
        )
        for alpha in (0.0, 0.75)
    }
    return Answer(
        "No. A word that is best now can lead where only bad words follow. Greedy "
        "search cannot go back; a beam of K keeps the K best beginnings and finds "
        "more, at K times the cost; all sentences are out of reach, V**T of them. "
        "Probabilities only fall with each word, so that short sentences win unless "
        "the score is divided by a power of the length.",
        tables=[
            Table(
                ("beam", "best found", "mean score", "words scored at most"),
                rows,
                f"{NETS} nets, {VOCAB} words with <eos>, {STEPS} steps; sentences: "
                f"{everything}",
            )
        ],
        pictures={
            "found": viz.plot(
                SIZES,
                [shares],
                ["best sentence found"],
                "beam",
                "share of the nets",
                title="A larger beam finds the best sentence more often",
            )
        },
        checks=[
            Check(
                "greedy search misses the best sentence of some nets",
                shares[0] < 1,
                f"it finds {shares[0]:.2f}",
            ),
            Check(
                "a beam of 8 finds more than a greedy search",
                shares[-1] > shares[0] and means[-1] > means[0],
            ),
            Check(
                "no search finds better than trying out all",
                means[-1] <= np.mean(best) + 1e-4,
            ),
            Check(
                "without the division by the length shorter sentences win",
                lengths[0.0] < lengths[0.75],
                f"{lengths[0.0]:.2f} instead of {lengths[0.75]:.2f} words",
            ),
        ],
    )
