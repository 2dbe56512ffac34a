"""``gluon-course run``: settings, folders, resuming, failing."""

import json

import pytest

from gluon_course.results import Figure


def record(folder):
    return json.loads((folder / "run.json").read_text())


def test_defaults_and_given_options_reach_main(cli, toys):
    words = "--lr .25 --epochs 3 --widths 8,9 --is-big --seed 5 --limit 7 --device cpu"
    assert cli("run", "toy", *words.split()).status == 0
    (seen,) = toys()
    assert (seen["lr"], seen["num_epochs"], seen["batch_size"]) == (0.25, 3, 10)
    assert (seen["widths"], seen["is_big"], seen["mode"]) == ([8, 9], True, None)
    assert (seen["seed"], seen["limit"], seen["device"]) == (5, 7, "cpu")
    assert seen["progress"] and not seen["sample"] and not seen["resume"]


@pytest.mark.parametrize("name", ["9.1", "toy", "chapter_toys/toy"])
def test_number_slug_and_path_name_a_section(cli, toys, tmp_path, name):
    assert cli("run", name).status == 0
    assert record(tmp_path / "runs/toy")["name"] == "chapter_toys/toy"


def test_options_may_stand_before_the_section(cli, toys):
    assert cli("run", "--quiet", "--lr", "0.125", "toy").status == 0
    assert toys()[0]["lr"] == 0.125
    assert not toys()[0]["progress"]


def test_options_without_a_section_ask_for_it(cli, toys):
    answer = cli("run --epochs 3")
    assert answer.status == 2
    assert "gluon-course run SECTION --epochs 3" in answer.err


def test_each_run_without_out_takes_a_new_folder(cli, toys, tmp_path):
    for name in ("toy", "toy-2", "toy-3"):
        answer = cli("run", "toy")
        assert f"runs/{name}" in answer.out
        assert (tmp_path / "runs" / name / "history.jsonl").is_file()


def test_final_figures_folder_and_next_step_are_printed(cli, toys):
    answer = cli("run", "toy", "--lr", "0.5")
    assert "9.1 玩具  ->  runs/toy" in answer.out
    rows = dict(
        line.split()[:2] for line in answer.out.splitlines() if line[:2] == "te"
    )
    assert rows["test_acc"] == "0.8333"
    assert (
        "runs/toy: history.jsonl part/ picture.png result.json run.json" in answer.out
    )


def test_what_was_measured_on_other_data_stands_apart_from_the_published(
    cli, toys, monkeypatch
):
    figure = Figure(
        "chapter_toys/toy",
        "test_acc",
        {"2021-02-17": 0.9},
        "accuracy",
        note="on newer toys",
        measured=(0.82, 0.84),
    )
    monkeypatch.setattr(
        "gluon_course.results.published", lambda _: {"test_acc": figure}
    )
    out = cli("run", "toy").out
    (row,) = (line for line in out.splitlines() if line.startswith("test_acc"))
    assert row.split()[1:] == ["0.8333", "0.9", "below", "0.89-0.91"]
    assert "0.82-0.84 was measured on newer toys." in out
    changed = cli("run", "toy", "--lr", "0.25").out  # no verdict, so nothing beside it
    assert "Published without --lr 0.25." in changed
    assert "below" not in changed and "was measured" not in changed


def test_a_section_that_trains_nothing_writes_its_pictures_and_result(
    cli, toys, tmp_path
):
    answer = cli("run", "shown", "--size", "3")
    assert answer.status == 0
    names = {each.name for each in (tmp_path / "runs/shown").iterdir()} - {".lock"}
    assert names == {"edges.png", "result.json", "run.json"}
    result = json.loads((tmp_path / "runs/shown/result.json").read_text())
    assert result["result"] == {"size": 3, "kernel": [1.0, -1.0], "name": "edges"}
    assert "[1, -1]" in answer.out


def test_an_option_that_a_section_lacks_is_answered_with_those_it_has(cli, toys):
    answer = cli("run", "shown", "--epochs", "3")
    assert answer.status == 2
    assert "9.2 (shown) has no --epochs" in answer.err
    assert "--size" in answer.err and "--lr" not in answer.err


def test_an_unknown_section_suggests_the_nearest(cli, toys):
    answer = cli("run", "tyo")
    assert answer.status == 2
    assert "'toy'" in answer.err


@pytest.mark.parametrize("value", ["0", "-1", "x", "1.5"])
def test_a_bad_number_of_epochs_is_a_mistake(cli, toys, value, tmp_path):
    assert cli("run", "toy", f"--epochs={value}").status == 2
    assert not (tmp_path / "runs").exists()


def test_a_run_that_cannot_start_leaves_no_folder(cli, toys, tmp_path):
    answer = cli("run", "toy", "--mode", "missing")
    assert answer.status == 2
    assert not (tmp_path / "runs/toy").exists()
    assert " ".join(answer.err.split()) == (
        "Error: The data are missing. Not fetched. Fetch them."
    )


def test_ctrl_c_prints_the_command_that_goes_on_and_exits_130(cli, toys, tmp_path):
    answer = cli("run", "toy", "--mode", "interrupt")
    assert answer.status == 130
    command = "gluon-course run toy --resume --out runs/toy"
    assert command in answer.err
    assert record(tmp_path / "runs/toy")["state"] == "stopped"


def test_an_unexpected_error_is_one_line_and_how_to_report_it(cli, toys):
    answer = cli("run", "toy", "--mode", "crash")
    assert answer.status == 1
    first, *rest = answer.err.splitlines()
    assert first == "Error in gluon_course itself: ZeroDivisionError: one over"
    assert "GLUON_COURSE_DEBUG=1" in " ".join(rest)
    assert "Traceback" not in answer.err


def test_an_error_inside_mxnet_is_told_by_its_telling_line(cli, toys):
    answer = cli("run", "toy", "--mode", "native")
    assert answer.status == 1
    first = answer.err.splitlines()[0]
    assert first == "Error in gluon_course itself: RuntimeError: 1 == 2 : shapes"


def test_debug_shows_the_traceback(cli, toys, monkeypatch):
    monkeypatch.setenv("GLUON_COURSE_DEBUG", "1")
    for mode, status in (("crash", 1), ("missing", 2)):
        answer = cli("run", "toy", "--mode", mode)
        assert answer.status == status
        assert "Traceback" in answer.err


def test_the_environment_selects_the_sample(cli, toys, monkeypatch):
    monkeypatch.setenv("GLUON_COURSE_SAMPLE", "1")
    cli("run", "toy")
    assert toys()[0]["sample"]


def test_quiet_prints_the_figures_and_the_folder_only(cli, toys):
    out = cli("run", "toy", "--quiet").out
    assert "test_acc" in out and "runs/toy:" in out
    assert "->" not in out and "Next:" not in out


def test_help_shows_header_and_defaults(cli, toys):
    out = cli("run", "toy", "--help").out
    assert "9.1 玩具" in out
    assert "a loss of 0.25 after two epochs, and a sentence" in " ".join(out.split())
    for option, default in (
        ("--epochs N", "[2]"),
        ("--lr X", "[0.5]"),
        ("--batch-size N", "[10]"),
        ("--widths", "[4,2]"),
        ("--mode", "[none]"),
        ("--is-big / --no-is-big", "[False]"),
    ):
        (line,) = (each for each in out.splitlines() if each.strip().startswith(option))
        assert default in line
    assert max(map(len, out.splitlines())) <= 80


def test_ctrl_c_before_the_first_epoch_keeps_the_settings_for_resume(cli, toys):
    cli("run toy --lr .125 --mode early")
    answer = cli("run toy --resume --out runs/toy")
    assert answer.status == 130
    assert [each["lr"] for each in toys()] == [0.125, 0.125]
