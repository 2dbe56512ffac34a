"""Exports of several parts: files for MXNet alone, and what is refused."""

import json
import subprocess
import sys

import numpy as np
import pytest
from mxnet import init, nd

from gluon_course import models
from gluon_course.base.errors import ExportError
from gluon_course.base.seeds import seed_everything
from gluon_course.export import export_model, export_parts, has_parts, load_parts

NAMES = ("encoder", "step")
BARE = """
import json, sys
import numpy as np
import mxnet as mx
folder, out = sys.argv[1:]

def load(part):
    meta = json.load(open(f"{folder}/{part}/model.json", encoding="utf-8"))
    files = (f"{folder}/{part}/model-symbol.json", f"{folder}/{part}/model-0000.params")
    names = [each["name"] for each in meta["inputs"]]
    return mx.gluon.SymbolBlock.imports(files[0], names, files[1])

encode, step = load("encoder"), load("step")
states, token, said = encode(mx.nd.array([[1, 2, 3, 0]]), mx.nd.array([3])), 2, []
for _ in range(4):
    scores, _, *states = step(mx.nd.array([[token]]), *states)
    said.append(scores.asnumpy())
    token = int(scores.argmax(axis=1).asscalar())
np.save(out, np.concatenate(said))
"""


def translator(seed=0):
    seed_everything(seed)
    net = models.get_model(
        "transformer", vocab_size=6, target_vocab_size=5, num_steps=4, num_layers=1
    )
    net.initialize(init.Xavier())
    return net


def test_mxnet_alone_translates_with_the_files(tmp_path):
    net = translator()
    folder = export_parts(net.parts((4,)), tmp_path / "export")
    assert has_parts(folder, NAMES)
    command = [sys.executable, "-c", BARE, str(folder), str(tmp_path / "said.npy")]
    subprocess.run(command, check=True, capture_output=True)
    states = net.encoding()(nd.array([[1, 2, 3, 0]]), nd.array([3]))
    step, token = net.stepping(), 2
    for said in np.load(tmp_path / "said.npy"):
        scores, _, *states = step(nd.array([[token]]), *states)
        np.testing.assert_allclose(said, scores.asnumpy()[0], atol=1e-5)
        token = int(scores.argmax(axis=1).asscalar())


def test_an_older_export_is_replaced_and_nothing_else(tmp_path):
    folder = tmp_path / "export"
    for seed in (0, 1):
        export_parts(translator(seed).parts((4,)), folder)
    assert len(load_parts(folder, NAMES)) == 2
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(ExportError, match=r"'notes\.txt' is in the way"):
        export_parts(translator().parts((4,)), folder)


def test_parts_of_different_nets_are_not_mixed(tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    for seed, folder in enumerate((first, second)):
        info = {"trained": {"checkpoint": f"epoch-{seed}"}}
        export_parts(translator(seed).parts((4,)), folder, info=info)
    for file in (second / "step").iterdir():
        (first / "step" / file.name).write_bytes(file.read_bytes())
    with pytest.raises(ExportError, match="not of one net"):
        load_parts(first, NAMES)


def test_a_missing_part_is_named(tmp_path):
    block, inputs = translator().parts((4,))["encoder"]
    export_model(block, tmp_path / "encoder", inputs)
    assert not has_parts(tmp_path, NAMES)
    with pytest.raises(ExportError, match="step"):
        load_parts(tmp_path, NAMES)


def test_every_part_describes_its_inputs(tmp_path):
    folder = export_parts(translator().parts((4,)), tmp_path / "export")
    meta = json.loads((folder / "step" / "model.json").read_text("utf-8"))
    first, *states = meta["inputs"]
    assert (first["name"], first["shape"], first["span"]) == ("token", [1], [0, 4])
    # position, length, then keys and values of the words so far and of the source
    assert [each["shape"] for each in states] == [[], [], *[[4, 32]] * 4]
    assert [each["free"] for each in states] == [[], [], [], [], [0], [0]]
