"""Subsampling: which occurrences go, and what that does to windows."""

from __future__ import annotations

import numpy as np

from gluon_course import viz
from gluon_course.explain.negative_sampling import zipf_counts
from gluon_course.explain.topic import Answer, Check, Table, register_topic
from gluon_course.text import word_vectors

NUM_WORDS, LENGTH, SENTENCE, THRESHOLD, FREQUENT = 2000, 200_000, 20, 1e-4, 50


def drawn_corpus(num_words: int = NUM_WORDS, length: int = LENGTH):
    """A text without grammar whose words are as frequent as Zipf's law has them.

    Parameters
    ----------
    num_words : int
        V.
    length : int
        Words of the text, in sentences of 20.

    Returns
    -------
    WordCorpus
    """
    counts = zipf_counts(num_words)
    rng = np.random.RandomState(0)
    drawn = rng.choice(num_words, length, p=counts / counts.sum())
    names = np.array([f"word{i}" for i in range(num_words)])
    return word_vectors.word_corpus(names[drawn].reshape(-1, SENTENCE).tolist(), 1)


def share_of_frequent(windows) -> float:
    """Share of pairs whose context is one of the most frequent words."""
    return float((windows.contexts < FREQUENT).mean())


@register_topic(
    "subsampling", "Which words does subsampling leave out, and what for?", "10.3"
)
def subsampling() -> Answer:
    """Subsample a text with Zipf's frequencies; count what is left, and its pairs."""
    corpus = drawn_corpus()
    kept = word_vectors.subsample(corpus, np.random.RandomState(1), THRESHOLD)
    counts, left = corpus.counts, kept.counts
    chance = word_vectors.keep_probability(counts, THRESHOLD)
    wanted, spread = counts * chance, np.sqrt(counts * chance * (1 - chance))
    total = counts.sum()
    ranks = [0, 1, 9, 99, 999, len(counts) - 1]
    rows = [
        (
            rank + 1,
            f"{counts[rank]:,}",
            f"{left[rank]:,}",
            f"{wanted[rank]:,.0f}",
            f"{chance[rank]:.3f}",
        )
        for rank in ranks
    ]
    before, after = (
        share_of_frequent(word_vectors.context_windows(each, np.random.RandomState(2)))
        for each in (corpus, kept)
    )
    frequent = counts / total > THRESHOLD
    # sqrt(t f) N: the order of the words stays, the differences become roots
    root = np.sqrt(THRESHOLD * counts / total) * total
    shown = np.unique(np.geomspace(1, len(counts), 60).astype(int)) - 1
    return Answer(
        "An occurrence of a word with share f of the text stays with probability "
        "sqrt(t / f), so of N f occurrences N sqrt(t f) are left: what is a hundred "
        "times as frequent is left ten times as often. Words with f at most t keep "
        "all. Frequent words say little about their neighbours; without most of them "
        "an epoch is shorter, and a window reaches over more of the words that say "
        "something.",
        tables=[
            Table(
                ("rank", "occurs", "left", "expected", "probability"),
                rows,
                f"{total:,} words by Zipf's law, t = {THRESHOLD:g}: "
                f"{left.sum():,} are left",
            )
        ],
        pictures={
            "subsampling": viz.plot(
                np.log10(shown + 1),
                [np.log10(counts[shown]), np.log10(np.maximum(left[shown], 1))],
                ["in the text", "left"],
                "log10 of the rank",
                "log10 of occurrences",
                title="Subsampling takes the root of large frequencies",
            )
        },
        checks=[
            Check(
                "of each word as many are left as the formula says",
                bool((np.abs(left - wanted) <= 5 * spread).all()),
                "within five standard deviations",
            ),
            Check(
                "words with a share of at most t keep all occurrences",
                bool((left[~frequent] == counts[~frequent]).all()),
                f"{(~frequent).sum()} of {len(counts)} words",
            ),
            Check(
                "of frequent words the root of their share is left",
                bool(np.allclose(wanted[frequent], root[frequent])),
            ),
            Check(
                f"fewer pairs have one of the {FREQUENT} most frequent as context",
                after < 0.7 * before,
                f"{100 * before:.0f} % before, {100 * after:.0f} % after",
            ),
        ],
    )
