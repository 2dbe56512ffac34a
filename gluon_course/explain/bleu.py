"""BLEU by hand: runs of words that are right, and a penalty for brevity."""

from __future__ import annotations

import math

from gluon_course import metrics
from gluon_course.explain.topic import Answer, Check, Table, register_topic

LABEL = "they are canadian ."
CASES = (
    "they are canadian .",
    "they are russian .",
    "they are",
    "they they they they",
    ". canadian are they",
    "they are canadian . they are",
)


def right_runs(prediction: list[str], label: list[str], n: int) -> tuple[int, int]:
    """Runs of n words that are right, and all runs; found by crossing them out.

    Parameters
    ----------
    prediction, label : list of str
        Words.
    n : int
        Length of a run, 1 or more.
    """
    left = [label[i : i + n] for i in range(len(label) - n + 1)]
    runs = [prediction[i : i + n] for i in range(len(prediction) - n + 1)]
    right = 0
    for run in runs:
        if run in left:
            left.remove(run)
            right += 1
    return right, len(runs)


def bleu_by_hand(prediction: list[str], label: list[str]) -> float:
    """The text's BLEU of runs of 1 and 2 words, from :func:`right_runs`."""
    (one, ones), (two, twos) = (right_runs(prediction, label, n) for n in (1, 2))
    penalty = math.exp(min(0, 1 - len(label) / len(prediction)))
    return penalty * (one / ones) ** (1 / 2) * (two / twos) ** (1 / 4)


@register_topic("bleu", "What does BLEU count?", "10.12, v2:9.7")
def bleu() -> Answer:
    """Six translations of one sentence, counted by crossing out."""
    label, rows, scores = LABEL.split(), [], {}
    for case in CASES:
        words = case.split()
        runs = ["{}/{}".format(*right_runs(words, label, n)) for n in (1, 2)]
        penalty = math.exp(min(0, 1 - len(label) / len(words)))
        scores[case] = bleu_by_hand(words, label)
        rows.append((case, *runs, f"{penalty:.3f}", f"{scores[case]:.3f}"))
    measured = {case: metrics.bleu(case.split(), label, k=2) for case in CASES}
    exact, nearly, short, repeated, turned, longer = CASES
    return Answer(
        "BLEU counts the runs of 1, 2, ... words of a translation that the right one "
        "has too, each as often as there at most, and multiplies the shares; longer "
        "runs weigh less in the text's form (powers 1/2, 1/4, ...). Because shares are "
        "of the translation's own runs, leaving words out would pay; so short ones are "
        "multiplied by exp(1 - length of the right one / own length).",
        tables=[
            Table(
                ("translation", "1 word", "2 words", "brevity", "BLEU"),
                rows,
                f"right is: {LABEL}",
            )
        ],
        checks=[
            Check(
                "counted by hand it is what metrics.bleu computes",
                all(abs(scores[case] - measured[case]) < 1e-9 for case in CASES),
            ),
            Check(
                "the text's values: 1.000 and .658",
                scores[exact] == 1 and abs(scores[nearly] - 0.658) < 5e-4,
            ),
            Check(
                "a word that is repeated counts once",
                right_runs(repeated.split(), label, 1) == (1, 4),
            ),
            Check(
                "the right words in a wrong order have no run of 2: BLEU 0",
                right_runs(turned.split(), label, 1)[0] == 4 and scores[turned] == 0,
            ),
            Check(
                "half a sentence without a mistake has exp(1 - 4/2) = .368",
                abs(scores[short] - math.exp(-1)) < 1e-9,
            ),
            Check("saying more than is right costs too", scores[longer] < 0.8),
        ],
    )
