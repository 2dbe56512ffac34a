"""One training step of every net against PyTorch: loss, gradients, running statistics.

The reference values were computed once in double precision (reference/). The step is
compared in double precision, and in single precision as the course trains; where
PyTorch is installed, whole gradients are also compared with a step taken on the spot.
The largest nets do only the second by default; for all: pytest -m "slow or not slow".
"""

import importlib.util
import json
import sys
from pathlib import Path

import mxnet as mx
import numpy as np
import pytest

from gluon_course import models

REFERENCE = Path(__file__).parent / "reference"
sys.path.append(str(REFERENCE))

from seeded_step import (  # noqa: E402
    CASES,
    KINKED,
    draw_batch,
    draw_parameters,
    fingerprint,
)

KINDS = {
    "weight": "weight",
    "bias": "bias",
    "gamma": "scale",
    "beta": "shift",
    "running_mean": "mean",
    "running_var": "variance",
}
BIG = ("vgg16", "vgg19", "resnet101", "resnet152")
MOST = [
    pytest.param(name, marks=pytest.mark.slow) if name in BIG else name
    for name in CASES
]
TOLERANCE = {"float64": 1e-5, "float32": 1e-4}  # of the largest gradient norm
HAS_TORCH = importlib.util.find_spec("torch") is not None


def training_step(name, dtype, far_from_kinks=False):
    """The step in MXNet, hybridized as the trainer does it, in the twins' form."""
    net = models.get_model(name, **CASES[name][0])
    net.cast(dtype)
    net.initialize()
    X, y = (mx.nd.array(array, dtype=dtype) for array in draw_batch(name))
    net(X[:1])  # deferred shapes become known; no training mode, nothing else changes
    parameters = net._collect_params_with_prefix()
    layout = [(KINDS[key.split(".")[-1]], p.shape) for key, p in parameters.items()]
    values = draw_parameters(layout, far_from_kinks)
    for parameter, value in zip(parameters.values(), values):
        parameter.set_data(mx.nd.array(value, dtype=dtype))
    loss = mx.gluon.loss.SoftmaxCrossEntropyLoss()
    if name == "linear":
        loss = mx.gluon.loss.L2Loss()
    net.hybridize(static_alloc=True, static_shape=True)
    with mx.autograd.record():
        output = net(X)
        mean = loss(output, y).mean()
    mean.backward()
    trained = [p for p in parameters.values() if p.grad_req != "null"]
    others = [p for p in parameters.values() if p.grad_req == "null"]
    return {
        "loss": mean.asscalar(),
        "output": output.asnumpy(),
        "gradients": [parameter.grad().asnumpy() for parameter in trained],
        "statistics": [parameter.data().asnumpy() for parameter in others],
    }


@pytest.mark.parametrize("name", MOST)
def test_training_step_in_double_precision_equals_the_reference(name):
    check(training_step(name, "float64"), name, TOLERANCE["float64"])


@pytest.mark.parametrize("name", CASES)
def test_training_step_in_single_precision_equals_the_reference(name):
    is_far = name in KINKED
    step = training_step(name, "float32", is_far)
    check(step, f"{name}-far" if is_far else name, TOLERANCE["float32"])


@pytest.mark.skipif(not HAS_TORCH, reason="PyTorch is not installed (extra bench)")
@pytest.mark.parametrize("name", MOST)
def test_training_step_equals_a_live_step_of_pytorch(name):
    import torch
    from torch_twins import training_step as training_step_of_pytorch

    is_far = name in KINKED
    step = training_step(name, "float32", is_far)
    other = training_step_of_pytorch(name, torch.float32, is_far)
    largest = max(np.linalg.norm(array) for array in other["gradients"])
    tolerance = TOLERANCE["float32"]

    assert step["loss"] == pytest.approx(other["loss"], rel=tolerance)
    for key in ("gradients", "statistics"):
        assert len(step[key]) == len(other[key])
        for array, wanted in zip(step[key], other[key]):
            assert array.shape == wanted.shape
            scale = largest if key == "gradients" else np.linalg.norm(wanted)
            assert np.linalg.norm(array - wanted) <= tolerance * scale


def test_every_model_has_a_reference():
    assert set(CASES) == {*models.list_models("classification"), "linear"}
    wanted = {*CASES, *(f"{name}-far" for name in KINKED)}
    assert {path.stem for path in REFERENCE.glob("*.json")} == wanted


def check(step, name, tolerance):
    """Loss, norms and projections of ``step`` are those of the file of that name."""
    reference = json.loads((REFERENCE / f"{name}.json").read_text())
    largest = max(row[0] for row in reference["gradients"])

    def within(row, scale):
        return pytest.approx(row, rel=0, abs=tolerance * scale)

    assert step["loss"] == pytest.approx(reference["loss"], rel=tolerance)
    output = reference["output"]
    assert fingerprint(step["output"], 0) == within(output, output[0])
    for key in ("gradients", "statistics"):
        assert len(step[key]) == len(reference[key])
        for i, (array, row) in enumerate(zip(step[key], reference[key])):
            scale = largest if key == "gradients" else row[0]
            assert fingerprint(array, i) == within(row, scale)
