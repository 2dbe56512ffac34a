"""Parameters of a net to a file and back, as in section 4.5."""

import pytest
from mxnet import nd
from mxnet.gluon import nn

from gluon_course.base.errors import CheckpointError
from gluon_course.train import load_parameters, save_parameters


def mlp(num_hiddens=4, is_shared=False):
    net = nn.HybridSequential()
    hidden = nn.Dense(num_hiddens, activation="relu")
    net.add(nn.Dense(num_hiddens), nn.BatchNorm(), hidden)
    if is_shared:
        net.add(nn.Dense(num_hiddens, params=hidden.params))
    return net


@pytest.fixture(name="X")
def inputs():
    return nd.random.uniform(shape=(3, 5))


def initialized(net, X):
    net.initialize()
    net(X)
    return net


@pytest.mark.parametrize("is_shared", [False, True])
@pytest.mark.parametrize("is_new", [False, True])
def test_a_net_with_the_file_s_parameters_gives_the_same(
    tmp_path, X, is_shared, is_new
):
    net = initialized(mlp(is_shared=is_shared), X)
    path = save_parameters(net, tmp_path / "net.params")
    other = mlp(is_shared=is_shared)
    if not is_new:
        other.initialize()
    load_parameters(other, path)
    assert (other(X) == net(X)).asnumpy().all()


def test_gluon_reads_our_file_and_we_read_gluon_s(tmp_path, X):
    net, ours, gluon = initialized(mlp(is_shared=True), X), mlp(is_shared=True), mlp()
    net.save_parameters(str(tmp_path / "gluon.params"))
    load_parameters(ours, tmp_path / "gluon.params")
    assert (ours(X) == net(X)).asnumpy().all()
    plain = initialized(mlp(), X)
    gluon.load_parameters(str(save_parameters(plain, tmp_path / "ours.params")))
    assert (gluon(X) == plain(X)).asnumpy().all()


@pytest.mark.parametrize("is_new", [False, True])
def test_a_file_of_another_net_is_refused_and_changes_nothing(tmp_path, X, is_new):
    path = save_parameters(initialized(mlp(num_hiddens=6), X), tmp_path / "six.params")
    net = mlp()
    if is_new:
        with pytest.raises(CheckpointError, match="the net wants"):
            load_parameters(net, path)
        with pytest.raises(RuntimeError, match="has not been initialized"):
            net(X)
        return
    before = initialized(net, X)(X)
    with pytest.raises(CheckpointError, match="the net wants"):
        load_parameters(net, path)
    assert (net(X) == before).asnumpy().all()


@pytest.mark.parametrize("is_initialized", [False, True])
def test_a_net_without_values_cannot_be_written(tmp_path, is_initialized):
    net = mlp()
    if is_initialized:
        net.initialize()
    with pytest.raises(CheckpointError, match="has no parameters to write yet"):
        save_parameters(net, tmp_path / "net.params")
    assert not (tmp_path / "net.params").exists()
