"""Chapter 5 at tiny size: each script shows one fact of its section."""

import json

import numpy as np
import pytest
from mxnet import nd

from gluon_course.base.errors import ShapeError, TrainingError
from gluon_course.models import get_model, model_facts

FACTS = {  # the learned kernel of the text, whose seed is ours
    "loss_2": 4.949,
    "loss_4": 0.831,
    "loss_6": 0.140,
    "loss_8": 0.024,
    "loss_10": 0.004,
    "kernel_1": 0.9895,
    "kernel_2": -0.9874,
}


def test_5_1_the_kernel_is_learnt_as_the_text_prints_it(run_section, tmp_path):
    facts = run_section("5.1")
    assert facts["corr2d"].asnumpy().tolist() == [[19, 25], [37, 43]]
    for name, value in FACTS.items():
        assert facts[name] == pytest.approx(value, abs=6e-4), name
    assert (tmp_path / "edges.png").stat().st_size > 0


def test_5_1_a_huge_learning_rate_stops_with_the_reason(run_section):
    with pytest.raises(TrainingError, match=r"batch \d+ is inf at learning rate 10"):
        run_section("5.1", lr=10.0)


def test_5_2_measured_shapes_are_those_of_the_formula(run_section):
    facts = run_section("5.2")
    assert facts["shapes"] == [(8, 8), (8, 8), (4, 4), (2, 2)] == facts["by_formula"]
    odd = run_section("5.2", size=11)
    assert odd["shapes"] == odd["by_formula"] != facts["shapes"]
    with pytest.raises(ShapeError, match=r"kernel .* is larger than the padded input"):
        run_section("5.2", size=1)


def test_5_3_a_1x1_convolution_is_a_matrix_product(run_section):
    facts = run_section("5.3")
    assert facts["multi_in"].asnumpy().tolist() == [[56, 72], [104, 120]]
    assert facts["multi_in_out"].asnumpy().tolist() == [
        [[56, 72], [104, 120]],
        [[76, 100], [148, 172]],
        [[96, 128], [192, 224]],
    ]
    assert facts["difference_1x1"] < 1e-6 > facts["difference_im2col"]


def test_5_4_layers_and_loops_pool_alike(run_section, tmp_path):
    facts = run_section("5.4")
    assert facts["max"].asnumpy().tolist() == [[4, 5], [7, 8]]
    assert facts["avg"].asnumpy().tolist() == [[2, 3], [5, 6]]
    assert facts["window_3"].asscalar() == 10
    assert facts["padded"].asnumpy().tolist() == [[5, 7], [13, 15]]
    assert facts["uneven"].asnumpy().tolist() == [[0, 3], [8, 11], [12, 15]]
    np.testing.assert_array_equal(
        facts["uneven"].asnumpy(), facts["uneven_from_scratch"].asnumpy()
    )
    assert (tmp_path / "pooling.png").stat().st_size > 0


def test_5_5_lenet_stays_at_chance_at_first(run_section):
    result = run_section("5.5", num_epochs=2)
    for row in result.history:  # as in the text, whose first epoch stays at .1
        assert row["train_acc"] < 0.2
        assert row["train_loss"] == pytest.approx(np.log(10), abs=0.3)
    X = nd.zeros((1, 1, 28, 28))
    sizes = []
    for layer in result.net[:4]:
        X = layer(X)
        sizes.append(X.shape[1:])
    assert sizes == [(6, 24, 24), (6, 12, 12), (16, 8, 8), (16, 4, 4)]


def test_5_7_a_quarter_of_the_channels_is_less_than_half_of_the_net(run_section):
    result = run_section(
        "5.7", num_epochs=1, limit=8, batch_size=4, resize=32, ratio=64
    )
    assert result.net.spec["options"]["channel_ratio"] == 64
    whole = model_facts("vgg11").num_parameters
    assert whole > 2 * 43_093_322  # the net that the section trains
    channels = [
        layer.weight.shape[0] for block in result.net[:5] for layer in convs(block)
    ]
    assert channels == [1, 2, 4, 4, 8, 8, 8, 8]


def test_5_6_alexnet_is_a_thousand_lenets(run_section):
    result = run_section("5.6", num_epochs=1, limit=4, batch_size=4, resize=96)
    assert np.isfinite(result.final["train_loss"])
    counts = {name: model_facts(name).num_parameters for name in ("alexnet", "lenet")}
    assert counts["alexnet"] > 1000 * counts["lenet"]
    assert [type(layer).__name__ for layer in result.net].count("Dropout") == 2


def test_5_8_nin_has_no_dense_layer(run_section):
    result = run_section("5.8", num_epochs=1, limit=4, batch_size=4, resize=96)
    assert np.isfinite(result.final["train_loss"])
    names = [name for name in result.net.collect_params() if "dense" in name]
    assert names == []


def test_5_9_each_inception_block_joins_four_paths(run_section):
    result = run_section("5.9", num_epochs=1, limit=4, batch_size=4, resize=48)
    assert np.isfinite(result.final["train_loss"])
    blocks = find(result.net, "Inception")
    assert len(blocks) == 9


def test_5_10_scratch_and_gluon_both_learn_quicker_than_lenet(run_section, tmp_path):
    facts = run_section("5.10", num_epochs=2, batch_size=32)
    for part in ("scratch_", ""):
        assert facts[f"{part}train_acc"] > 0.5  # LeNet stays at .1 for many epochs
    assert facts["gamma"].shape == facts["beta"].shape == (6,)
    assert (facts["gamma"].asnumpy() != 1).all()
    for folder in (tmp_path, tmp_path / "scratch"):
        assert len((folder / "history.jsonl").read_text().splitlines()) == 2


def test_5_11_a_residual_net_fits_a_few_digits_at_once(run_section):
    result = run_section("5.11", num_epochs=4, limit=16, batch_size=8, resize=32)
    losses = [row["train_loss"] for row in result.history]
    assert losses[-1] < losses[0]
    assert len(find(result.net, "Residual")) == 8


def test_5_12_a_dense_net_has_fewer_parameters_than_a_residual_one(run_section):
    result = run_section("5.12", num_epochs=1, limit=8, batch_size=4, resize=32)
    assert np.isfinite(result.final["train_loss"])
    assert len(find(result.net, "DenseBlock")) == 4
    densenet, resnet = model_facts("densenet"), model_facts("resnet18")
    assert 10 * densenet.num_parameters < resnet.num_parameters


@pytest.mark.parametrize("name", ["lenet"])
def test_a_run_folder_records_section_model_and_data(run_section, tmp_path, name):
    result = run_section(name, num_epochs=1, limit=64)
    config = json.loads((tmp_path / "config.json").read_text())
    assert config["model"] == result.net.spec == get_model(name).spec
    assert config["data"]["is_sample"] is True
    assert (tmp_path / "curves.png").stat().st_size > 0


def find(block, name):
    """All blocks of a class inside ``block``."""
    found = [block] if type(block).__name__ == name else []
    for child in block._children.values():
        found += find(child, name)
    return found


def convs(block):
    return find(block, "Conv2D")
