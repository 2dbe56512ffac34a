"""Language models by counting: what n-grams know, and where they end."""

from __future__ import annotations

import math
import random as python_random
from collections.abc import Sequence

import numpy as np

from gluon_course import text, viz
from gluon_course.explain.topic import Answer, Check, Table, register_topic

ORDERS, SMOOTHINGS = (1, 2, 3), (0.0, 0.1, 1.0, 10.0, 100.0)


def unseen_share(tokens: Sequence[str], held_out: Sequence[str], n: int) -> float:
    """Which share of the n-grams of a text does not occur in another, 0..1.

    Parameters
    ----------
    tokens : sequence of str
        The text that is known.
    held_out : sequence of str
        Of n tokens or more: the text that is asked for.
    n : int
        1 or more.

    Section: v2:8.3 语言模型和数据集 (chapter_recurrent-neural-networks/
    language-models-and-dataset)
    """
    known = {ngram for ngram, _ in text.ngram_counts(tokens, n)}
    counts = text.ngram_counts(held_out, n)
    unseen = sum(count for ngram, count in counts if ngram not in known)
    return unseen / sum(count for _, count in counts)


@register_topic(
    "language-models",
    "Why is counting n-grams not enough for a language model?",
    "6.1, 6.3, v2:8.3",
)
def language_models() -> Answer:
    """Count runs of 1, 2 and 3 words, smooth them, and predict a held-out tenth."""
    sentences = text.sample_sentences()
    python_random.Random(0).shuffle(sentences)
    cut = len(sentences) * 9 // 10
    tokens, held_out = (
        [word for each in part for word in each]
        for part in (sentences[:cut], sentences[cut:])
    )
    counts = {n: [count for _, count in text.ngram_counts(tokens, n)] for n in ORDERS}
    once = {n: np.mean(np.array(counts[n]) == 1) for n in ORDERS}
    unseen = {n: unseen_share(tokens, held_out, n) for n in ORDERS}
    perplexity = {
        n: [text.NgramModel(tokens, n, e).perplexity(held_out) for e in SMOOTHINGS]
        for n in ORDERS
    }
    model = text.NgramModel(tokens, 2, 1.0)
    total = float(model.distribution(["the"]).sum())
    exponent = text.zipf_exponent(counts[1])
    picture = viz.loglog(
        [range(1, len(counts[n]) + 1) for n in ORDERS],
        [counts[n] for n in ORDERS],
        [f"runs of {n}" for n in ORDERS],
        *("rank", "frequency"),
    )
    return Answer(
        "A few words are everywhere and most are rare: frequencies fall as a power of "
        "the rank (Zipf). Runs of words are rarer still, so that most of what can be "
        "said is in no text, however long, and a bare frequency calls it impossible. "
        "Smoothing gives it a chance, but only by how frequent the word is, whatever "
        "stands before it. A net shares what it learns between words that are alike; "
        "counting cannot. (The text is that of the sample: its figures differ from one "
        "Python to the next.)",
        tables=[
            Table(
                ("n", "different", "occur once", "unseen in the held-out"),
                [
                    (n, len(counts[n]), f"{once[n]:.0%}", f"{unseen[n]:.0%}")
                    for n in ORDERS
                ],
                f"Runs of n words in {len(tokens):,} words",
            ),
            Table(
                ("n", *(f"e = {e:g}" for e in SMOOTHINGS)),
                [(n, *map(_short, perplexity[n])) for n in ORDERS],
                "Perplexity on the held-out tenth, by smoothing",
            ),
        ],
        checks=[
            Check(
                "Zipf: frequency is about 1 / rank",
                0.7 < exponent < 1.4,
                f"1 / rank to the power {exponent:.2f}",
            ),
            Check(
                "the longer the run, the more are unseen",
                0 < unseen[1] < unseen[2] < unseen[3],
            ),
            Check(
                "without smoothing the held-out text is impossible, with it possible",
                all(
                    math.isinf(each[0]) and max(each[1:]) < math.inf
                    for each in perplexity.values()
                ),
            ),
            Check(
                "smoothed chances of all words still sum to one",
                math.isclose(total, 1, rel_tol=1e-9),
            ),
            Check(
                "one word back helps, if it is smoothed well",
                min(perplexity[2]) < min(perplexity[1]),
                f"perplexity {min(perplexity[2]):.0f} against {min(perplexity[1]):.0f}",
            ),
            Check(
                "rows of consecutive batches go on, those of random ones do not",
                _goes_on("consecutive") and not _goes_on("random"),
            ),
        ],
        pictures={"language-models": picture},
    )


def _goes_on(sampling: str) -> bool:
    """Does row n of each batch begin with the last target of the one before it?"""
    batches = list(text.CorpusLoader(range(200), 2, 5, sampling))
    return all(
        bool((later[0][:, 0] == earlier[1][:, -1]).min().asscalar())
        for earlier, later in zip(batches, batches[1:])
    )


def _short(value: float) -> str:
    return "infinite" if math.isinf(value) else f"{value:,.0f}"
