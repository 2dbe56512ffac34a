"""A loop of one's own leaves the files that the trainer leaves."""

from gluon_course.base.run import RunOptions
from gluon_course.train import read_history, save_history

ROWS = [
    {"epoch": 1, "train_loss": 0.9, "test_acc": 0.5, "lr": 0.1, "seconds": 1.0},
    {"epoch": 2, "train_loss": 0.7, "test_acc": 0.6, "lr": 0.1, "seconds": 1.0},
]


def test_rows_and_curves_are_written_to_the_run_folder(tmp_path):
    save_history(ROWS, RunOptions(out=tmp_path / "run"))
    assert read_history(tmp_path / "run" / "history.jsonl") == ROWS
    assert (tmp_path / "run" / "curves.png").read_bytes()[:4] == b"\x89PNG"


def test_without_a_run_folder_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    save_history(ROWS, RunOptions())
    assert list(tmp_path.iterdir()) == []
