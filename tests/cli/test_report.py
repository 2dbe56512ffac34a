"""``gluon-course report``: figures and printed lines of a run, kept for the site."""

import json

import pytest


def read(tmp_path, slug="toy"):
    file = tmp_path / f"docs/results/chapter_toys/{slug}.json"
    return json.loads(file.read_text("utf-8"))


def test_figures_settings_command_and_machine_are_kept(cli, toys, tmp_path):
    cli("run", "toy", "--seed", "3")
    answer = cli("report", "runs/toy")
    assert answer.status == 0, answer.err
    content = read(tmp_path)
    (run,) = content["runs"]
    assert content["section"] == "chapter_toys/toy"
    assert run["seed"] == 3 and run["differs"] == []
    assert run["figures"]["test_acc"] == pytest.approx(1 - 0.5 / 3)
    assert run["figures"]["epoch_s"] == 0.5
    assert run["settings"]["num_epochs"] == 2
    assert run["hardware"]["processor"] and run["hardware"]["cores"] >= 1
    assert len(run["date"]) == 10


def test_further_seeds_are_added_and_the_same_command_replaces(cli, toys, tmp_path):
    for seed in ("1", "2"):
        cli("run", "toy", "--seed", seed, "--out", f"runs/{seed}")
        _command_of(tmp_path / "runs" / seed, seed)
        cli("report", f"runs/{seed}")
    cli("report", "runs/2")
    assert [run["seed"] for run in read(tmp_path)["runs"]] == [1, 2]


def test_what_differs_from_the_text_is_named(cli, toys, tmp_path):
    cli("run", "toy", "--sample", "--lr", ".25", "--limit", "10")
    answer = cli("report", "runs/toy")
    (run,) = read(tmp_path)["runs"]
    assert run["differs"] == ["--sample", "--limit 10", "--lr 0.25"]
    assert "Not comparable" in answer.out


def test_output_is_kept_under_its_command(cli, toys, tmp_path):
    printed = cli("run", "toy", "--out", "odd/place").out
    (tmp_path / "out.txt").write_text(printed)
    _command_of(tmp_path / "odd/place", "0")
    cli("report", "odd/place", "--output", "out.txt")
    lines = (tmp_path / "docs/outputs/chapter_toys/toy.txt").read_text().splitlines()
    assert lines[0] == "$ gluon-course run toy --seed 0"
    assert "runs/toy" in "\n".join(lines) and "odd/place" not in "\n".join(lines)


def test_a_section_that_trains_nothing_is_kept_too(cli, toys, tmp_path):
    cli("run", "shown")
    assert cli("report", "runs/shown").status == 0
    (run,) = read(tmp_path, "shown")["runs"]
    assert run["figures"] == {"size": 8}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["runs/none"], "There is no folder"),
        (["runs/stopped"], "no finished run"),
        (["runs/toy", "runs/toy", "--output", "runs/toy/run.json"], "belongs to one"),
    ],
)
def test_mistakes(cli, toys, words, says):
    cli("run", "toy")
    cli("run", "toy", "--mode", "diverge", "--out", "runs/stopped")
    cli("run", "toy", "--mode", "interrupt", "--out", "runs/stopped", "--force")
    answer = cli("report", *words)
    assert answer.status == 2
    assert says in " ".join(answer.err.split())


def _command_of(folder, seed):
    """The tests call the command in this process: say what a user would have typed."""
    file = folder / "run.json"
    content = json.loads(file.read_text())
    typed = ["gluon-course", "run", "toy", "--seed", seed, "--out", str(folder)]
    file.write_text(json.dumps({**content, "command": typed}))


@pytest.mark.parametrize(
    ("edition", "name"), [("v1", "runs/odd"), ("v2", "runs/v2-odd")]
)
def test_the_folder_has_the_name_that_a_run_gives_it(
    cli, toys, tmp_path, monkeypatch, edition, name
):
    from gluon_course.base import chapters

    folder = chapters.scripts_root() / "chapter_toys"
    text = (folder / "shown.py").read_text("utf-8").replace("shown", "odd")
    text = text.replace("9.2", "9.3" if edition == "v1" else "v2:9.3")
    (folder / "odd.py").write_text(text, "utf-8")
    printed = cli("run", "9.3" if edition == "v1" else "v2:9.3", "--out", "there").out
    (tmp_path / "out.txt").write_text(printed)
    assert cli("report", "there", "--output", "out.txt").status == 0
    kept = (tmp_path / "docs/outputs/chapter_toys/odd.txt").read_text("utf-8")
    assert f"->  {name}\n" in kept


def test_what_concerns_the_folder_is_no_part_of_the_command():
    from gluon_course.cli.report import _without_out

    words = ["run", "toy", "--out", "there", "--seed", "1", "--force", "--out=here"]
    assert _without_out(words) == ["run", "toy", "--seed", "1"]
