"""Texts are judged as they were read in training; what is unknown is named."""

import json

import mxnet as mx
import numpy as np
import pytest
from mxnet import nd

from gluon_course import data, models, text
from gluon_course.base.errors import ConfigError, DataError, ExportError
from gluon_course.export import export_model
from gluon_course.predict import load_predictor, text_probabilities

TOKENS = ("<unk>", "<pad>", "good", "bad", "film", ".")


def net_of_words():
    """A net that says positive for more good than bad, and knows no order."""
    net = models.get_model(
        "text_cnn",
        vocab_size=len(TOKENS),
        embed_size=2,
        kernel_sizes=(1,),
        num_channels=(2,),
        masked=True,
    )
    net.initialize(mx.init.Zero())
    net(nd.ones((1, 4)))
    words = np.zeros((len(TOKENS), 2))
    words[2], words[3] = (1, 0), (0, 1)  # good, bad
    net.embedding.weight.set_data(nd.array(words))
    kernel = np.zeros((2, 4, 1))
    kernel[0, 0, 0] = kernel[1, 1, 0] = 1
    net.convs[0].weight.set_data(nd.array(kernel))
    net.decoder.weight.set_data(nd.array([[0, 2], [2, 0]]))
    return net


@pytest.fixture(scope="module")
def export(tmp_path_factory):
    info = data.DataInfo(
        "made-up",
        "made-up reviews",
        (4,),
        ("negative", "positive"),
        notice="made-up",
        vocab=TOKENS,
        tokenizer="words",
    )
    net = net_of_words()
    folder = tmp_path_factory.mktemp("sentiment") / "export"
    facts = {**info.as_dict(), "task": "sentiment"}
    return export_model(net, folder, tuple(net.inputs((4,))), info=facts)


def test_texts_are_judged_with_the_tokens_and_the_length_of_training(export):
    predictor = load_predictor(export)
    good, bad, cut = predictor(["Good Film.", "a BAD film", "film . . . bad"])
    sure = 1 / (1 + np.exp(-2))
    assert (good.class_name, bad.class_name) == ("positive", "negative")
    assert good.probability == pytest.approx(sure, abs=1e-5)
    assert bad.probability == pytest.approx(sure, abs=1e-5)
    assert bad.unknown == ("a",) and not good.unknown
    assert cut.probability == pytest.approx(0.5)
    assert "first 4 of 5" in cut.notes[0]
    assert predictor.notice == "made-up"
    assert predictor([]) == []


def test_only_unknown_words_are_named_and_judged_without_nan(export):
    (said,) = load_predictor(export)(["蓝 blue 蓝"])
    assert said.unknown == ("蓝", "blue")
    assert said.probability == pytest.approx(0.5)
    assert json.dumps(said.as_dict())


@pytest.mark.parametrize("empty", ["", "  \n", "<br />", "\ufeff"])
def test_a_text_without_a_word_is_refused(export, empty):
    with pytest.raises(DataError, match="no word"):
        load_predictor(export)(["good", empty])


def test_one_string_is_no_list_of_texts(export):
    with pytest.raises(ConfigError, match="single text"):
        load_predictor(export)("good")


def test_an_export_without_a_vocabulary_is_refused(tmp_path):
    info = {"task": "sentiment", "class_names": ["negative", "positive"]}
    folder = export_model(net_of_words(), tmp_path / "export", (4,), info=info)
    with pytest.raises(ExportError, match="which tokens"):
        load_predictor(folder)


def test_an_export_without_names_of_classes_is_refused(tmp_path):
    info = {"task": "sentiment", "vocab": TOKENS}
    folder = export_model(net_of_words(), tmp_path / "export", (4,), info=info)
    with pytest.raises(ExportError, match="does not name its classes"):
        load_predictor(folder)


def test_many_texts_are_what_each_alone_is():
    vocab = text.vocab_from_tokens(TOKENS)
    net = net_of_words()
    texts = [["good"] * (i % 3) + ["bad"] * (i % 5) + ["."] for i in range(70)]
    rows = text_probabilities(net, vocab, texts, 8)
    alone = np.concatenate([text_probabilities(net, vocab, [t], 8) for t in texts])
    np.testing.assert_allclose(rows, alone, atol=1e-6)
    with pytest.raises(DataError, match="no text"):
        text_probabilities(net, vocab, [], 8)
    with pytest.raises(ConfigError, match="'good' is not split into tokens"):
        text_probabilities(net, vocab, ["good"], 8)


def test_the_command_names_unknown_words_and_refuses_empty_text(export):
    from click.testing import CliRunner

    from gluon_course.cli.group import gluon_course

    def call(*args):
        return CliRunner().invoke(gluon_course, ["predict", str(export), *args])

    answer = call("--text", "a good film", "--text", " ", "--json")
    assert answer.exit_code == 2
    content = json.loads(answer.stdout)
    first, second = content["texts"]
    assert first["class"] == "positive" and first["unknown"] == ["a"]
    assert "no word" in second["error"] and content["notice"] == "made-up"
    shown = call("--text", "a good film").stdout
    assert "positive" in shown and "unknown to the model: a" in shown
    assert "No text is given" in call().output
