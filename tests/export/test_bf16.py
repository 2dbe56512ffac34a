"""A bfloat16 export: half the bytes where the processor has it, else refused."""

import mxnet as mx
import numpy as np
import pytest
from mxnet.gluon import nn

from gluon_course.base import instructions
from gluon_course.base.errors import ExportError
from gluon_course.base.params_file import BFLOAT16, read_params
from gluon_course.export import Judge, accuracy_judge, export_bf16, load_exported
from gluon_course.export.reduced import bf16

SHAPE = (2, 8, 8)
needs_bfloat16 = pytest.mark.skipif(
    not instructions.has_bfloat16(), reason="this processor has no bfloat16"
)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "export-bf16"


@needs_bfloat16
def test_the_export_is_close_to_the_net_and_half_as_large(small_net, pixels, folder):
    net = small_net("sigmoid")
    model = load_exported(export_bf16(net, folder, SHAPE, rounds=0))
    assert model.meta["form"] == "bf16"
    for batch_size in (1, 3):
        X = pixels(batch_size, 5)
        want, got = net(X).asnumpy(), model(X).asnumpy()
        assert got.dtype == np.float32
        assert 0 < np.abs(want - got).max() < 0.02 * np.abs(want).max()
    facts = model.meta["reduced"]
    assert facts["bytes"]["bf16"] < 0.7 * facts["bytes"]["float32"]


@needs_bfloat16
def test_stored_weights_are_the_nets_rounded_to_eight_bits(small_net, folder):
    net = small_net("sigmoid")
    arrays = read_params(
        export_bf16(net, folder, SHAPE, rounds=0) / "model-0000.params"
    )
    (name,) = (each for each in arrays if "conv" in each and each.endswith("weight"))
    assert arrays[name].dtype == BFLOAT16
    bits = arrays[name]["bfloat16"].astype(np.uint32) << 16
    weight = net[0].weight.data().asnumpy()
    np.testing.assert_allclose(bits.view(np.float32), weight, rtol=2**-8, atol=0)


@needs_bfloat16
def test_the_manifest_says_what_was_done(small_net, pixels, folder):
    X, y = pixels(8), mx.nd.arange(8) % 3
    judge = accuracy_judge([(X, y)], "noise")
    facts = load_exported(
        export_bf16(
            small_net("sigmoid"), folder, SHAPE, judge=judge, max_drop=1, rounds=1
        )
    ).meta["reduced"]
    assert {"metric", "before", "after", "drop"} <= set(facts["judged"])
    assert facts["speed"]["ratio"] > 0
    kinds = {name.rsplit("_", 1)[1] for name in facts["parameters"]}
    assert "weight" in kinds
    assert all("batchnorm" in name for name in facts["float"])


@needs_bfloat16
def test_a_large_drop_is_refused_unless_forced(small_net, folder):
    by_form = {"symbol": 0.9, "bf16": 0.8}
    judge = Judge("accuracy", lambda model: by_form[model.meta.get("form", "symbol")])
    options = {"judge": judge, "rounds": 0}
    with pytest.raises(ExportError, match=r"0\.9000 .* 0\.8000 in bf16"):
        export_bf16(small_net("sigmoid"), folder, SHAPE, **options)
    assert not folder.exists()
    export_bf16(small_net("sigmoid"), folder, SHAPE, is_forced=True, **options)
    assert load_exported(folder).meta["reduced"]["judged"]["forced"]


@needs_bfloat16
def test_a_net_without_such_layers_is_refused(build, folder):
    with pytest.raises(ExportError, match="No layer"):
        export_bf16(build(nn.LayerNorm()), folder, SHAPE)
    assert not folder.exists()


def test_a_processor_without_bfloat16_is_named(small_net, folder, monkeypatch):
    monkeypatch.setattr(bf16, "has_bfloat16", lambda: False)
    with pytest.raises(ExportError, match="avx512_bf16"):
        export_bf16(small_net("sigmoid"), folder, SHAPE)
    assert not folder.exists()


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("flags\t\t: fpu avx512f avx512_bf16 sse\n", True),
        ("processor: 0\nflags : amx_bf16\nflags : amx_bf16\n", True),
        ("flags : avx512f avx512_bf16_not\n", False),
        ("", False),
    ],
)
def test_instruction_sets_are_read_as_linux_lists_them(tmp_path, text, answer):
    (tmp_path / "cpuinfo").write_text(text)
    assert instructions.has_bfloat16(tmp_path / "cpuinfo") is answer


def test_without_the_list_nothing_is_known(tmp_path):
    assert instructions.instruction_sets(tmp_path / "none") == frozenset()
