"""``gluon-course predict`` of word vectors: neighbours and analogies."""

import json

import pytest

from gluon_course import export, models, predict

TOKENS = [f"word{i}" for i in range(12)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("words") / "run"
    net = models.get_model("skip_gram", vocab_size=12, embed_size=5)
    net.initialize()
    info = {"task": "word-vectors", "vocab": TOKENS, "notice": "a made-up text"}
    export.export_model(net.embedder(), folder / "export", (1,), info=info)
    return folder


def test_json_holds_what_the_vectors_say(folder, cli):
    question = ("word1", "word2", "word3")
    answer = cli(
        *("predict", folder, "--word", "word0", "--word", "word5"),
        *("--analogy", *question, "--top", 3, "--json"),
    )
    assert answer.status == 0, answer.err
    content = json.loads(answer.out)
    words = predict.load_predictor(folder)
    assert content["notice"] == "a made-up text"
    assert [each["word"] for each in content["words"]] == ["word0", "word5"]
    found = [
        [(near["word"], near["cosine"]) for near in each["nearest"]]
        for each in content["words"]
    ]
    assert found == [
        [(word, round(cosine, 6)) for word, cosine in each]
        for each in words.nearest(["word0", "word5"], 3)
    ]
    (solved,) = content["analogies"]
    assert solved["question"] == list(question)
    assert [each["word"] for each in solved["answers"]] == [
        word for word, _ in words.analogies([question], 3)[0]
    ]


def test_the_table_names_five_words_by_falling_cosine(folder, cli):
    out = cli("predict", folder, "--word", "word0").out
    lines = out.splitlines()
    assert lines[:2] == ["word0", "word    cosine"]
    cosines = [float(line.split()[1]) for line in lines[3:8]]
    assert cosines == sorted(cosines, reverse=True)
    assert "(a made-up text)" in out


def test_mistakes_are_told(folder, cli):
    answer = cli("predict", folder)
    assert answer.status == 2 and "No word is given" in answer.err
    answer = cli("predict", folder, "--word", "wort0")
    assert answer.status == 2 and "word0" in answer.err
    answer = cli("predict", folder, "--prefix", "x")
    assert answer.status == 2 and "--prefix is nothing for this model" in answer.err


@pytest.mark.parametrize("slug", ["word2vec-gluon", "fasttext", "glove"])
def test_a_run_of_each_kind_is_exported_and_asked(slug, cli, tmp_path):
    settings = ("--epochs", 1, "--embed-size", 4, "--limit", 300, "--batch-size", 64)
    run = tmp_path / "run"
    answer = cli("run", slug, "--sample", "--quiet", *settings, "--out", run)
    assert answer.status == 0, answer.err
    answer = cli("predict", run, "--word", "the", "--top", 2)
    assert answer.status == 0, answer.err
    assert answer.out.startswith("the\n") and "not Penn Treebank" in answer.out
