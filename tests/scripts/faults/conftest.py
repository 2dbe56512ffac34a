"""The commands of scripts/faults as modules."""

import importlib.util
import sys
from pathlib import Path

import pytest

FAULTS = Path(__file__).resolve().parents[3] / "scripts" / "faults"
BESIDE = ("cases", "covering", "mutations", "smallest")


@pytest.fixture
def fault(monkeypatch):
    """``fault("kills")``: a command of scripts/faults as a module."""
    monkeypatch.syspath_prepend(str(FAULTS))

    def load(name):
        spec = importlib.util.spec_from_file_location(
            f"faults_{name}", FAULTS / f"{name}.py"
        )
        module = importlib.util.module_from_spec(spec)
        # dataclasses look their module up
        monkeypatch.setitem(sys.modules, spec.name, module)
        spec.loader.exec_module(module)
        return module

    yield load
    for name in BESIDE:
        sys.modules.pop(name, None)
