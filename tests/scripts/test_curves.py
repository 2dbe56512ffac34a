"""The course and PyTorch, from the same weights and batches, learn the same curve."""

import sys
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra 'bench'")

from gluon_course import RunOptions, data

FOLDER = Path(__file__).resolve().parents[2] / "scripts" / "benchmarks"


@pytest.fixture(scope="module")
def curves():
    """The script as a module, whose neighbours are taken out again."""
    before = set(sys.modules)
    sys.path.insert(0, str(FOLDER))
    import curves

    yield curves
    sys.path.remove(str(FOLDER))
    for name in set(sys.modules) - before:
        if str(FOLDER) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]


def test_both_sides_learn_the_same_curve(curves):
    setting = curves.Setting("mlp", 28, 0.1, batch_size=16, num_epochs=2)
    random = np.random.RandomState(0)
    X = random.rand(40, 1, 28, 28).astype("float32")  # a smaller last batch
    y = random.randint(0, 10, 40).astype("int32")
    train_iter = data.BatchLoader(X, y, batch_size=16, shuffle=True, seed=3)
    test_iter = data.BatchLoader(X[:20], y[:20], batch_size=16)
    run = RunOptions(device="cpu", seed=3)
    rows = curves.curves(setting, train_iter, test_iter, run, 1)
    assert len(rows["course"]) == len(rows["torch"]) == 2
    for ours, other in zip(rows["course"], rows["torch"]):
        assert ours.keys() == other.keys()
        for name in ("train_loss", "test_loss"):
            assert ours[name] == pytest.approx(other[name], rel=1e-4)
    assert rows["course"][0]["train_loss"] != rows["course"][1]["train_loss"]


def test_weights_of_another_net_are_refused(curves):
    from torch import nn

    with pytest.raises(ValueError, match="weights"):
        curves.copy([np.zeros((3, 2))], nn.Linear(2, 4))
