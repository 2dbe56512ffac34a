"""From device options to contexts, on machines given as lists of GPUs."""

import mxnet as mx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluon_course.base import devices
from gluon_course.base.devices import (
    one_and_several,
    parse_devices,
    try_all_gpus,
    try_gpu,
)
from gluon_course.base.errors import ConfigError, DeviceError
from gluon_course.base.gpu import Gpu
from gluon_course.base.simulated_gpus import simulate_gpus

ADA, AMPERE, HOPPER = (8, 9), (8, 0), (9, 0)


def machine(*capabilities):
    return [Gpu(i, f"card{i}", each, 1 << 33) for i, each in enumerate(capabilities)]


@pytest.mark.parametrize(
    ("spec", "gpus", "expected"),
    [
        ("cpu", [], [mx.cpu()]),
        ("cpu:2", [], [mx.cpu(0), mx.cpu(1)]),
        ("cpu:1", machine(ADA), [mx.cpu(0)]),
        ("auto", [], [mx.cpu()]),
        ("auto", machine(ADA, AMPERE), [mx.gpu(0)]),
        ("auto", machine(HOPPER), [mx.cpu()]),
        ("auto", machine(HOPPER, ADA), [mx.gpu(1)]),
        ("gpu", machine(ADA, AMPERE), [mx.gpu(0)]),
        ("gpu", machine(HOPPER, ADA), [mx.gpu(1)]),
        ("gpu:1", machine(ADA, AMPERE), [mx.gpu(1)]),
        ("gpu:0,1", machine(ADA, AMPERE), [mx.gpu(0), mx.gpu(1)]),
        ("gpu:1,0", machine(ADA, AMPERE), [mx.gpu(1), mx.gpu(0)]),
        (" GPU:0 ", machine(ADA), [mx.gpu(0)]),
    ],
)
def test_option_names_contexts(spec, gpus, expected):
    assert parse_devices(spec, gpus) == expected


@pytest.mark.parametrize(
    ("spec", "gpus", "reason"),
    [
        ("gpu", [], "No NVIDIA GPU"),
        ("gpu:0", [], "No NVIDIA GPU"),
        ("gpu", machine(HOPPER), "compute capability 9.0"),
        ("gpu:0,1", machine(ADA, HOPPER), "GPU 1 (card1) has compute capability 9.0"),
        ("gpu:2", machine(ADA, ADA), "There is no gpu:2, only gpu:0, gpu:1"),
    ],
)
def test_gpu_that_cannot_be_used_is_an_error_with_the_reason(spec, gpus, reason):
    with pytest.raises(DeviceError) as caught:
        parse_devices(spec, gpus)
    assert reason in str(caught.value)
    assert "--device cpu" in str(caught.value)


@pytest.mark.parametrize(
    "spec",
    ["", "tpu", "gpu:", "gpu:a", "gpu:0;1", "cpu:0", "cpu:65", "gpu:1,1", "cpu:1,2"],
)
def test_other_options_are_refused_with_the_forms(spec):
    with pytest.raises(ConfigError) as caught:
        parse_devices(spec, machine(ADA, ADA))
    assert "cpu" in caught.value.action


@given(
    st.permutations(range(6)).flatmap(lambda p: st.integers(1, 6).map(lambda n: p[:n]))
)
def test_any_choice_of_present_gpus_comes_back_in_its_order(indices):
    spec = "gpu:" + ",".join(map(str, indices))
    contexts = parse_devices(spec, machine(*[ADA] * 6))
    assert [each.device_id for each in contexts] == indices


def test_gpu_passed_over_is_said_once(monkeypatch, capsys):
    monkeypatch.setattr(devices, "_SAID", set())
    parse_devices("auto", machine(HOPPER))
    parse_devices("auto", machine(HOPPER))
    said = capsys.readouterr().err
    assert said.count("compute capability 9.0") == 1
    assert said.endswith("computing on the CPU.\n")


def test_try_gpu_falls_back_to_the_cpu():
    assert try_gpu(gpus=machine(ADA)) == mx.gpu(0)
    assert try_gpu(1, gpus=machine(ADA)) == mx.cpu()
    assert try_gpu(gpus=machine(HOPPER)) == mx.cpu()
    assert try_gpu(gpus=[]) == mx.cpu()


def test_try_all_gpus_takes_the_usable_ones():
    assert try_all_gpus(machine(ADA, HOPPER, AMPERE)) == [mx.gpu(0), mx.gpu(2)]
    assert try_all_gpus([]) == [mx.cpu()]


@pytest.mark.skipif(
    mx.runtime.Features().is_enabled("CUDA"), reason="this MXNet is a CUDA build"
)
def test_cpu_build_has_no_gpu_and_says_so():
    assert parse_devices("auto") == [mx.cpu()]
    assert try_gpu() == mx.cpu()
    with pytest.raises(DeviceError, match="built for the CPU"):
        parse_devices("gpu")


@pytest.mark.parametrize(
    ("spec", "num_gpus", "expected"),
    [
        ("auto", 1, ("cpu", "cpu:2")),
        ("auto", 2, ("gpu:0", "gpu:0,1")),
        ("auto", 3, ("gpu:0", "gpu:0,1,2")),
        ("gpu:2,1", 3, ("gpu:2", "gpu:2,1")),
        ("cpu", 2, ("cpu", "cpu:2")),
        ("cpu:4", 2, ("cpu", "cpu:4")),
    ],
)
def test_one_device_and_several_of_its_kind(spec, num_gpus, expected):
    simulate_gpus(num_gpus)
    try:
        assert one_and_several(spec) == expected
    finally:
        simulate_gpus(0)


def test_a_single_gpu_cannot_be_compared_with_several():
    simulate_gpus(2)
    try:
        with pytest.raises(DeviceError, match="'gpu:1' is a single GPU"):
            one_and_several("gpu:1")
    finally:
        simulate_gpus(0)
