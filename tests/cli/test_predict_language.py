"""``gluon-course predict --prefix``: texts, JSON, options that belong to pictures."""

import json

import mxnet as mx
import pytest

VOCAB = tuple("abcde 分")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    from gluon_course import models
    from gluon_course.export import export_model

    mx.random.seed(1)
    net = models.get_model("gru_lm", vocab_size=len(VOCAB), num_hiddens=8)
    net.initialize(mx.init.Normal(1))
    info = {"vocab": VOCAB, "task": "language", "notice": "embedded sample"}
    where = tmp_path_factory.mktemp("model") / "export"
    return export_model(net, where, net.inputs((4,)), info=info)


def test_every_prefix_is_gone_on_with(folder, cli):
    from gluon_course.predict import load_predictor

    answer = cli("predict", folder, "--prefix", "ab", "--prefix", "分", "--length", 9)
    generate = load_predictor(folder)
    assert answer.status == 0, answer.err
    lines = answer.out.splitlines()
    assert lines[:2] == [generate("ab", 9), generate("分", 9)]
    assert "(embedded sample)" in answer.out


def test_json_and_drawing(folder, cli):
    words = ["predict", folder, "--prefix", "a", "--json", "--top-k", 3]
    texts = []
    for seed in (1, 1, 2):
        answer = cli(*words, "--seed", seed, "--temperature", 2)
        content = json.loads(answer.out)
        assert content["notice"] == "embedded sample"
        (row,) = content["texts"]
        assert row["prefix"] == "a" and len(row["text"]) == 51
        texts.append(row["text"])
    assert texts[0] == texts[1] != texts[2]


@pytest.mark.parametrize(
    "words, message",
    [
        ((), "--prefix TEXT"),
        (("--prefix", "axy"), "'x', 'y'"),
        (("--prefix", ""), "has no characters"),
        (("--prefix", "a", "--top", "3"), "--top is nothing for this model"),
        (("boot.png", "--prefix", "a"), "IMAGE... is nothing for this model"),
        (("--prefix", "a", "--length", "-1"), "'-1' is not a whole number"),
    ],
)
def test_mistakes_are_named(folder, cli, words, message):
    answer = cli("predict", folder, *words)
    assert answer.status == 2
    assert message in " ".join(answer.err.split())
    assert answer.out == ""
