"""Chapter 7 under the text's names: lines, curves, and where the data come from."""

import re

import matplotlib
import numpy as np
import pytest
from mxnet import nd

from gluon_course import d2lzh as d2l
from gluon_course.base.seeds import seed_everything

LINE = re.compile(r"loss: (\d+\.\d{6}), \d+\.\d{6} sec per epoch\n")


@pytest.fixture(autouse=True)
def figures():
    d2l.plt.switch_backend("agg")
    with matplotlib.rc_context():
        yield
    d2l.plt.close("all")


@pytest.fixture
def notebook(tmp_path, monkeypatch):
    """A notebook's folder with ``../data`` beside it, and nothing in the data root."""
    (tmp_path / "data").mkdir()
    (tmp_path / "chapter_optimization").mkdir()
    monkeypatch.chdir(tmp_path / "chapter_optimization")
    monkeypatch.setenv("GLUON_COURSE_DATA", str(tmp_path / "root"))
    monkeypatch.setenv("GLUON_COURSE_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("GLUON_COURSE_SAMPLE", raising=False)
    return tmp_path


def points():
    random = np.random.RandomState(0)
    X = random.normal(size=(300, 2))
    y = X.dot([1.0, -2.0]) + 0.1 * random.normal(size=300)
    return nd.array(X), nd.array(y)


def sgd(params, states, hyperparams):
    for param in params:
        param[:] = param - hyperparams["lr"] * param.grad


def test_train_2d_prints_where_20_steps_end(capsys):
    """Gradient descent on x1**2 + 2 * x2**2 with the rate 0.1: published end point."""
    way = d2l.train_2d(lambda x1, x2, s1, s2: (0.8 * x1, 0.6 * x2, 0, 0))
    assert capsys.readouterr().out == "epoch 20, x1 -0.057646, x2 -0.000073\n"
    assert len(way) == 21 and way[0] == (-5, -2)
    assert way[20] == pytest.approx((-5 * 0.8**20, -2 * 0.6**20))


def test_states_of_train_2d_start_at_zero_and_are_handed_on(capsys):
    seen = []

    def trainer(x1, x2, s1, s2):
        seen.append((s1, s2))
        return x1, x2, s1 + 1, s2 - 1

    d2l.train_2d(trainer)
    assert seen == [(i, -i) for i in range(20)]


def test_train_ch7_prints_loss_and_time_and_draws_the_losses(capsys):
    seed_everything(0)
    features, labels = points()
    assert d2l.train_ch7(sgd, None, {"lr": 0.05}, features, labels) is None
    printed = LINE.fullmatch(capsys.readouterr().out)
    assert float(printed.group(1)) < 0.02  # half the variance of the noise is 0.005
    (line,) = d2l.plt.gca().lines
    x, losses = line.get_xdata(), line.get_ydata()
    assert x[0] == 0 and x[-1] == 2 and len(x) == 7  # every 100 samples and the start
    assert losses[0] > 1 and f"{losses[-1]:.6f}" == printed.group(1)
    panel = d2l.plt.gca()
    assert (panel.get_xlabel(), panel.get_ylabel()) == ("epoch", "loss")
    assert d2l.plt.gcf().get_size_inches().tolist() == [3.5, 2.5]


def test_train_gluon_ch7_does_the_same_with_mxnets_optimizer(capsys):
    seed_everything(0)
    features, labels = points()
    options = {"learning_rate": 0.05}
    assert d2l.train_gluon_ch7("sgd", options, features, labels, 10, 3) is None
    printed = LINE.fullmatch(capsys.readouterr().out)
    assert float(printed.group(1)) < 0.02
    assert d2l.plt.gca().lines[0].get_xdata()[-1] == 3


def test_the_data_beside_the_notebook_are_standardised(notebook):
    table = np.random.RandomState(0).normal(3, 2, size=(1503, 6))
    np.savetxt(notebook / "data" / "airfoil_self_noise.dat", table, delimiter="\t")
    features, labels = d2l.get_data_ch7()
    expected = (table - table.mean(axis=0)) / table.std(axis=0)
    assert (features.shape, labels.shape) == ((1503, 5), (1503,))
    np.testing.assert_allclose(features.asnumpy(), expected[:, :5], atol=1e-5)
    np.testing.assert_allclose(labels.asnumpy(), expected[:, 5], atol=1e-5)


def test_made_up_rows_take_their_place_only_with_a_notice(
    notebook, monkeypatch, capsys
):
    monkeypatch.setenv("GLUON_COURSE_SAMPLE", "1")
    features, _ = d2l.get_data_ch7()
    assert features.shape == (1503, 5)
    assert "made-up rows" in capsys.readouterr().err
