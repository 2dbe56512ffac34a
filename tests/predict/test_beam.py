"""Greedy and beam search against trying out all sentences."""

import itertools

import numpy as np
import pytest
from mxnet import nd

from gluon_course.base.errors import ConfigError, ShapeError, TrainingError
from gluon_course.predict import beam_search, greedy_search

V, EOS, BOS = 4, 0, 3


class Machine:
    """Scores that depend on the source, the words so far and their number."""

    def __init__(self, num_sources=2, seed=0):
        self.seed = seed
        self.states = [
            nd.arange(num_sources).reshape((-1, 1)),
            nd.zeros((num_sources, 1)),
        ]

    def scores(self, source, history):
        random = np.random.RandomState([self.seed, int(source), int(history) % 10_000])
        return random.normal(size=V) * 2

    def __call__(self, token, source, history):
        # the history is the number whose digits are the words
        history = history * 10 + token + 1
        rows = zip(source.asnumpy()[:, 0], history.asnumpy()[:, 0])
        scores = np.array([self.scores(*each) for each in rows])
        weights = nd.stack(source, history, axis=2)  # (M, 1, 2)
        return nd.array(scores), weights, source, history

    def log_probability(self, source, words):
        """Of a whole sentence, word by word."""
        total, history = 0.0, BOS + 1
        for word in words:
            scores = self.scores(source, history)
            total += scores[word] - np.log(np.exp(scores).sum())
            history = history * 10 + word + 1
        return total


def all_sentences(num_steps):
    """Every sentence that ends with EOS, or has not ended after ``num_steps``."""
    others = [each for each in range(V) if each != EOS]
    for length in range(num_steps):
        for words in itertools.product(others, repeat=length):
            yield (*words, EOS)
    yield from itertools.product(others, repeat=num_steps)


@pytest.mark.parametrize("alpha", [0, 0.75])
@pytest.mark.parametrize("seed", range(3))
def test_a_beam_for_all_sentences_is_the_exhaustive_search(alpha, seed):
    machine, num_steps = Machine(seed=seed), 3
    found = beam_search(machine, machine.states, BOS, EOS, num_steps, V**3, alpha)
    for source, beam in enumerate(found):
        expected = sorted(
            (
                machine.log_probability(source, words) / len(words) ** alpha
                for words in all_sentences(num_steps)
            ),
            reverse=True,
        )
        assert [each.score for each in beam] == pytest.approx(expected, abs=1e-4)
        best = beam[0]
        words = (*best.tokens, EOS) if best.has_ended else best.tokens
        total = machine.log_probability(source, words)
        assert best.log_probability == pytest.approx(total, abs=1e-4)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_small_beam_is_that_of_a_slow_one(size):
    machine, num_steps = Machine(seed=5), 5
    found = beam_search(machine, machine.states, BOS, EOS, num_steps, size)
    for source, beam in enumerate(found):
        alive, ended = [()], []
        for _ in range(num_steps):
            longer = [(*each, word) for each in alive for word in range(V)]
            longer.sort(key=lambda words: -machine.log_probability(source, words))
            ended += [each for each in longer[:size] if each[-1] == EOS]
            alive = [each for each in longer[:size] if each[-1] != EOS]
        scores = [
            machine.log_probability(source, words) / len(words) ** 0.75
            for words in (*ended, *alive)
        ]
        expected = sorted(scores, reverse=True)[:size]
        assert [each.score for each in beam] == pytest.approx(expected, abs=1e-4)


def test_greedy_takes_the_best_word_at_every_step():
    machine = Machine(3, seed=1)
    for source, found in enumerate(greedy_search(machine, machine.states, BOS, EOS, 6)):
        words, history = [], BOS + 1
        while len(words) < 6:
            word = int(np.argmax(machine.scores(source, history)))
            if word == EOS:
                break
            words.append(word)
            history = history * 10 + word + 1
        assert found.tokens == tuple(words)
        assert found.has_ended == (len(words) < 6)


@pytest.mark.parametrize("size", [1, 3])
def test_weights_belong_to_the_words(size):
    machine = Machine(seed=2)
    for source, beam in enumerate(
        beam_search(machine, machine.states, BOS, EOS, 4, size)
    ):
        for found in beam:
            length = len(found.tokens) + found.has_ended
            assert found.weights.shape == (length, 1, 2)
            history = BOS + 1
            for words, weights in zip((*found.tokens, EOS), found.weights):
                assert weights[0].tolist() == [source, history]
                history = history * 10 + words + 1


def test_the_text_s_example_of_greedy_search():
    # A B C <eos> step by step has .5 .4 .4 .6 = .048; A C B <eos> .5 .3 .6 .6 = .054
    table = {
        (): [0.1, 0.5, 0.2, 0.2],
        (1,): [0.2, 0.1, 0.4, 0.3],
        (1, 2): [0.2, 0.2, 0.2, 0.4],
        (1, 3): [0.2, 0.1, 0.6, 0.1],
        (1, 2, 3): [0.6, 0.2, 0.2, 0.0],
        (1, 3, 2): [0.6, 0.1, 0.1, 0.2],
    }

    def step(token, history):
        history = history * 10 + token
        rows = []
        for each in history.asnumpy().astype(int)[:, 0]:
            words = tuple(int(digit) for digit in str(each) if digit != "9")
            rows.append(table.get(words, [0.25] * 4))
        scores = nd.log(nd.array(rows) + 1e-9)
        return scores, nd.zeros((len(rows), 1, 1)), history

    (greedy,) = greedy_search(step, [nd.zeros((1, 1))], 9, 0, 4)
    assert greedy.tokens == (1, 2, 3)
    assert np.exp(greedy.log_probability) == pytest.approx(0.048, rel=1e-4)
    ((best, *_),) = beam_search(step, [nd.zeros((1, 1))], 9, 0, 4, size=4, alpha=0)
    assert np.exp(best.log_probability) >= 0.054 * (1 - 1e-4)


@pytest.mark.parametrize("size", [1, 2])
def test_scores_that_are_no_numbers_are_told(size):
    def step(token, state):
        return nd.full((len(token), V), np.nan), nd.zeros((len(token), 1, 1)), state

    with pytest.raises(TrainingError, match="No word has a finite score"):
        beam_search(step, [nd.zeros((2, 1))], BOS, EOS, 3, size)


def test_mistakes_are_told():
    machine = Machine()
    for options, message in (
        ({"size": 0}, "size is 0"),
        ({"num_steps": 0}, "num_steps is 0"),
        ({"alpha": -1}, "alpha is -1"),
    ):
        options = {"num_steps": 3, **options}
        with pytest.raises(ConfigError, match=message):
            beam_search(machine, machine.states, BOS, EOS, **options)
    with pytest.raises(ShapeError, match=r"States of \[1, 2\] sentences"):
        beam_search(machine, [nd.ones((1, 2)), nd.ones((2, 2))], BOS, EOS, 3)
