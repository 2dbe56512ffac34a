"""Chapter 8 at tiny size: each script shows one fact of its section."""

import json
import subprocess
import sys

import mxnet as mx
import numpy as np
import pytest
from mxnet import autograd, gluon, nd

from gluon_course import data, models, train
from gluon_course.base.chapters import find_section
from gluon_course.base.errors import DeviceError, ShapeError
from gluon_course.base.run import RunOptions


def test_8_1_python_runs_once_more_after_hybridizing(run_section, tmp_path):
    facts = run_section("8.1", num_passes=20)
    assert facts["imperative"] == facts["symbolic"] == 10
    assert facts["python_runs"] == ["NDArray", "Symbol"]
    assert facts["difference"] < 1e-6
    kinds = [name.rstrip("0123456789_").split("_")[-2:] for name in facts["operators"]]
    relu = [kind for kind in kinds if "relu" in kind]
    assert (len(kinds), len(relu)) == (5, 2)  # three dense layers, two activations
    assert min(facts["before_s"], facts["after_s"]) > 0
    loaded = gluon.SymbolBlock.imports(
        str(tmp_path / "net-symbol.json"), ["data"], str(tmp_path / "net-0000.params")
    )
    assert loaded(nd.ones((1, 512))).shape == (1, 2)


def test_8_2_what_is_queued_is_not_finished_and_takes_memory(tmp_path):
    # a process of its own: memory that others gave back would serve the batches
    options = ["--size", "1000", "--num-batches", "20", "--out", str(tmp_path / "run")]
    script = find_section("8.2").file
    subprocess.run([sys.executable, script, *options], check=True, cwd=tmp_path)
    facts = json.loads((tmp_path / "run" / "result.json").read_text())["result"]
    assert facts["queued_s"] < facts["finished_s"]
    assert facts["train_queued_s"] < facts["train_finished_s"]
    # each of the 20 batches has 2 MiB; a few are done before the last is queued
    assert facts["train_queued_mib"] > facts["train_waiting_mib"] + 10


def test_8_3_two_devices_compute_and_copy_at_once(run_section):
    facts = run_section("8.3", size=200, num_products=2)
    assert facts["devices"] == ["cpu(0)", "cpu(1)"]
    assert facts["kind"] == "CPU"
    assert facts["difference"].asscalar() == 0
    assert all(value > 0 for name, value in facts.items() if name.endswith("_s"))


def test_8_3_names_the_simulated_gpu(run_section, two_gpus):
    facts = run_section("8.3", device="auto", size=100, num_products=1)
    assert facts["devices"] == ["cpu(0)", "gpu(0)"]
    assert facts["kind"] == "simulated"


@pytest.mark.parametrize("device", ["gpu:0,1", "cpu"])
def test_8_4_two_devices_learn_what_one_learns(run_section, two_gpus, device, tmp_path):
    facts = run_section("8.4", device=device, num_epochs=2, limit=100, batch_size=20)
    kind = device[:3]
    assert facts["devices"] == [f"{kind}(0)", f"{kind}(1)"]
    assert facts["difference"] < 1e-5
    for name, tolerance in (("train_loss", 1e-5), ("test_acc", 0.01)):
        expected = pytest.approx(facts[name], abs=tolerance)
        assert facts[f"several_{name}"] == expected
    for folder in (tmp_path, tmp_path / "several"):
        assert len((folder / "history.jsonl").read_text().splitlines()) == 2


def test_8_4_shares_among_as_many_cpu_devices_as_asked(run_section):
    facts = run_section("8.4", device="cpu:3", num_epochs=1, limit=30, batch_size=15)
    assert facts["devices"] == ["cpu(0)", "cpu(1)", "cpu(2)"]
    assert facts["difference"] < 1e-5


def test_8_4_mistakes_are_told(run_section, two_gpus):
    with pytest.raises(DeviceError, match="single GPU"):
        run_section("8.4", device="gpu:1")
    with pytest.raises(ShapeError, match="1 samples cannot be shared by 2 devices"):
        run_section("8.4", device="cpu", limit=5, batch_size=4)


def test_8_5_a_residual_net_is_replicated_and_trained(
    run_section, two_gpus, tmp_path, monkeypatch
):
    pictures = nd.random.uniform(shape=(4, 1, 8, 8)), nd.arange(4)
    asked = []

    def few(batch_size, run):
        asked.append(batch_size)
        return [pictures], [pictures]

    monkeypatch.setattr(data, "fashion_mnist", few)
    facts = run_section("8.5", device="auto", num_epochs=1, batch_size=2)
    assert asked == [2, 4]  # the share of each device stays the same
    assert facts["devices"] == ["gpu(0)", "gpu(1)"]
    assert facts["part"] == (2, 10)
    assert facts["is_replicated"]
    for part in ("", "several_"):
        assert np.isfinite(facts[f"{part}train_loss"])
    for folder in (tmp_path, tmp_path / "several"):
        assert (folder / "history.jsonl").is_file()


def lenet_without_dropout():
    mx.random.seed(2)
    net = models.get_model("lenet_v2")
    net.initialize(mx.init.Xavier())
    net(nd.zeros((1, 1, 28, 28)))
    return net


BATCHES = [
    (nd.random.normal(shape=(n, 1, 28, 28)), nd.arange(n) % 10) for n in (16, 16, 9)
]
MOMENTUM = {"learning_rate": 0.2, "momentum": 0.9}


def with_the_trainer(device):
    net = lenet_without_dropout()
    task = train.Classification()
    run = RunOptions(device=device)
    train.Trainer(net, task, "sgd", MOMENTUM, run=run).fit(BATCHES, num_epochs=3)
    return net


def with_gluon(devices):
    net, loss = lenet_without_dropout(), gluon.loss.SoftmaxCrossEntropyLoss()
    net.collect_params().reset_ctx(devices)
    net.hybridize()
    trainer = gluon.Trainer(net.collect_params(), "sgd", MOMENTUM, kvstore="device")
    for X, y in BATCHES * 3:
        parts = zip(
            *(
                gluon.utils.split_and_load(each, devices, even_split=False)
                for each in (X, y)
            )
        )
        with autograd.record():
            losses = [loss(net(X_k), y_k) for X_k, y_k in parts]
        for each in losses:
            each.backward()
        trainer.step(len(X))
    return net


@pytest.mark.parametrize(
    ("train_it", "one", "several"),
    [
        (with_the_trainer, "cpu", "gpu:0,1"),
        (with_the_trainer, "cpu", "cpu:2"),
        (with_gluon, [mx.cpu()], [mx.gpu(0), mx.gpu(1)]),
    ],
)
def test_two_devices_give_the_parameters_of_one(two_gpus, train_it, one, several):
    start = lenet_without_dropout().collect_params().values()
    alone = train_it(one).collect_params().values()
    replicated = train_it(several).collect_params().values()
    moved = 0
    for before, single, many in zip(start, alone, replicated):
        assert len(many.list_ctx()) == 2
        moved += abs(single.data() - before.data()).sum().asscalar()
        for each in many.list_data():
            np.testing.assert_allclose(
                each.asnumpy(), single.data().asnumpy(), atol=1e-5
            )
    assert moved > 1
