"""Translators in fewer bits: part after part, judged as the whole they are."""

import mxnet as mx
import numpy as np
import pytest
from mxnet import init, nd
from mxnet.gluon import nn

from gluon_course import models
from gluon_course.base.errors import ExportError
from gluon_course.base.inputs import Input
from gluon_course.base.instructions import has_bfloat16
from gluon_course.base.seeds import seed_everything
from gluon_course.export import (
    Judge,
    export_bf16_parts,
    export_int8_parts,
    load_parts,
)

NAMES = ("encoder", "step")
FAST = {"rounds": 0, "max_drop": 1}


def forms(parts) -> list:
    return [parts[name].meta.get("form", "symbol") for name in NAMES]


class Twice(nn.HybridBlock):
    """Has nothing to multiply."""

    def hybrid_forward(self, F, X):
        return X * 2


@pytest.fixture(scope="module")
def net():
    seed_everything(0)
    net = models.get_model(
        "transformer", vocab_size=6, target_vocab_size=5, num_steps=4, num_layers=1
    )
    net.initialize(init.Xavier())
    return net


@pytest.fixture(scope="module")
def batches(net):
    X, valid_len = nd.array([[1, 2, 3, 0], [4, 5, 1, 2]]), nd.array([3, 4])
    states = net.encoding()(X, valid_len)
    return {
        "encoder": [(X, valid_len)],
        "step": [(nd.array([[token], [2]]), *states) for token in range(3)],
    }


def small():
    """A part that is a dense layer, and one that has none."""
    dense, given = nn.Dense(3, in_units=4), [Input("data", (4,))]
    dense.initialize(init.Normal(1))
    return {"encoder": (dense, given), "step": (Twice(), given)}


def test_both_parts_still_say_nearly_what_the_net_says(net, batches, tmp_path):
    folder = export_int8_parts(net.parts((4,)), tmp_path / "small", batches, **FAST)
    encode, step = load_parts(folder, NAMES)
    assert forms({"encoder": encode, "step": step}) == ["int8", "int8"]
    (X, valid_len), token = batches["encoder"][0], nd.array([[2], [2]])
    got = step(token, *encode(X, valid_len))[0].asnumpy()
    want = net.stepping()(token, *net.encoding()(X, valid_len))[0].asnumpy()
    assert 0 < np.abs(got - want).max() < 0.1 * np.abs(want).max()


def test_each_part_is_judged_with_those_before_it(net, batches, tmp_path):
    seen = []

    def measure(parts):
        seen.append(forms(parts))
        return 2.0 + 0.001 * len(seen)

    judge = Judge("perplexity", measure, "toys", is_loss=True)
    folder = tmp_path / "small"
    export_int8_parts(net.parts((4,)), folder, batches, judge=judge, **FAST)
    whole = ["symbol", "symbol"]
    assert seen == [whole, ["int8", "symbol"], whole, ["int8", "int8"]]
    *_, step = load_parts(folder, NAMES)
    judged = step.meta["reduced"]["judged"]
    assert (judged["before"], judged["after"]) == (2.003, 2.004)


def test_a_drop_of_the_last_part_leaves_nothing(net, batches, tmp_path):
    judge = Judge("share", lambda parts: 1 - 0.3 * (forms(parts)[1] == "int8"))
    folder = tmp_path / "small"
    with pytest.raises(ExportError, match=r"from 1\.0000 in float32 to 0\.7000 in int"):
        export_int8_parts(net.parts((4,)), folder, batches, judge=judge, rounds=0)
    assert list(tmp_path.iterdir()) == []


def test_a_part_without_such_layers_is_written_as_it_is(tmp_path):
    batches = {name: [nd.ones((2, 4))] for name in NAMES}
    folder = export_int8_parts(small(), tmp_path / "small", batches, **FAST)
    parts = dict(zip(NAMES, load_parts(folder, NAMES)))
    assert forms(parts) == ["int8", "symbol"]
    assert parts["step"](nd.array([[1, 2, 3, 4]])).asnumpy().tolist() == [[2, 4, 6, 8]]


def test_a_net_without_such_layers_is_refused(tmp_path):
    parts = {name: (Twice(), [Input("data", (4,))]) for name in NAMES}
    batches = {name: [nd.ones((2, 4))] for name in NAMES}
    with pytest.raises(ExportError):
        export_int8_parts(parts, tmp_path / "small", batches, **FAST)
    assert not (tmp_path / "small").exists()


@pytest.mark.skipif(not has_bfloat16(), reason="this processor has no bfloat16")
def test_bfloat16_of_the_parts(tmp_path):
    folder = export_bf16_parts(small(), tmp_path / "small", **FAST)
    parts = dict(zip(NAMES, load_parts(folder, NAMES)))
    assert forms(parts) == ["bf16", "symbol"]
    assert isinstance(parts["encoder"](mx.nd.ones((1, 4))), mx.nd.NDArray)
