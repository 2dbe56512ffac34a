import json
import shutil

import mxnet as mx
import numpy as np
import pytest

from gluon_course.base.errors import CheckpointError
from gluon_course.base.run import RunOptions
from gluon_course.train import (
    Callback,
    Classification,
    Trainer,
    best_checkpoint,
    last_good,
    load_net,
    read_history,
)
from gluon_course.train.checkpoint import (
    discard_old,
    list_checkpoints,
    load_checkpoint,
)

OPTIMIZERS = [
    ("sgd", {"learning_rate": 0.05, "momentum": 0.9, "wd": 1e-3}),
    ("nag", {"learning_rate": 0.05, "momentum": 0.9}),
    ("adam", {"learning_rate": 0.01}),
    ("adagrad", {"learning_rate": 0.05}),
    ("rmsprop", {"learning_rate": 0.01, "centered": True}),
    ("adadelta", {"rho": 0.9}),
    ("nadam", {"learning_rate": 0.01}),
    ("ftrl", {"learning_rate": 0.1}),
    ("signum", {"learning_rate": 0.01}),
]


def make_trainer(
    make_mlp, out=None, resume=False, optimizer=OPTIMIZERS[0], device="cpu"
):
    run = RunOptions(device=device, seed=3, out=out, resume=resume)
    init = mx.init.Xavier()
    net = make_mlp(is_noisy=True)
    return Trainer(net, Classification(), *optimizer, init=init, run=run)


def values(trainer):
    arrays = trainer.updates.parameters.arrays()
    return {name: array.asnumpy() for name, array in arrays.items()}


def assert_equal(one, other):
    assert one.keys() == other.keys()
    for name in one:
        np.testing.assert_array_equal(one[name], other[name], err_msg=name)


def without_times(rows):
    return [
        {k: v for k, v in row.items() if k[:2] != "se" and k[:4] != "samp"}
        for row in rows
    ]


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=[name for name, _ in OPTIMIZERS])
def test_resume_after_two_epochs_matches_uninterrupted(
    blobs, make_mlp, tmp_path, optimizer
):
    whole = make_trainer(make_mlp, tmp_path / "whole", optimizer=optimizer)
    expected = whole.fit(blobs, blobs, 4)
    make_trainer(make_mlp, tmp_path / "parts", optimizer=optimizer).fit(blobs, blobs, 2)
    resumed = make_trainer(make_mlp, tmp_path / "parts", True, optimizer)
    result = resumed.fit(blobs, blobs, 4)
    assert_equal(values(resumed), values(whole))
    assert without_times(result.history) == without_times(expected.history)
    rows = read_history(tmp_path / "parts" / "history.jsonl")
    assert [row["epoch"] for row in rows] == [1, 2, 3, 4]


def test_resume_on_two_devices_matches_uninterrupted(blobs, make_mlp, tmp_path):
    whole = make_trainer(make_mlp, tmp_path / "whole", device="cpu:2")
    whole.fit(blobs, blobs, 4)
    make_trainer(make_mlp, tmp_path / "parts", device="cpu:2").fit(blobs, blobs, 2)
    resumed = make_trainer(make_mlp, tmp_path / "parts", True, device="cpu:2")
    resumed.fit(blobs, blobs, 4)
    assert_equal(values(resumed), values(whole))


def test_resuming_a_finished_run_changes_nothing(blobs, make_mlp, tmp_path):
    first = make_trainer(make_mlp, tmp_path)
    expected = first.fit(blobs, blobs, 2)
    again = make_trainer(make_mlp, tmp_path, True)
    result = again.fit(blobs, blobs, 2)
    assert result.history == expected.history
    assert_equal(values(again), values(first))


def test_a_run_killed_behind_its_last_checkpoint_is_tidied(blobs, make_mlp, tmp_path):
    expected = make_trainer(make_mlp, tmp_path).fit(blobs, blobs, 5)
    # the kill came before the history was written, while an old checkpoint was deleted
    history = tmp_path / "history.jsonl"
    history.write_text("".join(history.read_text().splitlines(True)[:-1]))
    (tmp_path / "checkpoints" / "epoch-0000").mkdir()
    make_trainer(make_mlp, tmp_path, True).fit(blobs, blobs, 5)
    assert read_history(history) == expected.history
    assert not (tmp_path / "checkpoints" / "epoch-0000").exists()


def test_what_was_resumed_from_stays_though_newer_ones_are_damaged(
    blobs, make_mlp, tmp_path
):
    class Stop(Callback):
        def on_first_batch(self, trainer, part):
            raise RuntimeError

    first = make_trainer(make_mlp, tmp_path)
    first.fit(blobs, blobs, 3)
    folder = tmp_path / "checkpoints"
    good = folder / "epoch-0003"
    for name in ("epoch-0004", "epoch-0005"):
        shutil.copytree(good, folder / name)
        (folder / name / "net.params").write_bytes(b"")
    again = make_trainer(make_mlp, tmp_path, True)
    again.callbacks.append(Stop())
    with pytest.raises(RuntimeError):
        again.fit(blobs, blobs, 6)
    assert last_good(folder)[0] == good


def test_old_checkpoints_are_those_of_smaller_numbers(tmp_path):
    for epoch in (9_997, 9_998, 9_999, 10_000):
        (tmp_path / f"epoch-{epoch}").mkdir()
    (tmp_path / "epoch-0007.mine").mkdir()
    discard_old(tmp_path, 10_000, 9_997)
    left = ["epoch-0007.mine", "epoch-10000", "epoch-9997", "epoch-9999"]
    assert sorted(each.name for each in tmp_path.iterdir()) == left


def test_resume_without_a_checkpoint_starts_at_epoch_1(blobs, make_mlp, tmp_path):
    result = make_trainer(make_mlp, tmp_path, True).fit(blobs, blobs, 1)
    assert [row["epoch"] for row in result.history] == [1]


def test_keeps_the_best_and_the_last_two(blobs, make_mlp, tmp_path):
    trainer = make_trainer(make_mlp, tmp_path)
    result = trainer.fit(blobs, blobs, 8)
    kept = {path.name for path in list_checkpoints(tmp_path / "checkpoints")}
    assert kept == {"epoch-0007", "epoch-0008", f"epoch-{result.best['epoch']:04d}"}
    best = max(result.history, key=lambda row: row["test_acc"])
    assert result.best["value"] == best["test_acc"]
    assert best_checkpoint(tmp_path / "checkpoints").name.endswith(
        f"{result.best['epoch']:04d}"
    )


def test_no_file_holds_a_pickle(blobs, make_mlp, tmp_path):
    make_trainer(make_mlp, tmp_path, optimizer=OPTIMIZERS[2]).fit(blobs, blobs, 1)
    for path in (tmp_path / "checkpoints" / "epoch-0001").iterdir():
        content = path.read_bytes()
        if path.suffix == ".json":
            json.loads(content)
        else:  # MXNet's list of arrays, which a parser of our own reads
            assert content[:8] == b"\x12\x01" + bytes(6)


@pytest.fixture
def checkpoint(blobs, make_mlp, tmp_path):
    make_trainer(make_mlp, tmp_path).fit(blobs, blobs, 1)
    return tmp_path / "checkpoints" / "epoch-0001"


FILES = ["net.params", "optimizer.params", "state.json", "manifest.json"]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", ["missing", "truncated", "flipped", "empty"])
def test_damaged_file_is_refused_and_the_net_unchanged(
    checkpoint, make_mlp, blobs, name, damage
):
    path = checkpoint / name
    content = path.read_bytes()
    if damage == "missing":
        path.unlink()
    elif damage == "flipped":
        middle = len(content) // 2
        flipped = bytes([content[middle] ^ 0x10])
        path.write_bytes(content[:middle] + flipped + content[middle + 1 :])
    else:
        path.write_bytes(content[: len(content) // 2] if damage == "truncated" else b"")
    trainer = make_trainer(make_mlp)
    trainer.fit(blobs, None, 1)
    before = values(trainer)
    with pytest.raises(CheckpointError):
        load_checkpoint(checkpoint, trainer.updates)
    assert_equal(values(trainer), before)


def test_newest_damaged_checkpoint_is_passed_over(blobs, make_mlp, tmp_path):
    make_trainer(make_mlp, tmp_path).fit(blobs, blobs, 3)
    folder = tmp_path / "checkpoints"
    (folder / "epoch-0003" / "net.params").write_bytes(b"half")
    newest, passed = last_good(folder)
    assert newest.name == "epoch-0002"
    assert len(passed) == 1
    result = make_trainer(make_mlp, tmp_path, True).fit(blobs, blobs, 4)
    whole = make_trainer(make_mlp).fit(blobs, blobs, 4)
    assert without_times(result.history) == without_times(whole.history)


def test_checkpoint_of_another_net_is_refused(checkpoint, blobs, make_mlp):
    other = make_mlp()
    other.initialize()
    with pytest.raises(CheckpointError, match="another net"):
        load_net(checkpoint, other)


def test_checkpoint_of_another_optimizer_is_refused(checkpoint, blobs, make_mlp):
    trainer = make_trainer(make_mlp, optimizer=OPTIMIZERS[2])
    with pytest.raises(CheckpointError, match="Adam"):
        load_checkpoint(checkpoint, trainer.updates)


def test_load_net_gives_the_trained_outputs(blobs, make_mlp, tmp_path):
    trainer = make_trainer(make_mlp, tmp_path)
    trainer.fit(blobs, blobs, 1)
    net = make_mlp(is_noisy=True)
    net.initialize()
    load_net(tmp_path / "checkpoints" / "epoch-0001", net)
    X = mx.nd.array(blobs.X)
    np.testing.assert_array_equal(net(X).asnumpy(), trainer.net(X).asnumpy())


def test_without_any_whole_checkpoint_there_is_no_best(tmp_path):
    with pytest.raises(CheckpointError, match="no whole checkpoint"):
        best_checkpoint(tmp_path)


def test_interrupted_weights_lie_beside_the_checkpoints(blobs, make_mlp, tmp_path):
    class Stop(Callback):
        def on_gradients(self, trainer):
            if trainer.state.step == 7:
                signal_self()

    def signal_self():
        import os
        import signal

        os.kill(os.getpid(), signal.SIGINT)

    trainer = make_trainer(make_mlp, tmp_path)
    trainer.callbacks.insert(0, Stop())
    with pytest.raises(KeyboardInterrupt):
        trainer.fit(blobs, blobs, 3)
    folder = tmp_path / "checkpoints"
    net = make_mlp(is_noisy=True)
    net.initialize()
    load_net(folder / "interrupted", net)
    resumed = make_trainer(make_mlp, tmp_path, True).fit(blobs, blobs, 3)
    whole = make_trainer(make_mlp).fit(blobs, blobs, 3)
    assert without_times(resumed.history) == without_times(whole.history)


def test_full_disk_keeps_the_checkpoint_before(blobs, make_mlp, tmp_path, monkeypatch):
    from gluon_course.base import files
    from gluon_course.base.errors import DataError

    make_trainer(make_mlp, tmp_path).fit(blobs, blobs, 1)

    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "_sync", full)
    with pytest.raises(DataError, match="No space left"):
        make_trainer(make_mlp, tmp_path, True).fit(blobs, blobs, 2)
    monkeypatch.undo()
    names = {path.name for path in (tmp_path / "checkpoints").iterdir()}
    assert names == {"epoch-0001"}
    assert last_good(tmp_path / "checkpoints")[0].name == "epoch-0001"


def test_resume_with_other_threads_warns(blobs, make_mlp, tmp_path, caplog):
    make_trainer(make_mlp, tmp_path).fit(blobs, blobs, 1)
    folder = tmp_path / "checkpoints" / "epoch-0001"
    state = json.loads((folder / "state.json").read_text())
    state["threads"] += 1
    (folder / "state.json").write_text(json.dumps(state))
    from gluon_course.train.checkpoint import write_manifest

    (folder / "manifest.json").unlink()
    write_manifest(folder)
    make_trainer(make_mlp, tmp_path, True).fit(blobs, blobs, 1)
    assert "threads" in caplog.text


def test_folder_of_half_a_checkpoint_is_not_listed(checkpoint):
    shutil.copytree(checkpoint, checkpoint.parent / ".epoch-0002.abc")
    assert [each.name for each in list_checkpoints(checkpoint.parent)] == ["epoch-0001"]


@pytest.mark.parametrize(
    "change",
    [
        {"epoch": "two"},
        {"history": [1]},
        {"best": {"epoch": 1}},
        {"seed": -1},
        {"learning_rate": None},
        {"optimizer": {"num_update": 1}},
        {"optimizer": {"num_update": 1, "updates": {"-1": 1}, "indices": []}},
        {"optimizer": {"num_update": 1, "updates": {}, "indices": [0]}},
    ],
)
def test_an_edited_state_is_refused(checkpoint, make_mlp, blobs, change):
    from gluon_course.train.checkpoint import write_manifest

    state = json.loads((checkpoint / "state.json").read_text())
    (checkpoint / "state.json").write_text(json.dumps({**state, **change}))
    (checkpoint / "manifest.json").unlink()
    write_manifest(checkpoint)
    with pytest.raises(CheckpointError, match=r"has (optimizer )?[a-z_]+ "):
        make_trainer(make_mlp, checkpoint.parent.parent, True).fit(blobs, blobs, 2)


@pytest.mark.parametrize("name", ["manifest.json", "state.json"])
def test_json_deeper_than_python_reads_is_damaged(checkpoint, name):
    from gluon_course.base.files import read_json

    (checkpoint / name).write_text("[" * 200_000 + "]" * 200_000)
    with pytest.raises(CheckpointError, match="not valid JSON"):
        read_json(checkpoint / name, CheckpointError)
    assert last_good(checkpoint.parent)[0] is None


def test_a_manifest_with_an_impossible_name_is_damaged(checkpoint):
    manifest = json.loads((checkpoint / "manifest.json").read_text())
    manifest["files"]["\0"] = {"bytes": 0, "sha256": ""}
    (checkpoint / "manifest.json").write_text(json.dumps(manifest))
    assert last_good(checkpoint.parent)[0] is None
