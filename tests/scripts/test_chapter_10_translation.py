"""The sections on translation and attention, tiny, on generated pairs."""

import pytest

from gluon_course.base.errors import ConfigError

TINY = {"num_epochs": 1, "num_hiddens": 8, "num_layers": 1}


def pictures(folder):
    return {each.name for each in folder.glob("*.png")} - {"curves.png"}


def test_machine_translation(run_section, tmp_path):
    facts = run_section(
        "machine-translation", limit=6, embed_size=8, attention_size=4, **TINY
    )
    assert facts["train_loss"] > 0
    assert 0 <= facts["bleu"] <= 1 and 0 <= facts["almost_bleu"] <= 1
    assert pictures(tmp_path) == {"attention.png"}


@pytest.mark.parametrize("model", ["seq2seq", "transformer"])
def test_seq2seq_on_numbers(run_section, model):
    facts = run_section(
        "chapter_natural-language-processing/seq2seq",
        num_epochs=1,
        num_train=64,
        num_test=8,
        model=model,
        beam_size=2,
    )
    # free running finds a sentence exactly if teacher forcing does, but for the beam
    assert facts["test_exact"] == 0
    assert 0 <= facts["free_exact"] <= 1 and 0 <= facts["bleu"] < 1


def test_seq2seq_names_the_models_where_one_is_unknown(run_section):
    name = "chapter_natural-language-processing/seq2seq"
    with pytest.raises(ConfigError, match="seq2seqs"):
        run_section(name, model="seq2seqs", num_train=8, num_test=2)


@pytest.mark.parametrize(
    ("name", "options", "drawn"),
    [
        ("v2:chapter_recurrent-modern/seq2seq", {"embed_size": 8}, set()),
        ("v2:bahdanau-attention", {"embed_size": 8}, {"attention.png"}),
        (
            "v2:transformer",
            {"ffn_num_hiddens": 8, "num_heads": 2},
            {"attention.png"},
        ),
    ],
)
def test_sections_of_zh_v2_that_train(run_section, tmp_path, name, options, drawn):
    facts = run_section(name, limit=8, batch_size=8, **TINY, **options)
    assert facts["text_loss"] == pytest.approx(facts["train_loss"] / 12)
    assert 0 <= facts["bleu_1"] <= 1
    assert pictures(tmp_path) == drawn


def test_beam_search(run_section, tmp_path):
    facts = run_section("beam-search")
    assert facts["greedy_probability"] == pytest.approx(0.048, rel=1e-4)
    assert facts["beam_probability"] == pytest.approx(0.054, rel=1e-4)
    assert facts["exhaustive_probability"] == pytest.approx(0.1, rel=1e-4)
    assert facts["gain"] >= 0
    assert pictures(tmp_path) == {"beam.png"}


def test_attention(run_section, tmp_path):
    facts = run_section("chapter_natural-language-processing/attention")
    assert facts["difference"] < 1e-5 and facts["padding_weight"] == 0
    assert pictures(tmp_path) == {"weights.png"}


def test_pairs_and_their_vocabularies(run_section, tmp_path):
    facts = run_section("v2:machine-translation-and-dataset", num_steps=12)
    assert facts["pairs"] == 2000
    assert facts["source_vocab"] > 30 and facts["target_vocab"] == 18
    assert pictures(tmp_path) == {"lengths.png"}


def test_encoder_decoder(run_section):
    assert run_section("v2:encoder-decoder") == {"copied": 1, "equal": 1}


def test_attention_cues(run_section, tmp_path):
    assert run_section("v2:attention-cues")["sum_of_a_row"] == 1
    assert pictures(tmp_path) == {"weights.png"}


@pytest.mark.parametrize("seed", [0, 1])
def test_kernel_regression(run_section, tmp_path, seed):
    facts = run_section("v2:nadaraya-waston", seed=seed)
    assert facts["learnt_error"] < facts["kernel_error"] < facts["average_error"]
    assert facts["learnt_keys"] < facts["keys"]
    assert pictures(tmp_path) == {"regression.png", "weights.png"}


def test_scoring_functions(run_section, tmp_path):
    facts = run_section("v2:attention-scoring-functions")
    assert facts["additive_weight"] == pytest.approx(1 / 2)
    assert facts["dot_weight"] == pytest.approx(1 / 6)
    assert facts["padding_weight"] == 0 and facts["difference"] < 1e-5


def test_multihead_attention(run_section, tmp_path):
    facts = run_section("v2:multihead-attention")
    shape = [facts[each] for each in ("sentences", "queries", "features")]
    assert shape == [2, 4, 100] and facts["difference"] < 1e-5
    assert pictures(tmp_path) == {"heads.png"}


def test_positions(run_section, tmp_path):
    facts = run_section("v2:self-attention-and-positional-encoding")
    assert facts["blind_difference"] < 1e-5
    assert facts["with_positions_difference"] > 0.1
    assert facts["rotation_error"] < 1e-4
    assert pictures(tmp_path) == {"encoding.png", "waves.png"}


@pytest.mark.parametrize(
    "section",
    [
        "v2:machine-translation-and-dataset",
        "v2:self-attention-and-positional-encoding",
        "v2:nadaraya-waston",
    ],
)
def test_figures_are_printed_as_lines(run_section, capsys, section):
    run_section(section, progress=True)
    said = capsys.readouterr().out
    assert said.count("\n") >= 2 and "NDArray" not in said and "{" not in said
