"""``gluon-course search``: draws, log, budget, and going on."""

import json
import math
import sys

import pytest

from gluon_course.cli.runs.proposals import propose
from gluon_course.cli.sections.space import Axis

pytest.importorskip("optuna", reason="needs the extra search")

LR = Axis(low=0.001, high=10.0, is_log=True)
SPACE = {"lr": LR, "batch_size": Axis(choices=(32, 64, 128))}


def drawn(number, sampler="random", seed=0, space=SPACE, figure=lambda values: 0.0):
    """The first ``number`` proposals, with figures."""
    tried = []
    while len(tried) < number:
        values = propose(space, tried, sampler, seed, is_low_better=True)
        if values is None:
            break
        tried.append((values, figure(values)))
    return tried


def log(folder):
    return [json.loads(each) for each in (folder / "search.jsonl").open()]


def test_a_logarithmic_range_is_drawn_evenly_in_ratios():
    rates = [values["lr"] for values, _ in drawn(120)]
    assert min(rates) >= 0.001 and max(rates) <= 10
    decades = [math.floor(math.log10(rate)) for rate in rates]
    for decade in (-3, -2, -1, 0):
        assert 17 <= decades.count(decade) <= 45
    assert len(set(rates)) > 110
    assert all(rate == float(f"{rate:.4g}") for rate in rates)


def test_whole_numbers_stay_whole_and_a_small_space_is_used_up_without_repeats():
    space = {"k": Axis(low=2, high=4), "size": Axis(choices=(1, 2))}
    tried = [values for values, _ in drawn(99, space=space)]
    assert sorted(tuple(each.values()) for each in tried) == [
        (k, size) for k in (2, 3, 4) for size in (1, 2)
    ]
    assert all(type(each["k"]) is int for each in tried)


@pytest.mark.parametrize("sampler", ["random", "tpe"])
def test_a_proposal_depends_on_the_trials_and_the_seed_alone(sampler):
    first = drawn(14, sampler, figure=lambda values: values["lr"])
    assert propose(SPACE, first[:13], sampler, 0, True) == first[13][0]
    assert drawn(3, sampler, seed=1) != drawn(3, sampler)


def test_tpe_draws_nearer_to_the_better_trials_than_chance():
    def distance(values):
        return abs(math.log10(values["lr"]) - math.log10(0.3))

    def mean(sampler):
        late = drawn(40, sampler, space={"lr": LR}, figure=distance)[20:]
        return sum(figure for _, figure in late) / len(late)

    assert mean("tpe") < 0.5 * mean("random")


def test_failed_trials_are_counted_and_do_not_mislead():
    tried = [({"lr": 5.0, "batch_size": 32}, None)] * 12
    assert propose(SPACE, tried, "tpe", 0, True) is not None


def test_the_budget_is_spent_and_the_best_is_printed(cli, toys, tmp_path):
    answer = cli("search toy --lr 0.01:1:log --batch-size 2,4 --epochs 3 --trials 6")
    assert answer.status == 0, answer.err
    rows = log(tmp_path / "runs/toy-search")
    assert [each["name"] for each in rows] == [f"trial-00{i}" for i in range(1, 7)]
    for row, call in zip(rows, toys()):
        assert call["num_epochs"] == 3 and call["batch_size"] in (2, 4)
        assert row["values"] == {"lr": call["lr"], "batch_size": call["batch_size"]}
        # the toy's accuracy after 3 epochs is 1 - lr / 4
        assert row["figure"] == pytest.approx(1 - call["lr"] / 4)
    best = min(rows, key=lambda each: each["values"]["lr"])
    assert f"Best: {best['name']}, test_acc" in answer.out
    lr, size = best["values"].values()
    run_it = f"gluon-course run toy --epochs 3 --lr {lr} --batch-size {size}"
    assert f"Run it:  {run_it}\n" in answer.out
    folder = tmp_path / "runs/toy-search"
    assert (folder / "search.png").read_bytes()[:4] == b"\x89PNG"
    assert (folder / best["name"] / "history.jsonl").is_file()
    first = answer.out.split("---\n")[1].split()[0]
    assert first == best["name"]  # the table begins with it


def test_the_seed_decides_what_is_drawn(cli, toys):
    for seed in (1, 1, 2):
        assert cli(f"search toy --lr 0.01:1 --trials 2 --seed {seed}").status == 0
    rates = [each["lr"] for each in toys()]
    assert rates[:2] == rates[2:4] != rates[4:]
    assert [each["seed"] for each in toys()] == [1, 1, 1, 1, 2, 2]


@pytest.mark.parametrize("sampler", ["random", "tpe"])
def test_more_trials_go_on_as_if_never_stopped(cli, toys, tmp_path, sampler):
    words = f"search toy --lr 0.01:1:log --batch-size 2:9 --sampler {sampler}"
    cli(f"{words} --trials 13 --out whole")
    cli(f"{words} --trials 5 --out parts")
    answer = cli("search toy --resume --out parts --trials 13")
    assert answer.status == 0, answer.err
    assert "trial-006  (6 of 13)" in answer.out
    assert log(tmp_path / "parts") == log(tmp_path / "whole")
    assert len(toys()) == 26


def test_ctrl_c_keeps_what_was_found(cli, toys, tmp_path, monkeypatch):
    from gluon_course.cli.runs import member

    done, perform = [], member.perform

    def interrupted(job, start, is_shown):
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(perform(job, start, is_shown))

    monkeypatch.setattr(member, "perform", interrupted)
    answer = cli("search toy --lr 0.01:1:log --trials 4")
    assert answer.status == 130
    assert "Best: trial-00" in answer.out
    again = "gluon-course search toy --resume --out runs/toy-search"
    assert again in answer.err
    assert len(log(tmp_path / "runs/toy-search")) == 2


def test_an_interrupted_search_is_taken_up_at_the_same_trial(cli, toys, tmp_path):
    cli("search toy --lr 0.01:1:log --trials 3 --out whole")
    folder = tmp_path / "whole"
    rows = log(folder)
    (folder / "search.jsonl").write_text(json.dumps(rows[0]) + "\n")
    answer = cli("search toy --resume --out whole")
    assert answer.status == 0, answer.err
    assert answer.out.count("finished before") == 2  # their runs were whole
    assert log(folder) == rows


def test_a_diverged_trial_is_noted_and_the_search_goes_on(cli, toys, tmp_path):
    answer = cli("search toy --lr 1,500 --trials 5")
    assert answer.status == 0
    assert "Stopped: The loss is not finite" in answer.out
    assert "All values of the space were tried: 2." in answer.out
    rows = {each["values"]["lr"]: each for each in log(tmp_path / "runs/toy-search")}
    assert rows[500]["figure"] is None and rows[500]["problem"]
    assert rows[1]["figure"] is not None


def test_a_mistake_that_all_trials_share_stops_the_search(cli, toys):
    answer = cli("search toy --lr 0.1:1 --mode missing")
    assert answer.status == 2
    assert "The data are missing" in answer.err
    assert len(toys()) == 1


def test_another_figure_can_decide(cli, toys):
    answer = cli("search toy --lr 0.01:1 --trials 4 --metric train_loss")
    lowest = min(each["lr"] for each in toys())
    assert f"train_loss {lowest / 2:.4f}" in answer.out.replace("\n", " ")
    answer = cli("search toy --lr 0.01:1 --trials 4 --metric f1")
    assert answer.status == 2
    assert "returns no figure f1" in answer.err and "train_loss" in answer.err
    assert cli("search shown --size 1:9").status == 2  # has neither accuracy nor loss
    assert cli("search shown --size 1:9 --metric size --trials 3").status == 0


@pytest.mark.parametrize(
    ("axis", "message"),
    [
        ("1:0.1", "does not rise"),
        ("0:1:log", "starts above 0"),
        ("0.1:1:exp", "is not a range"),
        ("0.1:x", "'x' is not a number"),
        ("-1:1", "of at least 0"),
        (",", "holds no number"),
        ("nan:1", "'nan' is not a number"),
    ],
)
def test_an_axis_that_makes_no_sense_is_a_mistake(cli, toys, axis, message):
    answer = cli("search", "toy", f"--lr={axis}")
    assert answer.status == 2
    assert message in answer.err
    assert not toys()


@pytest.mark.parametrize("words", ["", "--lr .1", "--batch-size 4 --seed 3"])
def test_a_search_without_an_axis_is_a_mistake(cli, toys, tmp_path, words):
    answer = cli("search", "toy", *words.split())
    assert answer.status == 2
    assert "no setting has a range or choices" in answer.err
    assert "--lr 0.05:5:log" in answer.err
    assert not list(tmp_path.glob("runs/*"))


def test_an_unknown_option_is_answered_with_the_nearest(cli, toys):
    answer = cli("search toy --lr 0.1:1 --trails 5")
    assert answer.status == 2
    assert "has no --trails" in answer.err and "'--trials'" in answer.err


@pytest.mark.parametrize("words", ["--lr 0.1:2", "--sampler tpe", "--seed 9"])
def test_a_resumed_search_keeps_its_space(cli, toys, words):
    cli("search toy --lr 0.1:1 --trials 2")
    answer = cli(f"search toy --resume {words} --trials 3")
    assert answer.status == 2
    assert "has another" in answer.err
    assert len(toys()) == 2


def test_a_damaged_log_is_refused(cli, toys, tmp_path):
    cli("search toy --lr 0.1:1 --trials 2")
    (tmp_path / "runs/toy-search/search.jsonl").write_text('{"name": "trial-001"}\n')
    answer = cli("search toy --resume --trials 3")
    assert answer.status == 2
    assert "cannot be read as the log of a search" in answer.err


def test_force_replaces_a_search_and_keeps_notes(cli, toys, tmp_path):
    cli("search toy --lr 0.1:1 --trials 3 --out mine")
    (tmp_path / "mine/notes.txt").write_text("mine")
    assert cli("search toy --lr 0.1:1 --trials 1 --out mine").status == 2
    assert cli("search toy --lr 0.1:1 --trials 1 --out mine --force").status == 0
    names = {each.name for each in (tmp_path / "mine").iterdir()}
    assert names == {
        *("notes.txt", "trial-001", "run.json", "search.jsonl", "search.png", ".lock")
    }


def test_without_optuna_the_extra_is_named_and_nothing_is_made(
    cli, toys, tmp_path, monkeypatch
):
    monkeypatch.setitem(sys.modules, "optuna", None)
    answer = cli("search toy --lr 0.1:1")
    assert answer.status == 2
    assert "pip install 'gluon_course[search]'" in " ".join(answer.err.split())
    assert not list(tmp_path.glob("runs/*"))


def test_a_section_on_the_sample_is_searched(cli, tmp_path):
    answer = cli(
        "search mlp-gluon --sample --limit 256 --epochs 1 --lr 0.05:0.2:log --trials 2"
        " --batch-size 32 --num-hiddens 16,8"
    )
    assert answer.status == 0, answer.err
    rows = log(tmp_path / "runs/mlp-gluon-search")
    best = max(rows, key=lambda each: each["figure"])
    command = next(
        line.split("gluon-course ")[1]
        for line in answer.out.splitlines()
        if line.startswith("Run it:")
    )
    assert "--num-hiddens 16,8" in command and "--sample --limit 256" in command
    again = cli(command + " --quiet")
    assert f"{best['figure']:.4f}" in again.out
