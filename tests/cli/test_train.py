"""``gluon-course train``: defaults of the section, options of the model."""

import json

import pytest

TINY = "--sample --limit 64 --batch-size 32 --epochs 1 --out run"


def config(folder):
    return json.loads((folder / "config.json").read_text())


def settings(folder):
    return json.loads((folder / "run.json").read_text())["settings"]


def test_a_trained_run_holds_all_that_a_run_should(trained):
    folder, answer = trained
    names = {each.name for each in folder.iterdir()}
    assert names >= {
        *("config.json", "run.json", "history.jsonl", "curves.png"),
        *("checkpoints", "export", "result.json"),
    }
    history = (folder / "history.jsonl").read_text().splitlines()
    assert [json.loads(line)["epoch"] for line in history] == [1, 2]
    result = json.loads((folder / "result.json").read_text())["result"]
    assert result["final"] == json.loads(history[-1])
    assert f"gluon-course predict {folder} PICTURE" in answer.out
    assert f"gluon-course eval {folder}" in answer.out


def test_the_sample_is_named_with_the_figures(trained):
    _, answer = trained
    words = " ".join(answer.out.split())
    assert "(sample data: 1,797 handwritten digits, not Fashion-MNIST)" in words


def test_without_a_terminal_no_control_characters_are_printed(trained):
    _, answer = trained
    assert not set(answer.out + answer.err) & {"\r", "\x1b", "\b"}


def test_defaults_are_those_of_the_models_section(cli, tmp_path):
    words = "--sample --limit 16 --epochs 1 --out run"
    assert cli(f"train lenet_bn {words}").status == 0
    values = settings(tmp_path / "run")
    assert (values["lr"], values["batch_size"]) == (1.0, 256)


def test_options_of_the_model_reach_it(cli, tmp_path):
    answer = cli(f"train mlp --num-hiddens 12,8 --dropout=0.25 {TINY}")
    assert answer.status == 0, answer.err
    options = config(tmp_path / "run")["model"]["options"]
    assert options["num_hiddens"] == [12, 8] and options["dropout"] == 0.25
    assert options["num_classes"] == 10


def test_options_of_the_model_are_kept_and_checked_on_resume(cli, tmp_path):
    cli(f"train mlp --num-hiddens 12,8 {TINY}")
    answer = cli("train mlp --resume --out run --num-hiddens 12,9")
    assert answer.status == 2
    assert "--num-hiddens" in answer.err
    assert cli("train mlp --resume --out run --epochs 2").status == 0
    history = (tmp_path / "run/history.jsonl").read_text().splitlines()
    assert len(history) == 2


def test_pictures_take_the_size_that_the_model_wants(cli, tmp_path):
    words = "--sample --limit 8 --batch-size 8 --epochs 1 --quiet --out run"
    assert cli(f"train densenet --resize 40 {words}").status == 0
    assert config(tmp_path / "run")["data"]["shape"] == [1, 40, 40]


def test_scaling_optimizers_have_a_small_learning_rate_by_default(cli, tmp_path):
    assert cli(f"train softmax --optimizer adam {TINY}").status == 0
    assert config(tmp_path / "run")["optimizer"]["learning_rate"] == 0.001


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["lenett"], "'lenet'"),
        (["lenet", "--data", "minst"], "'mnist'"),
        (["lenet", "--epoch", "3"], "'--epochs'"),
        (["vgg11", "--chanel-ratio", "4"], "'--channel-ratio'"),
        (["vgg11", "--channel-ratio"], "has no value"),
        (["lenet", "stray"], "stray"),
        (["linear"], "not for the classes of pictures"),
        (["lenet", "--optimizer", "adam", "--momentum", ".9"], "--momentum"),
        (["lenet", "--optimizer", "sdg"], "sgd"),
        ([], "MODEL"),
    ],
)
def test_mistakes_are_answered_before_a_folder_is_made(cli, tmp_path, words, says):
    answer = cli("train", *words)
    assert answer.status == 2
    assert says in answer.err
    assert not (tmp_path / "runs").exists()


def test_help_needs_no_model(cli):
    answer = cli("train", "--help")
    assert answer.status == 0
    assert "--optimizer" in answer.out
    assert max(map(len, answer.out.splitlines())) <= 80
