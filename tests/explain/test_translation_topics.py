"""What the topics on translators compute, by other means."""

import numpy as np
import pytest
from mxnet import nd

from gluon_course import models, simulate_gpus
from gluon_course.explain.beam_search import STEPS, VOCAB, RandomNet, best_of_all
from gluon_course.explain.encoder_bottleneck import sensitivities
from gluon_course.explain.teacher_forcing import counted, run_freely, teacher_forcing
from gluon_course.explain.valid_length import padded


def test_probabilities_of_all_sentences_add_up_to_one():
    net, total, alive = RandomNet(3), 0.0, [()]
    for _ in range(STEPS):
        longer = [(*words, word) for words in alive for word in range(VOCAB)]
        total += sum(np.exp(net.log_probability(w)) for w in longer if w[-1] == 0)
        alive = [words for words in longer if words[-1] != 0]
    total += sum(np.exp(net.log_probability(words)) for words in alive)
    assert total == pytest.approx(1)
    assert best_of_all(net, 0) <= 0


def test_a_step_has_the_scores_of_the_words_so_far():
    net, history = RandomNet(1), nd.zeros((1, 1))
    words = ()
    for token in (1, 2, 0, 3):
        scores, _, history = net(nd.array([[token]]), history)
        words = words if token == 1 and not words else (*words, token)
        np.testing.assert_allclose(scores.asnumpy()[0], net.scores(words), rtol=1e-5)


def test_counting_goes_round():
    assert counted(6, 3) == (["g", "3"], ["g", "b", "e", "h", "c", "f", "a"])


def test_running_freely_reads_its_own_words():
    net = models.get_model("seq2seq", vocab_size=6, target_vocab_size=5, num_steps=4)
    net.initialize("xavier")
    X, lengths = nd.array([[1, 2, 3], [4, 5, 0]]), nd.array([3, 2])
    said = run_freely(net, X, lengths, bos=2)
    read = nd.array(np.hstack([np.full((2, 1), 2), said[:, :-1]]))
    again = net(X, lengths, read).argmax(axis=2).asnumpy()
    np.testing.assert_array_equal(again, said)


def test_the_topic_is_answered_on_the_cpu_where_there_is_a_gpu():
    simulate_gpus(1)
    try:
        assert all(check.holds for check in teacher_forcing().checks)
    finally:
        simulate_gpus(0)


def test_later_words_have_more_influence_on_one_state():
    found = sensitivities("seq2seq", 5, seed=1)
    assert found.shape == (5,) and (found > 0).all()
    assert found[-1] > found[0]
    np.testing.assert_array_equal(found, sensitivities("seq2seq", 5, seed=1))


def test_padding_is_zero():
    assert padded([4, 7], 4).asnumpy().tolist() == [[4, 7, 0, 0]]
