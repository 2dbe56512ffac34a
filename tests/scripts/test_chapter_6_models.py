"""6.2 and 6.4-6.10 on the embedded text, small and short: they learn and write."""

import json
import math

import pytest

SMALL = {"num_hiddens": 16, "max_chars": 2400, "num_steps": 10, "batch_size": 16}
TINY = {"num_hiddens": 8, "max_chars": 600, "num_steps": 5, "batch_size": 8}


def test_6_2_both_products_are_equal_to_rounding(run_section):
    facts = run_section("rnn", num_steps=3)
    assert (facts["rows"], facts["columns"]) == (3, 4)
    assert facts["difference"] < 1e-5


@pytest.mark.parametrize(
    "name, parts",
    [
        ("rnn-scratch", ("random", "consecutive")),
        ("gru", ("scratch", "gluon")),
        ("lstm", ("scratch", "gluon")),
    ],
)
def test_both_nets_of_a_section_learn_characters(run_section, tmp_path, name, parts):
    facts = run_section(name, num_epochs=2, lr=20.0, **SMALL)
    for part in parts:
        # an even guess has a perplexity of about 40 characters
        assert facts[f"{part}_perplexity"] < 32
        rows = (tmp_path / part / "history.jsonl").read_text("utf-8").splitlines()
        last = json.loads(rows[-1])
        assert last["train_perplexity"] == facts[f"{part}_perplexity"]
        assert last["train_perplexity"] == pytest.approx(math.exp(last["train_loss"]))


@pytest.mark.parametrize("name", ["rnn-gluon", "deep-rnn", "bi-rnn"])
def test_models_of_layers_learn_characters(run_section, name):
    lr = {"rnn-gluon": 20.0}.get(name, 2.0)
    result = run_section(name, num_epochs=2, lr=lr, **SMALL)
    rows = result.history
    assert rows[1]["train_perplexity"] < rows[0]["train_perplexity"] < 41
    assert result.net.spec["options"]["num_hiddens"] == 16


@pytest.mark.parametrize(
    "name", ["rnn-scratch", "rnn-gluon", "gru", "lstm", "deep-rnn", "bi-rnn"]
)
def test_they_learn_and_write_on_a_gpu(run_section, two_gpus, capsys, name):
    options = {"num_epochs": 1, "pred_period": 1, "pred_len": 3}
    run_section(name, device="gpu", progress=True, **options, **TINY)
    out = capsys.readouterr().out
    assert "training on gpu(0)" in out and "epoch 1, perplexity " in out


def test_each_of_two_trainings_says_which_it_is(run_section, capsys):
    options = {"num_epochs": 1, "pred_period": 9, "pred_len": 2}
    run_section("gru", progress=True, **options, **TINY)
    out = capsys.readouterr().out
    assert out.index("scratch:\n") < out.index("epoch 1, perplexity")
    assert out.index("gluon:\n") < out.rindex("epoch 1, perplexity")


def test_a_run_prints_the_text_s_lines_and_can_be_asked(tmp_path, monkeypatch):
    """From the command line: samples are printed, the run is exported and goes on."""
    import click.testing

    from gluon_course.cli.group import gluon_course

    monkeypatch.chdir(tmp_path)

    def call(*words):
        done = click.testing.CliRunner().invoke(gluon_course, list(map(str, words)))
        assert done.exit_code == 0, done.output
        return done.output

    options = {"--epochs": 2, "--pred-period": 2, "--pred-len": 7, "--num-hiddens": 8}
    words = [word for pair in options.items() for word in pair]
    sizes = ["--max-chars", 600, "--num-steps", 5, "--batch-size", 8]
    out = call("run", "rnn-gluon", "--sample", *words, *sizes)
    assert out.count("epoch 2, perplexity ") == 1 and "epoch 1, " not in out
    (said,) = (line for line in out.splitlines() if line.startswith(" - the "))
    assert len(said) == len(" - the ") + 7
    out = call("predict", "runs/rnn-gluon", "--prefix", "the ", "--length", 7)
    assert out.splitlines()[0] == said[3:]
    assert "sample text" in " ".join(out.split())
