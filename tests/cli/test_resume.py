"""``--resume``, ``--out`` and ``--force``: nothing a user had is lost."""

import json
import threading
import time

import pytest

from gluon_course.base import folder_lock
from gluon_course.base.errors import ConfigError
from gluon_course.cli.runs import folder as folders
from gluon_course.predict.translator import PARTS


def record(folder):
    return json.loads((folder / "run.json").read_text())


def tree(folder):
    return {
        str(each.relative_to(folder)): each.read_bytes()
        for each in folder.rglob("*")
        if each.is_file() and each.name != ".lock"
    }


def test_resume_takes_the_settings_of_the_run(cli, toys):
    words = "--lr .25 --batch-size 3 --widths 5,6 --seed 9 --mode interrupt"
    assert cli("run", "toy", *words.split()).status == 130
    assert cli("run", "toy", "--resume").status == 130
    first, second = toys()
    assert second.pop("resume") and not first.pop("resume")
    assert first == second


def test_resume_without_out_takes_the_latest_run_and_says_which(cli, toys, tmp_path):
    for _ in range(11):
        cli("run", "toy", "--mode", "interrupt")
    answer = cli("run", "toy", "--resume")
    assert "runs/toy-11" in answer.out
    (tmp_path / "runs/toy-11").rename(tmp_path / "runs/elsewhere")
    assert "runs/toy-10 " in cli("run", "toy", "--resume").out


def test_resume_does_not_take_the_run_of_another_section(cli, toys, tmp_path):
    cli("run", "shown")
    (tmp_path / "runs/shown").rename(tmp_path / "runs/toy-7")
    answer = cli("run", "toy", "--resume")
    assert "There is no run in runs/toy" in answer.out
    assert record(tmp_path / "runs/toy")["state"] == "finished"
    answer = cli("run", "toy", "--resume", "--out", "runs/toy-7")
    assert answer.status == 2
    assert "chapter_toys/shown" in answer.err


def test_the_latest_run_is_the_last_one_also_when_the_clock_was_set_back(
    cli, toys, tmp_path
):
    for _ in range(3):
        cli("run", "toy", "--mode", "interrupt")
    for name, year in (("toy", "2040"), ("toy-2", "2039"), ("toy-3", "1970")):
        file = tmp_path / "runs" / name / "run.json"
        content = json.loads(file.read_text())
        content["started"] = year + content["started"][4:]
        file.write_text(json.dumps(content))
    assert "runs/toy-3" in cli("run", "toy", "--resume").out
    cli("run", "toy", "--mode", "interrupt")
    assert "runs/toy-4" in cli("run", "toy", "--resume").out


def test_one_number_for_several_is_taken_up_again(cli, toys):
    assert cli("run", "toy", "--widths", "5", "--mode", "interrupt").status == 130
    answer = cli("run", "toy", "--resume")
    assert answer.status == 130, answer.err
    first, second = toys()
    assert first["widths"] == second["widths"]


def test_a_start_that_was_killed_at_once_can_be_resumed(cli, toys, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/.lock").touch()
    (tmp_path / "mine/.run.json.abcdefgh.unfinished").write_text("{")
    assert cli("run", "toy", "--resume", "--out", "mine").status == 0
    assert not list((tmp_path / "mine").glob("*.unfinished"))


def test_a_run_killed_while_it_is_exported_is_exported_when_it_is_resumed(
    cli, toys, tmp_path, monkeypatch
):
    from gluon_course.cli.runs import summary

    states = []

    def killed(*args):
        states.append(record(tmp_path / "runs/toy")["state"])
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(summary, "export_and_summarize", killed)
        answer = cli("run", "toy")
    assert answer.status == 130 and "--resume --out runs/toy" in answer.err
    assert states == ["running"]  # what a SIGKILL would have left
    answer = cli("run", "toy", "--resume")
    assert answer.status == 0 and "train_loss" in answer.out
    assert record(tmp_path / "runs/toy")["state"] == "finished"


def test_a_run_that_is_finished_while_we_wait_for_its_folder_stays(
    cli, toys, tmp_path, monkeypatch
):
    from gluon_course.cli.runs import execute

    begin, is_first = execute.begin, [True]

    def other_is_quicker(*args):
        start = begin(*args)
        if is_first.pop():
            is_first.append(False)
            assert cli("run", "toy", "--out", "mine", "--lr", ".25").status == 0
        return start

    monkeypatch.setattr(execute, "begin", other_is_quicker)
    answer = cli("run", "toy", "--out", "mine")
    assert answer.status == 2 and "holds another run" in answer.err
    assert record(tmp_path / "mine")["settings"]["lr"] == 0.25
    assert len(toys()) == 1


def test_a_full_disk_does_not_hide_what_happened_first(cli, toys, monkeypatch):
    from gluon_course.base.errors import DataError
    from gluon_course.cli.runs.record import Record

    save = Record.save

    def full(self, folder):
        if self.state == "stopped":
            raise DataError("Cannot write run.json: No space left on device")
        save(self, folder)

    monkeypatch.setattr(Record, "save", full)
    assert "The loss is not finite" in cli("run", "toy", "--mode", "diverge").err
    assert cli("run", "toy", "--mode", "interrupt").status == 130


def test_folder_that_was_removed_meanwhile_is_said_so(cli, toys):
    answer = cli("run", "toy", "--mode", "remove")
    assert answer.status == 2
    said = " ".join(answer.err.split())
    assert "runs/toy was removed while the run wrote into it" in said


def test_a_finished_run_is_left_alone(cli, toys):
    cli("run", "toy")
    answer = cli("run", "toy", "--resume")
    assert answer.status == 0
    assert "runs/toy is finished: 2 epochs were trained" in answer.out
    assert len(toys()) == 1
    assert cli("run", "toy", "--resume", "--epochs", "1").status == 0
    assert len(toys()) == 1


def test_more_epochs_extend_a_finished_run(cli, toys, tmp_path):
    cli("run", "toy", "--lr", ".25")
    assert cli("run", "toy", "--resume", "--epochs", "4").status == 0
    assert toys()[1]["num_epochs"] == 4
    assert toys()[1]["lr"] == 0.25
    assert record(tmp_path / "runs/toy")["settings"]["num_epochs"] == 4
    assert "4 epochs" in cli("run", "toy", "--resume").out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("--lr .1", "with --lr 0.5, now it is asked to go on with --lr 0.1"),
        ("--batch-size 4", "with --batch-size 10, now"),
        ("--seed 3", "with --seed 0, now"),
        ("--sample", "without --sample, now it is asked to go on with --sample"),
        ("--limit 5", "without --limit, now it is asked to go on with --limit 5"),
    ],
)
def test_a_resumed_run_refuses_other_settings(cli, toys, words, says):
    cli("run", "toy")
    answer = cli("run", "toy", "--resume", "--epochs", "9", *words.split())
    assert answer.status == 2
    assert says in " ".join(answer.err.split())
    assert len(toys()) == 1


def test_the_same_settings_may_be_given_again(cli, toys):
    cli("run", "toy", "--lr", ".1", "--widths", "3,3")
    words = "--resume --lr .1 --widths 3,3 --epochs 3 --device cpu"
    assert cli("run", "toy", *words.split()).status == 0
    assert toys()[1]["device"] == "cpu"


def test_a_run_without_checkpoint_says_that_it_starts_anew(cli, toys):
    cli("run", "toy", "--mode", "interrupt")
    assert "holds no checkpoint" in cli("run", "toy", "--resume").out


def test_out_with_another_run_is_refused(cli, toys, tmp_path):
    cli("run", "toy", "--out", "mine")
    before = tree(tmp_path / "mine")
    answer = cli("run", "toy", "--out", "mine")
    assert answer.status == 2
    assert "--resume" in answer.err and "--force" in answer.err
    assert tree(tmp_path / "mine") == before


def test_force_replaces_a_run_and_keeps_what_the_user_added(cli, toys, tmp_path):
    cli("run", "toy", "--out", "mine", "--lr", ".25")
    folder = tmp_path / "mine"
    mine = {
        "notes.txt": b"mine",
        "curve.png": b"mine too",
        "checkpoints/epoch-0001/notes.txt": b"deep",
        "checkpoints/epoch-0001/history.jsonl": b"copied there",
        "checkpoints/best/net.params": b"copied there",
        "export/other.params": b"other",
        "part/notes.txt": b"in a part",
        "copy/config.json": b"{}",
        "copy/history.jsonl": b"",
    }
    for name, content in mine.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    gone = {
        "checkpoints/epoch-0001/net.params": b"old",
        "checkpoints/interrupted/state.json": b"old",
        "export/model.json": b"old",
        **{f"export/{part}/model.json": b"old" for part in PARTS},
        "eval/confusion.png": b"old",
        "eval/precision-recall.png": b"old",
        "eval/worst.png": b"old",
        "part/history.jsonl": b"old",
    }
    for name, content in gone.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    answer = cli("run", "shown", "--out", "mine", "--force")
    assert answer.status == 0
    written = {"run.json", "result.json", "edges.png"}
    after = tree(folder)
    assert {name: after[name] for name in mine} == mine
    assert set(after) == set(mine) | written
    assert "notes.txt" in answer.out and "no run wrote stay" in answer.out
    assert not (folder / "eval").exists()


def test_force_follows_no_link_out_of_the_folder(cli, toys, tmp_path):
    cli("run", "toy", "--out", "mine")
    outside = tmp_path / "outside"
    outside.mkdir()
    for name in ("inner.png", "model.json", "picture.png"):
        (outside / name).write_bytes(b"outside")
    folder = tmp_path / "mine"
    (folder / "part/inner.png").unlink()
    (folder / "part").rmdir()
    (folder / "part").symlink_to(outside)
    (folder / "export").symlink_to(outside)
    (folder / "picture.png").unlink()
    (folder / "picture.png").symlink_to(outside / "picture.png")
    assert cli("run", "shown", "--out", "mine", "--force").status == 0
    assert {each.name for each in outside.iterdir()} == {
        "inner.png",
        "model.json",
        "picture.png",
    }


def test_force_never_believes_a_path_that_leaves_the_folder(cli, toys, tmp_path):
    cli("run", "toy", "--out", "mine")
    (tmp_path / "precious").write_text("precious")
    content = record(tmp_path / "mine")
    content["files"] += [
        "../precious",
        str(tmp_path / "precious"),
        "part/../../precious",
    ]
    (tmp_path / "mine/run.json").write_text(json.dumps(content))
    assert cli("run", "shown", "--out", "mine", "--force").status == 0
    assert (tmp_path / "precious").read_text() == "precious"


@pytest.mark.parametrize("extra", [(), ("--force",)])
def test_a_folder_that_is_no_run_is_never_touched(cli, toys, tmp_path, extra):
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "config.json").write_text('{"model": 1, "task": "mine"}')
    (folder / "history.jsonl").write_text("mine")
    before = tree(folder)
    answer = cli("run", "toy", "--out", "home", *extra)
    assert answer.status == 2
    assert "not a run" in answer.err
    assert tree(folder) == before
    assert not (folder / ".lock").exists()


def test_a_damaged_record_is_no_run(cli, toys, tmp_path):
    cli("run", "toy", "--out", "mine")
    (tmp_path / "mine/run.json").write_text('{"mark": "gluon_course run", "kind')
    for words in (("--force",), ("--resume",), ()):
        answer = cli("run", "toy", "--out", "mine", *words)
        assert answer.status == 2
        assert "Traceback" not in answer.err


def test_out_may_be_an_empty_folder(cli, toys, tmp_path):
    (tmp_path / "empty").mkdir()
    assert cli("run", "toy", "--out", "empty").status == 0


def test_out_must_not_be_a_file(cli, toys, tmp_path):
    (tmp_path / "file").write_text("mine")
    answer = cli("run", "toy", "--out", "file", "--force")
    assert answer.status == 2
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize("words", [("--resume", "--force", "--out", "x"), ("--force",)])
def test_options_that_exclude_each_other_are_refused(cli, toys, words):
    assert cli("run", "toy", *words).status == 2
    assert toys() == []


def test_processes_that_start_at_once_take_folders_of_their_own(tmp_path):
    barrier, taken = threading.Barrier(8), []

    def take():
        barrier.wait()
        taken.append(folders.take_new("lenet", tmp_path / "runs"))

    threads = [threading.Thread(target=take) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    names = {"lenet", *(f"lenet-{number}" for number in range(2, 9))}
    assert {each.name for each in taken} == names


def test_a_folder_in_use_is_refused(cli, toys, tmp_path, monkeypatch):
    monkeypatch.setattr(folder_lock, "DYING_S", 0.1)
    cli("run", "toy")
    with folder_lock.locked(tmp_path / "runs/toy"):
        answer = cli("run", "toy", "--resume", "--epochs", "5")
        assert answer.status == 2
        assert "Another run" in answer.err
        assert cli("run", "toy", "--out", "runs/toy", "--force").status == 2
    assert (tmp_path / "runs/toy/history.jsonl").is_file()


def test_a_folder_whose_process_is_dying_is_taken_when_it_is_dead(
    cli, toys, tmp_path, monkeypatch
):
    monkeypatch.setattr(folder_lock, "DYING_S", 300)
    cli("run", "toy")
    is_held = threading.Event()

    def hold():
        with folder_lock.locked(tmp_path / "runs/toy"):
            is_held.set()
            time.sleep(0.3)

    holder = threading.Thread(target=hold)
    holder.start()
    is_held.wait()
    assert cli("run", "toy", "--resume", "--epochs", "3").status == 0
    holder.join()


def test_a_missing_run_names_those_that_are_there(tmp_path, monkeypatch, cli, toys):
    cli("run", "toy")
    with pytest.raises(ConfigError, match="runs/toy"):
        folders.open_run(tmp_path / "runs/lenett")


@pytest.mark.parametrize(
    "change", [{"options": {"devices": "cpu"}}, {"mark": "another"}, {"files": [1]}]
)
def test_a_record_edited_by_hand_is_named(cli, toys, tmp_path, change):
    cli("run", "toy", "--out", "mine")
    file = tmp_path / "mine/run.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), **change}))
    answer = cli("run", "toy", "--out", "mine", "--resume")
    assert answer.status == 2
    assert "run.json cannot be read" in " ".join(answer.err.split())
    assert len(toys()) == 1
