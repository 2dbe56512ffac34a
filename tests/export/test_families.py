"""One net of each family of chapter 9, loaded and run by MXNet alone."""

import subprocess
import sys

import numpy as np
import pytest
from mxnet import init, nd

from gluon_course import models
from gluon_course.base.seeds import seed_everything
from gluon_course.export import export_model

SIDE = 64
FAMILIES = {
    "tiny_ssd": {"num_classes": 3},
    "yolo3_tiny": {"num_classes": 3},
    "faster_rcnn_tiny": {"num_classes": 3, "num_proposals": 8},
    "mask_rcnn_tiny": {"num_classes": 3, "num_proposals": 8},
    "fcn8s": {"num_classes": 4, "base": "small"},
}
ALONE = """
import os, sys
import mxnet as mx, numpy as np
root, names = sys.argv[1], sys.argv[2:]
X = mx.nd.array(np.load(os.path.join(root, "X.npy")))
for name in names:
    folder = os.path.join(root, name)
    net = mx.gluon.SymbolBlock.imports(
        folder + "/model-symbol.json", ["data"], folder + "/model-0000.params"
    )
    outputs = net(X)
    outputs = outputs if isinstance(outputs, list) else [outputs]
    np.savez(folder + ".npz", *(each.asnumpy() for each in outputs))
assert not [name for name in sys.modules if name.startswith("gluon_course.models")]
"""


@pytest.fixture(scope="module")
def computed(tmp_path_factory):
    """By name: what the net computes, and what its export does in another process."""
    root, wanted = tmp_path_factory.mktemp("families"), {}
    X = np.random.RandomState(1).normal(size=(2, 3, SIDE, SIDE)).astype(np.float32)
    np.save(root / "X.npy", X)
    for name, options in FAMILIES.items():
        seed_everything(0)
        net = models.get_model(name, **options)
        net.initialize(init.Xavier(magnitude=4))
        net(nd.array(X))
        if hasattr(net, "mask_detector"):
            net = net.mask_detector(score_threshold=0)
        elif hasattr(net, "detector"):
            net = net.detector(score_threshold=0)
        outputs = net(nd.array(X))
        outputs = outputs if isinstance(outputs, (list, tuple)) else [outputs]
        wanted[name] = [each.asnumpy() for each in outputs]
        export_model(net, root / name, (3, SIDE, SIDE))
    words = [sys.executable, "-c", ALONE, root, *FAMILIES]
    subprocess.run([*map(str, words)], check=True, cwd=root)
    found = {name: list(np.load(root / f"{name}.npz").values()) for name in FAMILIES}
    return wanted, found


@pytest.mark.parametrize("name", FAMILIES)
def test_mxnet_alone_computes_the_same(computed, name):
    wanted, found = (each[name] for each in computed)
    assert len(wanted) == len(found) == (2 if name.startswith("mask") else 1)
    for ours, theirs in zip(wanted, found):
        assert ours.shape == theirs.shape
        np.testing.assert_allclose(theirs, ours, atol=1e-4)
    if not name.startswith("fcn"):
        assert (wanted[0][:, 0, 0] >= 0).all()  # each picture has boxes
