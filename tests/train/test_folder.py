"""A run's folder belongs to one run at a time."""

import errno
import threading
from pathlib import Path

import pytest

from gluon_course.base import folder_lock
from gluon_course.base.errors import ConfigError, DataError
from gluon_course.base.folder_lock import is_held, locked
from gluon_course.base.run import RunOptions
from gluon_course.train import (
    Callback,
    Classification,
    Trainer,
    last_good,
    read_history,
)


@pytest.fixture(autouse=True)
def impatience(monkeypatch):
    monkeypatch.setattr(folder_lock, "DYING_S", 0.05)


def trainer_of(net, out, **options):
    callbacks = options.pop("callbacks", ())
    run = RunOptions(device="cpu", out=out, **options)
    return Trainer(net, Classification(), run=run, callbacks=callbacks)


class Another(Callback):
    """Trains into the same folder, as a second notebook would, and keeps what came."""

    def __init__(self, trainer, batches):
        self._trainer, self._batches, self.error = trainer, batches, None

    def on_epoch_end(self, trainer):
        thread = threading.Thread(target=self._train)
        thread.start()
        thread.join()

    def _train(self):
        try:
            self._trainer.fit(self._batches, None, 1)
        except ConfigError as error:
            self.error = error


def test_two_runs_of_a_process_in_one_folder_are_refused(blobs, make_mlp, tmp_path):
    another = Another(trainer_of(make_mlp(), tmp_path, resume=True), blobs)
    first = trainer_of(make_mlp(), tmp_path, callbacks=[another])
    result = first.fit(blobs, None, 1)
    assert "Another run is working in" in str(another.error)
    assert read_history(tmp_path / "history.jsonl") == result.history


def test_folder_of_the_command_line_is_its_own(blobs, make_mlp, tmp_path):
    with locked(tmp_path):
        trainer_of(make_mlp(), tmp_path / "part").fit(blobs, None, 1)
        assert is_held(tmp_path / "part")
    assert not is_held(tmp_path / "part")
    assert not (tmp_path / "part" / folder_lock.LOCK).exists()


def test_folder_is_free_after_an_error(blobs, make_mlp, tmp_path):
    class Stop(Callback):
        def on_first_batch(self, trainer, part):
            raise RuntimeError

    with pytest.raises(RuntimeError):
        trainer_of(make_mlp(), tmp_path, callbacks=[Stop()]).fit(blobs, None, 1)
    trainer_of(make_mlp(), tmp_path).fit(blobs, None, 1)


def test_a_new_run_sets_the_earlier_one_aside(blobs, make_mlp, tmp_path):
    first = trainer_of(make_mlp(), tmp_path).fit(blobs, None, 4)
    trainer = trainer_of(make_mlp(), tmp_path, seed=1)
    trainer.fit(blobs, None, 1)
    trainer.fit(blobs, None, 2)  # the same trainer trains on
    assert epochs(tmp_path) == ["epoch-0001", "epoch-0002"]
    earlier = tmp_path / "earlier-1"
    assert read_history(earlier / "history.jsonl") == first.history
    assert last_good(earlier / "checkpoints")[0].name == "epoch-0004"
    resumed = trainer_of(make_mlp(), tmp_path, seed=1, resume=True).fit(blobs, None, 3)
    assert [row["epoch"] for row in resumed.history] == [1, 2, 3]
    assert resumed.history[:2] == trainer.state.history
    assert sorted(each.name for each in tmp_path.glob("earlier-*")) == ["earlier-1"]


def test_every_earlier_run_is_kept(blobs, make_mlp, tmp_path):
    for seed in range(3):
        trainer_of(make_mlp(), tmp_path, seed=seed).fit(blobs, None, 1)
    for number in (1, 2):
        again = trainer_of(make_mlp(), None, seed=number - 1).fit(blobs, None, 1)
        kept = read_history(tmp_path / f"earlier-{number}" / "history.jsonl")
        assert kept[0]["train_loss"] == again.history[0]["train_loss"]


def test_a_run_that_saved_nothing_is_not_kept(blobs, make_mlp, tmp_path):
    class Stop(Callback):
        def on_first_batch(self, trainer, part):
            raise RuntimeError

    with pytest.raises(RuntimeError):
        trainer_of(make_mlp(), tmp_path, callbacks=[Stop()]).fit(blobs, None, 1)
    trainer_of(make_mlp(), tmp_path).fit(blobs, None, 1)
    assert not list(tmp_path.glob("earlier-*"))


@pytest.mark.parametrize("method", ["mkdir", "rename"])
def test_an_earlier_run_that_cannot_be_moved_stays(
    blobs, make_mlp, tmp_path, monkeypatch, method
):
    trainer_of(make_mlp(), tmp_path).fit(blobs, None, 1)
    there = sorted(tmp_path.rglob("*"))
    original = getattr(Path, method)

    def refuse(path, *args, **options):
        if path.name in ("earlier-1", "config.json"):
            raise OSError(errno.EROFS, "Read-only file system")
        return original(path, *args, **options)

    monkeypatch.setattr(Path, method, refuse)
    with pytest.raises(DataError, match="Read-only"):
        trainer_of(make_mlp(), tmp_path).fit(blobs, None, 1)
    assert sorted(tmp_path.rglob("*")) == there


def epochs(folder):
    return sorted(each.name for each in (folder / "checkpoints").iterdir())
