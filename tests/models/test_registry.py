"""Names, options and facts of the registered models."""

import json

import numpy as np
import pytest

from gluon_course import models
from gluon_course.base.errors import ConfigError

KEYS = [
    *("linear", "softmax", "mlp", "lenet", "lenet_v2", "lenet_bn", "alexnet"),
    *("vgg11", "vgg13", "vgg16", "vgg19", "nin", "googlenet"),
    *("resnet18", "resnet34", "resnet50", "resnet101", "resnet152", "resnet18_small"),
    *("densenet", "densenet121"),
]
DETECTORS = [
    *("ssd300_resnet18", "ssd300_vgg16"),
    *("tiny_ssd", "yolo3_darknet53", "yolo3_tiny"),
    *("faster_rcnn_resnet18", "faster_rcnn_tiny"),
    *("mask_rcnn_resnet18", "mask_rcnn_tiny"),
]
SEGMENTERS = ["fcn32s", "fcn16s", "fcn8s"]
SENTIMENT = ["birnn", "text_cnn"]
LANGUAGE = ["gru_lm", "lstm_lm", "rnn_lm"]


def test_all_nets_of_the_course_are_registered():
    pictures = [*KEYS, *DETECTORS, *SEGMENTERS]
    texts = [*SENTIMENT, *LANGUAGE]
    for task in ("translation", "word-vectors"):  # named in the tests of their files
        texts += models.list_models(task)
    assert models.list_models() == sorted([*pictures, *texts])
    assert models.list_models("detection") == sorted(DETECTORS)
    assert models.list_models("segmentation") == sorted(SEGMENTERS)
    assert models.list_models("language") == LANGUAGE
    assert models.list_models("sentiment") == SENTIMENT
    with pytest.raises(ConfigError, match="detection"):
        models.list_models("detecting")


@pytest.mark.parametrize("name", KEYS)
def test_spec_survives_json_and_builds_the_same_net(name):
    option = "num_outputs" if name == "linear" else "num_classes"
    net = models.get_model(name, **{option: np.int64(7)})
    spec = json.loads(json.dumps(net.spec))
    again = models.get_model(spec["model"], **spec["options"])

    assert spec["model"] == name
    assert spec["options"][option] == 7
    assert again.spec == net.spec
    shape = (2, *models.model_facts(name).input_shape)
    assert models.infer_output_shape(again, shape) == (2, 7)


def test_spec_holds_options_that_were_not_given():
    assert models.get_model("vgg11").spec == {
        "model": "vgg11",
        "options": {"num_classes": 10, "channel_ratio": 1, "dropout": 0.5},
    }
    spec = models.get_model("mlp", num_hiddens=(256, 64), dropout=(0.2, 0.5)).spec
    assert spec["options"]["num_hiddens"] == [256, 64]
    assert spec["options"]["dropout"] == [0.2, 0.5]


@pytest.mark.parametrize(
    "name, nearest", [("lennet", "lenet"), ("ResNet18", "resnet18"), ("vgg", "vgg")]
)
def test_unknown_name_suggests_the_nearest(name, nearest):
    with pytest.raises(ConfigError, match=f"no model named '{name}'.*'{nearest}"):
        models.get_model(name)


def test_unknown_option_suggests_the_nearest():
    with pytest.raises(ConfigError, match=r"no option 'classes'.*'num_classes'"):
        models.get_model("lenet", classes=3)
    with pytest.raises(ConfigError, match=r"are num_classes=10, dropout=0\.5"):
        models.get_model("alexnet", drop_rate=0.1)


@pytest.mark.parametrize("name", KEYS)
@pytest.mark.parametrize("value", [0, -1, 2.5, "10", True, None])
def test_number_of_classes_out_of_range_is_an_error(name, value):
    option = "num_outputs" if name == "linear" else "num_classes"
    with pytest.raises(ConfigError, match=f"{option} is"):
        models.get_model(name, **{option: value})


@pytest.mark.parametrize(
    "name, options",
    [
        ("vgg11", {"channel_ratio": 0}),
        ("vgg19", {"channel_ratio": 65}),
        ("vgg13", {"channel_ratio": 1.5}),
        ("alexnet", {"dropout": 1.5}),
        ("alexnet", {"dropout": 1}),
        ("nin", {"dropout": -0.1}),
        ("vgg16", {"dropout": "0.5"}),
        ("mlp", {"dropout": 2}),
        ("mlp", {"num_hiddens": (256, 0)}),
        ("mlp", {"num_hiddens": "256"}),
        ("mlp", {"num_hiddens": (256, 256), "dropout": (0.5,)}),
        ("mlp", {"num_hiddens": (256,), "dropout": (float("nan"),)}),
    ],
)
def test_option_out_of_range_is_an_error(name, options):
    with pytest.raises(ConfigError, match="|".join(options)):
        models.get_model(name, **options)


def test_second_model_of_a_name_is_an_error():
    register = models.register_model(section="", input_shape=(1,), num_parameters=0)

    def lenet(num_classes=10):
        """Another LeNet."""

    with pytest.raises(ConfigError, match="'lenet' is registered already"):
        register(lenet)


@pytest.mark.parametrize("name", KEYS)
def test_facts_are_complete(name):
    facts = models.model_facts(name)

    assert facts.name == name
    assert facts.section.removeprefix("v2:").startswith("chapter_")
    assert facts.summary
    assert facts.paper or name in ("linear", "softmax", "mlp")
    for published in facts.published:
        assert set(published.accuracy) <= set(models.BUILDS)
        assert all(0.7 < value < 1 for value in published.accuracy.values())
        models.get_model(name, **published.options)


def test_published_accuracy_of_lenet_is_that_of_the_text():
    (published,) = models.model_facts("lenet").published
    assert published.accuracy["2021-02-17"] == 0.750
    assert published.num_epochs == 5
