"""Memory of a training, counted before it begins."""

import mxnet as mx
import pytest
from mxnet import nd
from mxnet.gluon import nn

from gluon_course import models
from gluon_course.base.errors import ConfigError
from gluon_course.base.free_memory import free_bytes
from gluon_course.base.run import RunOptions
from gluon_course.train import Classification, LanguageModel, Trainer, estimate_memory
from gluon_course.train.callbacks.memory import described
from gluon_course.train.memory import RUNTIME


def batch(*shape):
    return nd.zeros(shape), nd.zeros(shape[:1], dtype="int32")


def test_parameters_gradients_and_states_are_counted_exactly():
    net = models.get_model("lenet_bn", num_classes=10)
    optimizers = [None, *map(mx.optimizer.create, ("sgd", "adam"))]
    optimizers.append(mx.optimizer.SGD(momentum=0.9))
    found = [
        estimate_memory(net, Classification(), batch(4, 1, 28, 28), each)
        for each in optimizers
    ]
    net.initialize()
    net(nd.zeros((1, 1, 28, 28)))
    sizes = {p.name: p.data().size * 4 for p in net.collect_params().values()}
    trained = sum(
        sizes[p.name] for p in net.collect_params().values() if p.grad_req != "null"
    )
    assert found[0].parameters == sum(sizes.values())
    assert found[0].gradients == trained
    assert [each.optimizer for each in found] == [0, 0, 2 * trained, trained]
    assert found[0].fixed == sum(sizes.values()) + trained + RUNTIME


def test_activations_grow_with_the_batch_and_say_which_fits():
    net = models.get_model("lenet", num_classes=10)
    small, large = (
        estimate_memory(net, Classification(), batch(size, 1, 28, 28))
        for size in (10, 40)
    )
    assert large.activations == pytest.approx(4 * small.activations, rel=0.01)
    fitting = small.fitting_batch(small.fixed + 100 * small.activations)
    assert fitting == 1000
    assert small.fitting_batch(1) == 0
    lines = described(small, 2**30).splitlines()
    assert max(map(len, lines)) < 80 and len(lines) > 1
    assert "batches up to" in " ".join(map(str.strip, lines))
    assert "free" not in described(small, None)


def test_kept_is_what_the_backward_pass_needs():
    # dense, relu, dense: both inputs, the relu's output; the batch once
    net = nn.HybridSequential()
    net.add(nn.Dense(1000, activation="relu"), nn.Dense(10))
    memory = estimate_memory(net, Classification(), batch(100, 50))
    kept = 4 * 100 * (50 + 1000)
    assert kept < memory.activations < 7 * kept


def test_states_of_a_language_model_and_its_steps_count():
    net = models.get_model("lstm_lm", vocab_size=50, num_hiddens=16)
    X = nd.zeros((4, 6))
    assert estimate_memory(net, LanguageModel(), (X, X)).activations > 0


def test_a_net_without_a_graph_is_refused():
    with pytest.raises(ConfigError, match="no HybridBlock"):
        estimate_memory(lambda X: X, Classification(), batch(1, 2))
    with pytest.raises(ConfigError, match="traced"):
        estimate_memory(_Branching(), Classification(), batch(1, 2))


class _Branching(nn.HybridSequential):
    def hybrid_forward(self, F, X):
        return X.shape[0] * X


def test_a_run_says_it_before_it_begins(blobs, make_mlp, capsys):
    trainer = Trainer(
        make_mlp(),
        Classification(),
        run=RunOptions(device="cpu", progress=True),
        init=mx.init.Xavier(),
    )
    trainer.fit(blobs, None, 1)
    shown = capsys.readouterr().out
    assert shown.index("memory for a batch of 16") < shown.index("epoch 1")


def test_free_memory_is_the_smaller_of_machine_and_control_group(tmp_path):
    assert free_bytes(root=tmp_path) is None
    (tmp_path / "proc").mkdir()
    (tmp_path / "proc/meminfo").write_text("MemTotal: 9 kB\nMemAvailable:   8 kB\n")
    assert free_bytes(root=tmp_path) == 8192
    group = tmp_path / "sys/fs/cgroup"
    group.mkdir(parents=True)
    (group / "memory.max").write_text("5000\n")
    (group / "memory.current").write_text("1000\n")
    assert free_bytes(mx.cpu(), root=tmp_path) == 4000
    (group / "memory.max").write_text("max\n")
    assert free_bytes(root=tmp_path) == 8192
