"""A run's folder belongs to one run at a time."""

import threading

import pytest

from gluon_course.base import folder_lock
from gluon_course.base.errors import ConfigError
from gluon_course.base.folder_lock import is_held, locked
from gluon_course.base.run import RunOptions
from gluon_course.train import Callback, Classification, Trainer, read_history


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
