"""A share of scripts/faults/exports.py: damage ends in our error, not in MXNet."""

import collections
import importlib.util
import random
import sys
from pathlib import Path

import mxnet as mx
import pytest
from mxnet.gluon import nn

from gluon_course.base.errors import ExportError
from gluon_course.export import export_model, exported

pytest.importorskip("fastapi")
pytest.importorskip("onnxruntime")

from gluon_course.export import export_onnx
from gluon_course.export.onnx import loaded

FAULTS = Path(__file__).resolve().parents[2] / "scripts" / "faults"


@pytest.fixture(scope="module")
def faults():
    """The command, as a module."""
    sys.path.insert(0, str(FAULTS))
    try:
        spec = importlib.util.spec_from_file_location("faults", FAULTS / "exports.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        yield module
    finally:
        sys.path.remove(str(FAULTS))
        for name in ("mutations", "onnx_mutations", "sound"):
            sys.modules.pop(name, None)


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    net = nn.HybridSequential()
    net.add(nn.Conv2D(2, 3), nn.BatchNorm(), nn.MaxPool2D(), nn.Dense(3))
    net.initialize()
    folder, info = tmp_path_factory.mktemp("sound"), {"class_names": list("abc")}
    export_onnx(net, folder / "onnx", (1, 8, 8), info=info)
    export_model(net, folder / "symbol", (1, 8, 8), info=info)
    return folder


@pytest.fixture(autouse=True)
def own_readers(monkeypatch):
    """Put back what a judge puts in the place of readers and guard."""
    for module in (exported, loaded):
        for name in ("read_contents", "require_checked"):
            monkeypatch.setattr(module, name, getattr(module, name))


class Stop:
    """Stands for the guarded load and lets nothing through."""

    def check(self, contents):
        raise ExportError("passed")


@pytest.mark.parametrize("kind", ["params", "symbol", "onnx", "manifest"])
def test_damage_ends_in_our_error(faults, sound, tmp_path, monkeypatch, kind):
    monkeypatch.setattr(mx.sym, "load_json", None)
    monkeypatch.setattr(mx.nd, "load_frombuffer", None)
    monkeypatch.setattr(loaded, "OnnxBlock", None)
    judge, chance = faults.Judge(Stop()), random.Random(kind)
    origin = sound / ("onnx" if kind == "onnx" else "symbol")
    counts = collections.Counter()
    for i in range(60):
        faults.mutate(origin, tmp_path / "export", kind, chance, is_stamped=i % 2)
        counts[judge.outcome(tmp_path / "export", kind == "manifest")] += 1
    assert set(counts) <= set(faults.STAGES), counts
    assert counts["hash"] >= 25 and counts["loads and computes"] == 0
    assert sum(counts.values()) - counts["hash"] >= (2 if kind == "manifest" else 8)


def test_an_error_that_is_not_ours_is_reported(faults, sound, monkeypatch):
    def broken(folder):
        raise KeyError("x")

    monkeypatch.setattr(exported, "read_contents", broken)
    assert "KeyError" in faults.Judge(Stop()).outcome(sound / "symbol")
