"""Translators of nets and of exports, and what they do with odd sentences."""

import numpy as np
import pytest
from mxnet import init, nd

from gluon_course import data, export, models, text
from gluon_course.base.errors import ConfigError, DataError, ExportError
from gluon_course.base.seeds import seed_everything
from gluon_course.predict import Translator, load_predictor
from gluon_course.predict.beam import beam_search

PAIRS = (
    [["the", "cat", "."], ["a", "dog", "sleeps", "!"]],
    [["le", "chat", "."], ["un", "chien", "dort", "!"]],
)


@pytest.fixture(params=["gru_attention", "transformer", "seq2seq"])
def trained(request):
    """A net with random weights and the facts of its data."""
    seed_everything(4)
    info = data.DataInfo("toy", "toy", (5,), notice="toy data")
    info = text.load_pairs(*PAIRS, 2, 5, info).info
    net = models.get_model(
        request.param,
        vocab_size=len(info.vocab),
        target_vocab_size=len(info.target_vocab),
        num_steps=5,
    )
    net.initialize(init.Xavier())
    return net, info


@pytest.mark.parametrize("beam_size", [1, 3])
def test_translations_are_those_of_the_search_on_the_net(trained, beam_size):
    net, info = trained
    translate = Translator.of_net(net, info)
    sentences = ["The cat.", "A dog sleeps!"]
    X, lengths = text.pad_sentences(PAIRS[0], translate.vocab, 5)
    states = net.encoding()(nd.array(X), nd.array(lengths))
    beams = beam_search(net.stepping(), states, 2, 3, 5, beam_size)
    for found, (best, *rest), source in zip(
        translate(sentences, beam_size), beams, PAIRS[0]
    ):
        words = text.decode(translate.target_vocab, best.tokens)
        assert found.text == " ".join(words)
        assert found.source == (*source, "<eos>")
        assert found.words == tuple(words) + ("<eos>",) * best.has_ended
        assert found.score == pytest.approx(best.score, abs=1e-4)
        assert len(found.others) == len(rest)
        assert found.weights.shape[0] == len(found.words)
        assert found.weights.shape[2] == len(found.source)
        if found.has_attention:
            np.testing.assert_allclose(found.weights.sum(axis=2), 1, rtol=1e-4)


def test_exported_and_loaded_it_translates_alike(trained, tmp_path):
    net, info = trained
    folder = tmp_path / "export"
    export.export_parts(
        net.parts((5,)),
        folder,
        info={**info.as_dict(), "task": "translation"},
        spec=net.spec,
    )
    loaded = load_predictor(tmp_path)
    assert loaded.meta["task"] == "translation" and loaded.notice == "toy data"
    for beam_size in (1, 2):
        for sentences in (["the cat ."], ["the dog", "a cat sleeps .", "cat"]):
            wanted = Translator.of_net(net, info)(sentences, beam_size)
            for one, other in zip(loaded(sentences, beam_size), wanted):
                assert (one.text, one.words) == (other.text, other.words)
                assert one.score == pytest.approx(other.score, abs=1e-4)
                np.testing.assert_allclose(one.weights, other.weights, atol=1e-5)


def test_a_sentence_does_not_depend_on_its_neighbours(trained):
    translate = Translator.of_net(*trained)
    (alone,) = translate(["cat ."], beam_size=2)
    _, beside = translate(["a dog sleeps , the cat sleeps !", "cat ."], beam_size=2)
    assert alone.text == beside.text
    assert alone.score == pytest.approx(beside.score, abs=1e-4)


def test_odd_sentences(trained):
    translate = Translator.of_net(*trained)
    (found,) = translate(["  THE\u00a0zebra zebra. "])
    assert found.source == ("the", "zebra", "zebra", ".", "<eos>")
    assert found.notes[0] == "read as <unk>: zebra"
    (found,) = translate(["the cat . " * 2])
    assert "6 words; it was trained on 4 at most" in found.notes
    assert translate([]) == []
    for empty in ("", " \n"):
        with pytest.raises(DataError, match="nothing to translate"):
            translate([empty])
    with pytest.raises(ConfigError, match="the single text"):
        translate("the cat .")
    with pytest.raises(ConfigError, match="size is 0"):
        translate(["the cat ."], beam_size=0)


class Endless:
    """A step that always says word 4 of 6."""

    def __call__(self, token, state):
        scores = nd.one_hot(nd.full((len(token),), 4), 6)
        return scores, nd.zeros((len(token), 1, 1)), state


SPECIALS = ("<unk>", "<pad>", "<bos>", "<eos>")


def test_a_sentence_without_end_is_cut_and_says_so():
    translate = Translator(
        lambda X, lengths: [X],
        Endless(),
        (*SPECIALS, "a", "b"),
        (*SPECIALS, "一", "二"),
        3,
    )
    (found,) = translate(["b a"])
    assert found.source == ("b", "a", "<eos>")
    assert found.text == "一一一"
    assert found.notes == ("cut after 3 words, the most it was trained on",)


def test_characters_need_no_spaces():
    translate = Translator(
        lambda X, lengths: [X],
        Endless(),
        (*SPECIALS, "一", "二"),
        (*SPECIALS, "ab", "c"),
        2,
    )
    (found,) = translate(["一二 一"])
    assert found.source == ("一", "二", "一", "<eos>")
    assert found.text == "ab ab"


def test_vocabularies_without_ends_are_refused(trained, tmp_path):
    with pytest.raises(ConfigError, match="has no <bos>"):
        Translator(None, None, SPECIALS, ("<unk>", "<eos>", "a"), 3)
    net, info = trained
    folder = export.export_parts(net.parts((5,)), tmp_path / "bare", spec=net.spec)
    with pytest.raises(ExportError, match="does not say its vocabularies"):
        load_predictor(folder)
    folder = export.export_parts(net.parts((5,)), tmp_path / "unbuilt", info=info)
    with pytest.raises(ExportError, match="the spec of its net"):
        load_predictor(folder)
    # as the message says: the task follows from the parts
    folder = export.export_parts(
        net.parts((5,)), tmp_path / "whole", info=info, spec=net.spec
    )
    assert load_predictor(folder).meta["task"] == "translation"
