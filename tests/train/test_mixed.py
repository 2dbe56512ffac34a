"""16 bits where they pay, and the scale that float16 needs."""

import mxnet as mx
import numpy as np
import pytest
from mxnet import nd
from mxnet.gluon import nn

from gluon_course import models
from gluon_course.base.errors import ConfigError, DeviceError, TrainingError
from gluon_course.base.instructions import has_bfloat16
from gluon_course.base.run import RunOptions
from gluon_course.train import Classification, Trainer
from gluon_course.train.loss_scale import LossScale, all_finite
from gluon_course.train.mixed import check_precision, mixed_graph

needs_bfloat16 = pytest.mark.skipif(not has_bfloat16(), reason="no bfloat16 here")


def trainer_of(net, **options):
    return Trainer(
        net,
        Classification(),
        "sgd",
        {"learning_rate": 0.1, "momentum": 0.9},
        init=mx.init.Xavier(),
        run=RunOptions(device="cpu", **options),
        read_every=2,
    )


def values(net):
    return [p.data().asnumpy() for p in net.collect_params().values()]


@needs_bfloat16
def test_bfloat16_learns_what_float32_learns(blobs, make_mlp):
    exact, low = make_mlp(), make_mlp()
    wanted = trainer_of(exact).fit(blobs, blobs, 4).final
    got = trainer_of(low, dtype="bfloat16").fit(blobs, blobs, 4).final
    assert all(each.dtype == np.float32 for each in values(low))
    assert got["test_loss"] == pytest.approx(wanted["test_loss"], abs=0.05)
    assert got["test_loss"] != wanted["test_loss"]  # other roundings: it was used


@needs_bfloat16
def test_bfloat16_resumes_as_if_it_had_not_stopped(blobs, make_mlp, tmp_path):
    whole, part = make_mlp(), make_mlp()
    options = {"dtype": "bfloat16", "accumulate": 2}
    trainer_of(whole, **options).fit(blobs, None, 2)
    trainer_of(make_mlp(), out=tmp_path, **options).fit(blobs, None, 1)
    trainer_of(part, out=tmp_path, resume=True, **options).fit(blobs, None, 2)
    for a, b in zip(values(whole), values(part)):
        np.testing.assert_array_equal(a, b)


@needs_bfloat16
def test_convolutions_norms_and_joined_branches_train_in_bfloat16():
    class Branches(nn.HybridBlock):
        def __init__(self):
            super().__init__()
            self.left, self.right = nn.Conv2D(4, 3, padding=1), nn.Conv2D(4, 1)
            self.norm, self.out = nn.BatchNorm(), nn.Dense(3)

        def hybrid_forward(self, F, X):
            joined = F.concat(self.left(X), F.relu(self.right(X)), dim=1)
            return self.out(F.relu(self.norm(joined)) + joined)

    X = nd.random.uniform(shape=(6, 2, 8, 8))
    y = nd.array([0, 1, 2] * 2, dtype="int32")
    result = trainer_of(Branches(), dtype="bfloat16").fit([(X, y)] * 4, None, 2)
    assert result.history[1]["train_loss"] < result.history[0]["train_loss"]


@needs_bfloat16
@pytest.mark.parametrize("name", ["googlenet", "densenet"])
def test_nets_that_join_branches_have_a_graph_in_bfloat16(name):
    from mxnet import sym

    net, task = models.get_model(name), Classification()
    batch = nd.zeros((1, 1, 96, 96)), nd.zeros((1,), dtype="int32")
    graph = mixed_graph(
        lambda F, *X: task.forward(sym, net, *X), batch, "bfloat16", [net]
    )
    assert {p.name for p in graph.collect_params().values()} == set(
        net.collect_params()
    )


def test_a_scaled_training_is_the_unscaled_one(blobs, make_mlp):
    plain, scaled = make_mlp(), make_mlp()
    trainer_of(plain).fit(blobs, None, 2)
    trainer = trainer_of(scaled)
    trainer.loss_scale = LossScale(1024, window=3)
    trainer.fit(blobs, None, 2)
    assert trainer.loss_scale.scale == 1024 * 2**3  # ten updates, doubled after three
    for a, b in zip(values(plain), values(scaled)):
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-6)


def test_an_update_with_an_infinity_is_skipped_counted_and_remembered(
    blobs, make_mlp, tmp_path
):
    trainer = trainer_of(make_mlp(), out=tmp_path)
    trainer.loss_scale = LossScale(8.0)
    reduce, calls, seen = trainer.updates.reduce, [], []

    def broken(num_parts):
        reduce(num_parts)
        calls.append(num_parts)
        if len(calls) in (2, 4):
            gradient = trainer.updates.gradients()[0][0]
            gradient[:] = float("inf") if len(calls) == 2 else float("nan")
            seen.append(values(trainer.net))
        elif len(calls) in (3, 5):
            seen.append(values(trainer.net))

    trainer.updates.reduce = broken
    result = trainer.fit(blobs, None, 1)
    for before, after in (seen[:2], seen[2:]):
        for a, b in zip(before, after):
            np.testing.assert_array_equal(a, b)
    assert result.final["skipped_steps"] == 2 and result.final["loss_scale"] == 2.0
    assert all(np.isfinite(each).all() for each in values(trainer.net))

    again = trainer_of(make_mlp(), out=tmp_path, resume=True)
    again.loss_scale = LossScale()
    again.fit(blobs, None, 1)
    assert again.loss_scale.state() == {"scale": 2.0, "good": 1, "skipped": 2}


def test_infinities_at_every_scale_are_the_nets_own():
    scale = LossScale(2**-12)
    infinite = [nd.array([1.0]), nd.array([np.inf])]
    assert scale.skips(infinite) and scale.skips(infinite)
    with pytest.raises(TrainingError, match="however small"):
        scale.skips(infinite)


def test_every_array_is_looked_at():
    arrays = [nd.ones((2,)) for _ in range(205)]
    assert all_finite(arrays)
    arrays[203][1] = np.nan
    assert not all_finite(arrays)


def test_what_cannot_be_computed_is_refused(make_mlp, monkeypatch):
    with pytest.raises(ConfigError, match="int3"):
        RunOptions(dtype="int3")
    with pytest.raises(ConfigError, match="dist_async"):
        RunOptions(dtype="float16", kvstore="dist_async")
    with pytest.raises(DeviceError, match="float16 is for GPUs"):
        trainer_of(make_mlp(), dtype="float16")
    with pytest.raises(DeviceError, match="bfloat16 is for CPUs"):
        check_precision("bfloat16", make_mlp(), [mx.gpu(0)])
    monkeypatch.setattr("gluon_course.train.mixed.has_bfloat16", lambda: False)
    with pytest.raises(DeviceError, match="does not multiply"):
        trainer_of(make_mlp(), dtype="bfloat16")
    monkeypatch.setattr("gluon_course.train.mixed.has_bfloat16", lambda: True)
    with pytest.raises(ConfigError, match="no HybridBlock"):
        check_precision("bfloat16", abs, [mx.cpu()])
