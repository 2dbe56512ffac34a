"""``gluon-course draw``: a picture of a model, and mistakes."""

import pytest


def test_a_model_is_drawn_with_its_parameters(cli, tmp_path):
    answer = cli("draw", "lenet", "--out", "net.svg")
    assert answer.status == 0, answer.err
    assert "lenet, input 1x28x28: 44,426 parameters" in answer.out
    assert (tmp_path / "net.svg").read_text().startswith("<?xml")


def test_options_of_the_model_are_options(cli):
    answer = cli("draw", "vgg11", "--channel-ratio", "64", "--shape", "1x32x32")
    assert answer.status == 0, answer.err
    assert "vgg11, input 1x32x32: 16," in answer.out


def test_a_language_model_is_drawn_from_its_states(cli, tmp_path):
    answer = cli("draw", "gru_lm")
    assert answer.status == 0, answer.err
    assert (tmp_path / "gru_lm.png").is_file()


@pytest.mark.parametrize(
    ("model", "count"),
    [
        # two tables of V vectors; GloVe has a bias beside each vector
        ("skip_gram", 2 * 50 * 8),
        ("cbow", 2 * 50 * 8),
        ("glove", 2 * 50 * (8 + 1)),
    ],
)
def test_word_vectors_are_drawn_with_the_words_that_go_in(cli, tmp_path, model, count):
    answer = cli("draw", model, "--vocab-size", 50, "--embed-size", 8)
    assert answer.status == 0, answer.err
    assert f": {count:,} parameters" in answer.out
    assert (tmp_path / f"{model}.png").is_file()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["lenett"], "lenet"),
        (["lenet", "--shape", "big"], "'big' is no shape"),
        (["lenet", "--shape", "1x8x8"], "28 x 28"),
        (["lenet", "--out", "net.txt"], "net.png"),
        (["lenet", "--shap", "1x28x28"], "Did you mean '--shape'"),
        (["vgg11", "--ratio", "4"], "--channel-ratio"),
    ],
)
def test_mistakes(cli, words, says):
    answer = cli("draw", *words)
    assert answer.status == 2
    assert says in " ".join(answer.err.split())
