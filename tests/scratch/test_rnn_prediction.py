"""Text from a network whose answers are known."""

import mxnet as mx
import pytest
from mxnet import nd

from gluon_course.base.errors import DataError
from gluon_course.scratch.rnn import init_rnn_state
from gluon_course.scratch.rnn_prediction import greedy_text, predict_rnn

CHARS = list("abcd爱")
INDEX = {char: i for i, char in enumerate(CHARS)}


def next_char(inputs, state, params):
    """A network that names the next character of the alphabet, and counts its steps."""
    (H,) = state
    shift = nd.array([(i - 1) % len(CHARS) for i in range(len(CHARS))])
    return [x.take(shift, axis=1) for x in inputs], (H + len(inputs),)


def predict(prefix, num_chars, rnn=next_char):
    return predict_rnn(
        prefix, num_chars, rnn, None, init_rnn_state, 1, 5, mx.cpu(), CHARS, INDEX
    )


def test_the_most_likely_character_follows_each_time():
    assert predict("a", 6) == "abcd爱ab"
    assert predict("ca", 2) == "cabc"
    assert predict("爱", 0) == "爱"


def test_the_state_goes_through_the_prefix_and_is_fed_every_character_but_the_last():
    seen = []

    def rnn(inputs, state, params):
        seen.append((inputs[0].argmax(axis=1).asscalar(), state[0].asscalar()))
        return next_char(inputs, state, params)

    assert predict("cab", 3, rnn) == "cabcd爱"
    assert seen == [(2, 0), (0, 1), (1, 2), (2, 3), (3, 4)]


def test_any_model_of_scores_and_state_will_do():
    def forward(X, state):
        assert X.shape == (1, 1)
        return nd.one_hot((X.reshape(-1) + state) % 5, 5), state + 1

    assert greedy_text("a", 3, forward, nd.ones(1), None, CHARS, INDEX) == "abdb"


@pytest.mark.parametrize("prefix", ["", "ax", "分开"])
def test_prefixes_that_the_model_cannot_read_are_refused(prefix):
    with pytest.raises(DataError, match=r"empty|lacks") as error:
        predict(prefix, 3)
    assert "abcd爱" in error.value.action
