"""10.10 束搜索

Text:     chapter_natural-language-processing/beam-search
Run:      gluon-course run beam-search
Expected: greedy search takes the best word at each step and finds a sentence of
          probability 0.048 (published .048), a beam of 2 one of 0.054 (published .054);
          by probability alone the empty sentence wins, 0.1: therefore scores are
          divided by a power of the length; beam.png: best score by size of the beam
Vary:     --alpha 0 prefers short sentences; --num-steps 6
"""

import numpy as np
from mxnet import nd

from gluon_course import cli, predict, viz
from gluon_course.base.run import RunOptions

WORDS = ("A", "B", "C", "<eos>")
BOS, EOS = 4, 3
# 图10.9和图10.10: probabilities of the words after those so far
TABLE = {
    "": (0.5, 0.2, 0.2, 0.1),
    "A": (0.1, 0.4, 0.3, 0.2),
    "AB": (0.2, 0.2, 0.4, 0.2),
    "AC": (0.1, 0.6, 0.2, 0.1),
    "ABC": (0.0, 0.2, 0.2, 0.6),
    "ACB": (0.1, 0.2, 0.1, 0.6),
}


def main(num_steps=4, size=2, alpha=0.75, num_words=10, run=RunOptions()):
    # 贪婪搜索: the states of the net are the words so far, as the digits of a number
    states = [nd.zeros((1, 1))]
    options = (table_step, states, BOS, EOS, num_steps)
    (greedy,) = predict.greedy_search(*options)
    # 穷举搜索: a beam that holds everything, by the probability alone
    best = predict.beam_search(*options, len(WORDS) ** num_steps, alpha=0)[0][0]
    beam = predict.beam_search(*options, size, alpha)[0][0]  # 束搜索
    facts = {}
    for name, found in (("greedy", greedy), ("exhaustive", best), ("beam", beam)):
        facts[f"{name}_probability"] = float(np.exp(found.log_probability))
        if run.progress:
            words = " ".join(WORDS[each] for each in found.tokens) or "no word"
            print(f"{name}: {words}, {facts[f'{name}_probability']:.3f}")

    # how much a larger beam finds, for nets whose scores are drawn at random
    sizes, scores = [1, 2, 4, 8, 16, 32], np.zeros((3, 6))
    for seed, i in np.ndindex(scores.shape):
        options = (random_step(seed, num_words), states, 1, 0, 8, sizes[i], alpha)
        scores[seed, i] = predict.beam_search(*options)[0][0].score
    labels = ["net 0", "net 1", "net 2"]
    viz.plot(sizes, list(scores), labels, "beam", "score", path=run.path("beam.png"))
    facts["gain"] = float((scores[:, -1] - scores[:, 0]).mean())
    return facts


def table_step(token, history):
    """One word on, with the table's probabilities."""
    history, rows = history * 10 + token + 1, []
    for number in history.asnumpy().astype(int)[:, 0]:
        words = "".join(WORDS[int(each) - 1] for each in str(number) if each < "4")
        rows.append(TABLE.get(words, (0.25,) * 4))
    scores = nd.log(nd.array(rows) + 1e-12)
    return scores, nd.zeros((len(rows), 1, 1)), history


def random_step(seed, num_words):
    """A net with random scores for each sequence of words so far."""

    def step(token, history):
        history = (history * 7 + token + 1) % 9973
        draws = [np.random.RandomState([seed, int(each)]) for each in history.asnumpy()]
        scores = nd.array([each.normal(0, 1, num_words) for each in draws])
        return scores, nd.zeros((len(draws), 1, 1)), history

    return step


if __name__ == "__main__":
    cli.run_script(__file__)
