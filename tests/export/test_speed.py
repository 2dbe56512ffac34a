"""Speed of a net's forms: who is measured, who is not and why; never how fast."""

import json

import mxnet as mx
import numpy as np
import pytest
from mxnet import nd
from mxnet.gluon import nn

from gluon_course import models
from gluon_course.base.errors import ConfigError
from gluon_course.base.seeds import seed_everything
from gluon_course.export.speed import forms as speed_forms
from gluon_course.export.speed import measure
from gluon_course.export.speed.measure import measure_speed

QUICK = {"rounds": 1, "seconds": 0.001, "batch_sizes": (1, 3)}
SAME = ("imperative", "hybridized", "fused")


@pytest.fixture(autouse=True)
def small_matrix(monkeypatch):
    monkeypatch.setattr(measure, "MATRIX", 64)


def small_net():
    seed_everything(0)
    net = nn.HybridSequential()
    net.add(nn.Conv2D(4, 3), nn.BatchNorm(), nn.Activation("relu"), nn.Dense(3))
    net.initialize(mx.init.Xavier())
    return net


def test_every_form_and_batch_size_has_its_figures():
    report = measure_speed(small_net(), (1, 6, 6), forms=SAME, **QUICK)
    found = [(each.form, each.batch_size) for each in report.speeds]
    assert found == [(form, size) for size in (1, 3) for form in SAME]
    for each in report.speeds:
        low, middle, high = each.milliseconds
        assert 0 < low <= middle <= high
        assert each.samples_per_s == pytest.approx(1e3 * each.batch_size / middle)
        assert each.peak_share > 0 and not each.reason
        assert (each.difference or 0) < 1e-5
    # a convolution of 4 kernels over 4 x 4 places of 9 pixels, a layer of 64 x 3
    assert report.operations == 2 * (4 * 16 * 9 + 64 * 3)
    assert report.rounds == {1: 1, 3: 1} and report.peak > 0


def test_forms_that_are_approximate_say_how_far_they_are_off():
    report = measure_speed(
        small_net(), (1, 6, 6), forms=("imperative", "int8"), **QUICK
    )
    int8 = [each for each in report.speeds if each.form == "int8"]
    assert all(each.milliseconds and 0 < each.difference < 0.1 for each in int8)


def test_a_form_that_computes_something_else_is_not_timed(monkeypatch):
    def doubled(subject):
        return lambda arrays: lambda: [2 * subject.net(*arrays)]

    monkeypatch.setitem(speed_forms._MAKERS, "fused", doubled)
    report = measure_speed(small_net(), (1, 6, 6), forms=SAME, **QUICK)
    fused = [each for each in report.speeds if each.form == "fused"]
    assert [each.milliseconds for each in fused] == [(), ()]
    assert all("outputs differ by 1 of the largest" in each.reason for each in fused)
    assert all(each.milliseconds for each in report.speeds if each.form != "fused")


def test_a_form_that_cannot_be_made_says_why(monkeypatch):
    def broken(subject):
        raise ConfigError("There is no such thing", "here")

    monkeypatch.setitem(speed_forms._MAKERS, "onnx", broken)
    report = measure_speed(
        small_net(), (1, 6, 6), forms=("hybridized", "onnx"), **QUICK
    )
    onnx = [each for each in report.speeds if each.form == "onnx"]
    assert [each.reason for each in onnx] == ["There is no such thing"] * 2


def test_states_and_several_outputs_are_measured():
    net = models.get_model("lstm_lm", vocab_size=7, num_hiddens=4)
    net.initialize()
    report = measure_speed(net, net.inputs((3,)), forms=SAME, **QUICK)
    assert all(each.milliseconds for each in report.speeds)
    assert [each.name for each in report.inputs] == ["tokens", "hidden", "cell"]


def test_a_net_stays_as_it_was():
    net = small_net()
    net.hybridize(static_alloc=True)
    X = nd.ones((2, 1, 6, 6))
    before = net(X).asnumpy()
    measure_speed(net, (1, 6, 6), forms=("fused",), **QUICK)
    assert net._active and ("static_alloc", True) in net._flags
    np.testing.assert_array_equal(net(X).asnumpy(), before)


def test_the_figures_are_json_and_progress_ends():
    told = []
    report = measure_speed(
        small_net(),
        (1, 6, 6),
        forms=("imperative",),
        progress=lambda what, share: told.append(share),
        **QUICK,
    )
    figures = json.loads(json.dumps(report.as_dict(), allow_nan=False))
    assert figures["speeds"][0]["form"] == "imperative"
    assert figures["rounds"] == {"1": 1, "3": 1}
    assert told == sorted(told) and told[0] >= 0 and told[-1] <= 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"forms": ("tensorrt",)}, "no form 'tensorrt'"),
        ({"batch_sizes": (0,)}, "batches of"),
        ({"batch_sizes": ()}, "batches of"),
        ({"rounds": 0}, "0 rounds"),
        ({"seconds": 0}, "of 0 s"),
    ],
)
def test_impossible_wishes_are_refused(options, message):
    with pytest.raises(ConfigError, match=message):
        measure_speed(small_net(), (1, 6, 6), **{**QUICK, **options})
