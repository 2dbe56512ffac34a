"""Benchmarks: peers in turns, the same nets on both sides, rows that can be shown."""

import argparse
import importlib
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from gluon_course.results.speed_words import CALLBACKS, NAMES, ROLES, SECTIONS

FOLDER = Path(__file__).resolve().parents[2] / "scripts" / "benchmarks"
SCRIPT = """
import sys
sys.path.insert(0, {folder!r})
import command

def make(name, role):
    if role == "broken":
        raise RuntimeError("no compiler here")
    return lambda number: sum(range(2000 * number)), 10

tables = {{"rows": {{"one": ("course", "other", "broken"), "two": ("course", "more")}}}}
command.run("doc", tables, make, facts=lambda name: {{"kind": "k"}}, optional=("more",))
"""


@pytest.fixture(scope="module")
def benchmark():
    """A module of scripts/benchmarks by its name."""
    before = set(sys.modules)
    sys.path.insert(0, str(FOLDER))
    yield importlib.import_module
    sys.path.remove(str(FOLDER))
    for name in set(sys.modules) - before:
        if str(FOLDER) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]


def run(script, *options):
    words = [sys.executable, str(script), *options]
    return subprocess.run(words, capture_output=True, text=True, timeout=500)


def test_roles_take_turns_and_one_that_cannot_is_a_reason(tmp_path):
    script, file = tmp_path / "script.py", tmp_path / "below" / "record.json"
    script.write_text(SCRIPT.format(folder=str(FOLDER)))
    done = run(script, "--rounds", "2", "--seconds", "0.001", "--json", str(file))
    assert done.returncode == 0, done.stderr
    record = json.loads(file.read_text())
    one, two = record["rows"]
    assert one["name"] == "one" and one["kind"] == "k"
    assert one["course"]["per_s"] > 0 and "ratio" not in one["course"]
    low, high = one["other"]["quartiles"]
    assert low <= one["other"]["ratio"] <= high
    assert "no compiler here" in one["broken"]["failed"]
    assert "no compiler here" in done.stdout
    assert set(two) == {"name", "course", "kind"}  # the other one was not asked for
    assert {"hardware", "date", "command", "versions", "threads"} <= set(record)


def test_a_role_that_never_answers_is_killed_and_is_a_reason(
    benchmark, tmp_path, monkeypatch
):
    script = tmp_path / "script.py"
    script.write_text("import time; time.sleep(600)")
    monkeypatch.setattr(sys, "argv", [str(script)])
    alternate = benchmark("alternate")
    peer = alternate.Peer([])
    with pytest.raises(alternate.PeerEnded, match=r"no answer after 0.01 s"):
        peer.work(limit_s=0.01)
    peer.close()


def test_an_unknown_name_is_refused_with_those_that_are_known(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT.format(folder=str(FOLDER)))
    done = run(script, "--only", "three")
    assert done.returncode == 2
    assert "three: choose from ['one', 'two']" in done.stderr


@pytest.mark.parametrize("name", ["loaders", "augmentations", "startup"])
def test_every_row_and_role_has_a_name_on_the_page(benchmark, name):
    (table,) = benchmark(name).TABLES.values()
    assert set(table) <= set(NAMES)
    assert {role for roles in table.values() for role in roles} <= set(ROLES)
    assert list(benchmark(name).TABLES) == [name] and name in SECTIONS


def test_course_comes_first_in_every_row(benchmark):
    for name in ("families", "loaders", "augmentations", "startup"):
        for rows in benchmark(name).TABLES.values():
            assert {roles[0] for roles in rows.values()} == {"course"}


def test_batches_are_the_same_whenever_they_are_made(benchmark):
    sizes = benchmark("sizes")
    for family in sizes.FAMILIES.values():
        first, second = sizes.batch_of(family), sizes.batch_of(family)
        assert first[0].shape == family.batch
        assert {each.dtype.name for each in first} <= {"float32", "int32"}
        assert all((a == b).all() for a, b in zip(first, second))


@pytest.mark.parametrize(
    "name",
    ["rnn_lm", "gru_lm", "lstm_lm", "seq2seq", "bahdanau", "text_cnn", "birnn"],
)
def test_nets_of_sequences_have_the_parameters_of_the_course(benchmark, name):
    pytest.importorskip("torch", reason="needs the extra 'bench'")
    family = benchmark("sizes").FAMILIES[name]
    ours, theirs = both(benchmark, family, (2, 6))
    assert ours == theirs


@pytest.mark.parametrize("name", ["tiny_ssd", "fcn32s"])
def test_nets_of_maps_have_the_parameters_of_the_course(benchmark, name):
    pytest.importorskip("torch", reason="needs the extra 'bench'")
    family = benchmark("sizes").FAMILIES[name]
    ours, theirs = both(benchmark, family, (1, 3, 64, 64))
    assert ours == theirs


def test_scores_of_a_mask_have_its_size(benchmark):
    torch = pytest.importorskip("torch", reason="needs the extra 'bench'")
    net = benchmark("torch_detectors").FCN(num_classes=2)
    X, y = torch.zeros(1, 3, 32, 48), torch.zeros(1, 32, 48, dtype=torch.long)
    error, sums = benchmark("torch_detectors").masks_loss(net, X, y)
    assert error.item() > 0 and sums[1:].sum() == 32 * 48


def both(benchmark, family, shape):
    """Trained parameters of the course's net and of PyTorch's."""
    from mxnet import nd

    from gluon_course import models

    net = models.get_model(family.model, **family.options)
    net.initialize()
    X = nd.ones(shape)
    if family.kind == "tokens":
        net(X, net.begin_state(batch_size=len(X)))
    elif family.kind == "pairs":
        Y = nd.ones((len(X), family.options["num_steps"]))
        net(X, nd.ones(len(X)), Y)
    else:
        net(X)
    frozen = [getattr(net, each).weight for each in family.frozen]
    trained = [
        each
        for each in net.collect_params().values()
        if each.grad_req != "null" and each not in frozen
    ]
    ours = sum(int(np.prod(each.shape)) for each in trained)
    theirs = benchmark("torch_steps").MAKERS[family.kind](family)
    for each in family.frozen:
        getattr(theirs, each).requires_grad_(False)
    counted = [each.numel() for each in theirs.parameters() if each.requires_grad]
    return ours, sum(counted)


def test_targets_of_anchors_are_those_of_the_course(benchmark):
    torch = pytest.importorskip("torch", reason="needs the extra 'bench'")
    from mxnet import nd

    from gluon_course.nn import multibox_prior, multibox_target

    sizes, detectors = benchmark("sizes"), benchmark("torch_detectors")
    random = np.random.RandomState(3)
    _, labels = sizes.BATCHES["boxes"](random, (4, 3, 8, 8))
    fmap = np.zeros((1, 1, 6, 6), "float32")
    anchors = multibox_prior(nd.array(fmap), detectors.SIZES[0], (1, 2, 0.5))
    ours = multibox_target(anchors, nd.array(labels), labels.shape[1])
    boxes = detectors.anchors_of(torch.from_numpy(fmap), detectors.SHAPES[0])
    np.testing.assert_allclose(boxes.numpy(), anchors[0].asnumpy(), atol=1e-6)
    theirs = benchmark("torch_targets").targets_of(boxes, torch.from_numpy(labels))
    for one, other in zip(ours, theirs):
        np.testing.assert_allclose(other.numpy(), one.asnumpy(), atol=1e-4)
    assert ours[1].sum().asscalar() > 4


def test_costs_of_callbacks_are_measured_one_by_one_and_together(
    benchmark, monkeypatch, tmp_path
):
    callbacks = benchmark("callbacks")
    monkeypatch.setattr(callbacks, "STEPS", 2)
    monkeypatch.setattr(callbacks, "BATCH", 4)
    options = argparse.Namespace(clock="cpu", rounds=2)
    hooks, step_s = callbacks.in_hooks(tmp_path, options)
    assert {"Bar", "History", "Checkpoint"} <= {row["name"] for row in hooks}
    assert step_s > 0 and all(row["step_s"] >= 0 for row in hooks)
    assert len((tmp_path / "history.jsonl").read_text().splitlines()) == 3
    turns = callbacks.in_turns(tmp_path, options)
    assert [row["name"] for row in turns] == [*CALLBACKS]
    assert all(len(row["quartiles"]) == 2 for row in turns)


@pytest.mark.parametrize("name", ["flip", "jitter", "cutmix", "kaggle-dog"])
def test_whole_batches_are_augmented(benchmark, monkeypatch, name):
    augmentations = benchmark("augmentations")
    monkeypatch.setattr(augmentations, "BATCH", 2)
    monkeypatch.setattr(augmentations, "SIDE", 8)
    for role in augmentations.TABLES["augmentations"][name]:
        work, pictures = augmentations.make(name, role)
        work(1)
        assert pictures == 2


def test_photographs_are_read_alike_by_both_loaders(benchmark, monkeypatch):
    loaders = benchmark("loaders")
    monkeypatch.setattr(loaders, "PICTURES", 4)
    monkeypatch.setattr(loaders, "SIDE", 16)
    shapes = {role: getattr(loaders, role)("folder") for role in ("course", "text")}
    for loader in shapes.values():
        X, y = next(iter(loader))
        assert X.shape == (4, 3, 16, 16) and y.shape == (4,)
