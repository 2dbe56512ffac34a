"""``gluon-course predict`` with a translator: text, JSON, pictures of attention."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from mxnet import init

from gluon_course import data, export, models, text
from gluon_course.base.seeds import seed_everything
from gluon_course.cli.predict import predict


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    seed_everything(1)
    pairs = [["the", "cat"], ["a", "dog"]], [["le", "chat"], ["un", "chien"]]
    info = text.load_pairs(*pairs, 2, 4, data.DataInfo("toy", "toy", (4,))).info
    net = models.get_model(
        "transformer", vocab_size=8, target_vocab_size=8, num_steps=4, num_heads=2
    )
    net.initialize(init.Xavier())
    facts = {**info.as_dict(), "task": "translation", "notice": "toy pairs"}
    place = tmp_path_factory.mktemp("run") / "export"
    return export.export_parts(net.parts((4,)), place, info=facts, spec=net.spec)


def run(folder, tmp_path, *arguments):
    words = [str(folder), "--out", str(tmp_path / "found"), *arguments]
    return CliRunner().invoke(predict, words)


def test_sentences_are_translated_and_their_attention_drawn(folder, tmp_path):
    result = run(folder, tmp_path, "--text", "the cat", "--text", "a zebra")
    assert result.exit_code == 0, result.output
    assert result.output.startswith("the cat") and result.output.count("  => ") == 2
    assert "read as <unk>: zebra)" in result.output
    assert "toy pairs" in result.output
    files = sorted(each.name for each in (tmp_path / "found").iterdir())
    assert files == ["attention-2.png", "attention.png"]


def test_json_has_the_words_and_the_rest_of_the_beam(folder, tmp_path):
    result = run(folder, tmp_path, "--text", "the cat", "--beam", "3", "--json")
    content = json.loads(result.output)
    (found,) = content["translations"]
    assert content["notice"] == "toy pairs"
    assert found["text"] == "the cat"
    words = [each for each in found["words"] if each != "<eos>"]
    assert found["translation"] == " ".join(words)
    scores = [found["score"], *(each["score"] for each in found["others"])]
    assert len(scores) == 3 and scores == sorted(scores, reverse=True)
    assert Path(found["attention"]).is_file()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "No sentence is given"),
        (("--text", " "), "nothing to translate"),
        (("--text", "a", "boot.png"), "IMAGE... is nothing for this model"),
        (("--text", "a", "--prefix", "b"), "--prefix is nothing for this model"),
    ],
)
def test_mistakes_are_told(folder, tmp_path, arguments, message):
    result = run(folder, tmp_path, *arguments)
    assert result.exit_code != 0
    assert message in str(result.exception)


def test_a_long_sentence_is_not_said_back_in_full(folder, tmp_path):
    long = " ".join(["the", *["zebra"] * 200])
    result = run(folder, tmp_path, "--text", long)
    assert result.exit_code == 0, result.output
    assert result.output.startswith("the zebra zebra") and long not in result.output
    assert max(map(len, result.output.splitlines())) < 600
    content = json.loads(run(folder, tmp_path, "--text", long, "--json").stdout)
    assert content["translations"][0]["text"] == long
