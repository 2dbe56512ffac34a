"""A net as stations: what belongs together, how many, and what each sees."""

import math

import pytest

from gluon_course import models
from gluon_course.base.errors import ShapeError
from gluon_course.base.stations import stations
from gluon_course.explain.receptive_field import receptive_field, windows_of


def of(name, **options):
    net = models.get_model(name, **options)
    return net, stations(net, (1, *net.input_shape))


@pytest.mark.parametrize("name", ["lenet", "vgg11", "resnet18", "googlenet"])
def test_parameters_of_the_stations_are_those_of_the_net(name):
    net, found = of(name)
    total = sum(each.parameters for each in found)
    running = sum(
        math.prod(each.shape)
        for each in net.collect_params().values()
        if each.grad_req == "null"
    )
    assert total >= models.model_facts(name).num_parameters
    assert total <= models.model_facts(name).num_parameters + 10 * max(running, 1e4)


def test_lenet_has_its_seven_layers():
    _, found = of("lenet")
    assert [each.label for each in found] == [
        "Conv2D 5×5",
        "MaxPool2D 2×2",
        "Conv2D 5×5",
        "MaxPool2D 2×2",
        "Dense",
        "Dense",
        "Dense",
    ]
    assert [each.output_shape for each in found[:2]] == [(6, 24, 24), (6, 12, 12)]
    assert found[0].also == ("sigmoid",)


@pytest.mark.parametrize("name", ["lenet", "alexnet", "vgg11", "nin"])
def test_fields_are_those_of_a_chain_of_windows(name):
    net, found = of(name)
    windows = windows_of(net)
    fields = [each.field for each in found if each.field != math.inf]
    assert fields[-1] == receptive_field(windows).size
    assert fields == sorted(fields)


def test_equal_blocks_are_counted_and_see_more_by_each():
    _, found = of("resnet18")
    blocks = [each for each in found if each.kind == "Residual"]
    assert [each.count for each in blocks] == [2, 2, 2, 2]
    # behind the stem a unit sees 11 pixels in steps of 4; four 3 x 3 follow
    assert blocks[0].field == 11 + 4 * 2 * 4
    assert found[-1].field == math.inf


def test_where_branches_meet_the_largest_field_counts():
    _, found = of("googlenet")
    first = next(i for i, each in enumerate(found) if each.kind == "Inception")
    # its widest branch is 5 x 5, in steps of 8 pixels
    assert found[first].field == found[first - 1].field + 4 * 8


def test_a_shape_that_does_not_fit_is_refused():
    with pytest.raises(ShapeError):
        stations(models.get_model("lenet"), (1, 1, 8, 8))


def test_a_language_model_is_its_layers_with_the_steps_first():
    net = models.get_model("gru_lm", vocab_size=9, num_hiddens=4)
    shapes = [(1, 7), [(1, 1, 4)]]
    found = [(each.label, each.output_shape) for each in stations(net, shapes)]
    assert found == [("GRU", (7, 4)), ("Dense", (7, 9))]


@pytest.mark.parametrize("name", ["seq2seq", "bahdanau", "transformer"])
def test_a_translator_is_an_encoder_and_a_decoder(name):
    net = models.get_model(name)
    encoder, decoder = stations(net, net.input_shapes(net.input_shape))
    assert "Encoder" in encoder.kind and "Decoder" in decoder.kind
    assert encoder.output_shape == (10, 32) and decoder.output_shape == (10, 200)
    trained = models.model_facts(name).num_parameters
    constants = encoder.parameters + decoder.parameters - trained
    assert 0 <= constants <= 32  # frequencies of positions
