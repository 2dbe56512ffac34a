"""GLUON_COURSE_FAKE_GPUS, seen by programs of their own."""

import os
import subprocess
import sys

import pytest

from gluon_course.base import simulated_gpus
from gluon_course.base.errors import ConfigError
from gluon_course.cli.doctor import devices

SENTENCE = "2 GPUs are simulated on the CPU"


def run(*command, gpus=None):
    """A fresh program with the variable set to ``gpus``."""
    environ = {**os.environ, "OMP_NUM_THREADS": "1"}
    environ.pop(simulated_gpus.VARIABLE, None)
    if gpus is not None:
        environ[simulated_gpus.VARIABLE] = gpus
    return subprocess.run(command, env=environ, capture_output=True, text=True)


def test_program_that_imports_only_mxnet_has_its_gpus_and_is_told_once():
    code = """
import mxnet as mx
from mxnet import nd
x = nd.zeros((2,), ctx=mx.gpu(1))
print(mx.context.num_gpus(), x.context, x.copyto(mx.gpu(0)).context)
"""
    done = run(sys.executable, "-c", code, gpus="2")
    assert done.stdout.split() == ["2", "gpu(1)", "gpu(0)"], done.stderr
    assert done.stderr.count("\n") == 1
    assert SENTENCE in done.stderr


def test_nothing_is_loaded_where_the_variable_is_absent():
    code = """
import mxnet, sys
print([name for name in sys.modules if "simulated" in name or "device_calls" in name])
"""
    done = run(sys.executable, "-c", code)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_bad_value_is_an_error_that_names_the_variable():
    done = run(sys.executable, "-c", "import mxnet", gpus="two")
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert "GLUON_COURSE_FAKE_GPUS is 'two'" in last
    assert "whole number from 0 to 32" in last


def test_section_trains_on_two_devices_from_the_command_line(tmp_path):
    done = run(
        *(sys.executable, "-m", "gluon_course", "run", "lenet", "--sample"),
        *("--epochs", "1", "--limit", "64", "--batch-size", "32"),
        *("--device", "gpu:0,1", "--out", str(tmp_path / "run")),
        gpus="2",
    )
    assert done.returncode == 0, done.stderr
    assert "training on gpu(0), gpu(1)" in done.stdout
    assert done.stderr.count(SENTENCE) == 1


@pytest.mark.parametrize(
    ("value", "count"), [("", 0), (" 2 ", 2), ("0", 0), ("32", 32)]
)
def test_value_is_a_number_of_gpus(value, count):
    assert simulated_gpus.requested({simulated_gpus.VARIABLE: value}) == count
    assert simulated_gpus.requested({}) == 0


@pytest.mark.parametrize("value", ["33", "-1", "1.5", "yes", "²"])
def test_other_values_are_refused(value):
    with pytest.raises(ConfigError, match="no number of GPUs"):
        simulated_gpus.requested({simulated_gpus.VARIABLE: value})


def test_doctor_says_what_is_simulated(monkeypatch):
    monkeypatch.setenv(simulated_gpus.VARIABLE, "2")
    check, *_ = devices.gpu_checks({"mxnet": {}})
    assert (check.name, check.problem) == ("GPU", "")
    assert check.value.startswith("2 simulated on the CPU")
    monkeypatch.setenv(simulated_gpus.VARIABLE, "x")
    check, *_ = devices.gpu_checks({"mxnet": {}})
    assert "'x'" in check.problem
