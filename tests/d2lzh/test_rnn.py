"""The functions of 6.3 to 6.5: printed lines, arguments, and the package's results."""

import random
import re

import mxnet as mx
import numpy as np
import pytest
from mxnet import gluon, nd

from gluon_course.base.errors import DataError
from gluon_course.base.seeds import seed_everything
from gluon_course.d2lzh import rnn as scratch_names
from gluon_course.d2lzh import rnn_gluon as gluon_names
from gluon_course.scratch.rnn import init_rnn_state, rnn_params
from gluon_course.text import encode_characters

CORPUS = encode_characters("想要有直升机 想要和你飞到宇宙去 " * 12)
V, H = CORPUS.vocab_size, 16
LINE = re.compile(r"epoch (\d+), perplexity (\d+\.\d{6}), time \d+\.\d{2} sec")


def get_params():
    seed_everything(3)
    return rnn_params(V, H)


def text_rnn(inputs, state, params):
    """Step by step, as a learner writes it after the section's formulas."""
    W_xh, W_hh, b_h, W_hq, b_q = params
    (H,) = state
    outputs = []
    for X in inputs:
        H = nd.tanh(nd.dot(X, W_xh) + nd.dot(H, W_hh) + b_h)
        outputs.append(nd.dot(H, W_hq) + b_q)
    return outputs, (H,)


def train(
    names, is_random_iter=False, num_epochs=4, theta=0.1, prefixes=("想要", "你")
):
    random.seed(0)
    names.train_and_predict_rnn(
        text_rnn,
        get_params,
        init_rnn_state,
        H,
        V,
        mx.cpu(),
        CORPUS.indices,
        CORPUS.idx_to_char,
        CORPUS.char_to_idx,
        is_random_iter,
        num_epochs,
        5,
        1.0,
        theta,
        4,
        2,
        6,
        list(prefixes),
    )


def train_gluon(names, num_epochs=4, theta=0.1, prefixes=("想要", "你")):
    model = names.RNNModel(gluon.rnn.RNN(H), V)
    seed_everything(4)
    names.train_and_predict_rnn_gluon(
        model,
        H,
        V,
        mx.cpu(),
        CORPUS.indices,
        CORPUS.idx_to_char,
        CORPUS.char_to_idx,
        num_epochs,
        5,
        1.0,
        theta,
        4,
        2,
        6,
        list(prefixes),
    )
    return model


def blocks(printed):
    """(epoch, perplexity, [texts]) of what was printed."""
    found = []
    for line in printed.splitlines():
        match = LINE.fullmatch(line)
        if match:
            found.append((int(match[1]), float(match[2]), []))
        else:
            assert line.startswith(" - ")
            found[-1][2].append(line[3:])
    return found


def test_one_pass_of_each_sampler_is_an_iterator_of_pairs():
    for make in (scratch_names.data_iter_random, scratch_names.data_iter_consecutive):
        iterator = make(list(range(30)), 2, 6)
        X, Y = next(iterator)
        np.testing.assert_array_equal(Y.asnumpy(), X.asnumpy() + 1)
        assert X.shape == (2, 6) and len(list(iterator)) == 1


@pytest.mark.parametrize("run", [train, train_gluon])
def test_every_period_prints_a_line_and_the_texts(run, capsys):
    run(scratch_names if run is train else gluon_names)
    found = blocks(capsys.readouterr().out)
    assert [epoch for epoch, _, _ in found] == [2, 4]
    for _, perplexity, texts in found:
        assert 1 < perplexity < 2 * V
        assert [len(text) for text in texts] == [8, 7]
        assert texts[0].startswith("想要") and texts[1].startswith("你")
    assert found[1][1] < found[0][1]


@pytest.mark.parametrize("theta", [0.1, None])
@pytest.mark.parametrize("is_random_iter", [False, True])
def test_training_from_scratch_prints_what_the_package_prints(
    is_random_iter, theta, capsys
):
    reference = pytest.importorskip("d2lzh", reason="the extra bench is not installed")
    train(scratch_names, is_random_iter, theta=theta)
    ours = blocks(capsys.readouterr().out)
    train(reference, is_random_iter, theta=theta)
    compare(ours, blocks(capsys.readouterr().out))


def test_training_with_gluon_prints_what_the_package_prints(capsys):
    reference = pytest.importorskip("d2lzh", reason="the extra bench is not installed")
    train_gluon(gluon_names)
    ours = blocks(capsys.readouterr().out)
    train_gluon(reference)
    compare(ours, blocks(capsys.readouterr().out))


def compare(ours, theirs):
    for (epoch, ppl, texts), (epoch_2, ppl_2, texts_2) in zip(ours, theirs):
        assert (epoch, texts) == (epoch_2, texts_2)
        assert ppl == pytest.approx(ppl_2, rel=1e-3)
    assert len(ours) == len(theirs) == 2


def test_training_starts_anew_from_small_weights():
    model = train_gluon(gluon_names, num_epochs=1, theta=1e-9)  # hardly a step
    weights = model.dense.weight.data().asnumpy()
    assert weights.std() == pytest.approx(0.01, rel=0.2)


def test_a_trained_model_goes_on_with_a_text():
    model = train_gluon(gluon_names, num_epochs=1)
    arguments = (V, mx.cpu(), CORPUS.idx_to_char, CORPUS.char_to_idx)
    text = gluon_names.predict_rnn_gluon("想要", 5, model, *arguments)
    assert text.startswith("想要") and len(text) == 7
    with pytest.raises(DataError, match="lacks: '爱'"):
        gluon_names.predict_rnn_gluon("爱", 5, model, *arguments)


@pytest.mark.parametrize("run", [train, train_gluon])
def test_prefixes_that_cannot_be_read_stop_before_the_training(run, capsys):
    with pytest.raises(DataError, match="lacks: '爱'"):
        run(
            scratch_names if run is train else gluon_names,
            num_epochs=2,
            prefixes=("想要", "爱"),
        )
    assert capsys.readouterr().out == ""  # not even the text of the first prefix
