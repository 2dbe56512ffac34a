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
        sys.modules.pop("mutations", None)


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    net = nn.HybridSequential()
    net.add(nn.Conv2D(2, 3), nn.BatchNorm(), nn.MaxPool2D(), nn.Dense(3))
    net.initialize()
    return export_model(net, tmp_path_factory.mktemp("sound") / "export", (1, 8, 8))


class Stop:
    """Stands for the guarded load and lets nothing through."""

    def check(self, contents):
        raise ExportError("passed")


@pytest.mark.parametrize("kind", ["params", "symbol"])
def test_damage_ends_in_our_error(faults, sound, tmp_path, monkeypatch, kind):
    for name in ("read_contents", "require_checked"):
        monkeypatch.setattr(exported, name, getattr(exported, name))
    monkeypatch.setattr(mx.sym, "load_json", None)
    monkeypatch.setattr(mx.nd, "load_frombuffer", None)
    judge, chance = faults.Judge(Stop()), random.Random(kind)
    counts = collections.Counter()
    for i in range(60):
        faults.mutate(sound, tmp_path / "export", kind, chance, is_stamped=i % 2)
        counts[judge.outcome(tmp_path / "export")] += 1
    assert set(counts) <= set(faults.STAGES), counts
    assert counts["hash"] >= 25 and counts["structure"] >= 8
    assert counts["loads and computes"] == 0


def test_an_error_that_is_not_ours_is_reported(faults, sound, monkeypatch):
    def broken(folder):
        raise KeyError("x")

    for name in ("read_contents", "require_checked"):
        monkeypatch.setattr(exported, name, getattr(exported, name))
    monkeypatch.setattr(exported, "read_contents", broken)
    assert "KeyError" in faults.Judge(Stop()).outcome(sound)
