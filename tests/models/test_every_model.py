"""Every registered model in one loop: shapes, counts, forms that agree, overfitting."""

import json

import mxnet as mx
import numpy as np
import pytest
from mxnet import autograd, gluon, nd

from gluon_course import models
from gluon_course.base.seeds import seed_everything

# Trainable parameters for the section's input. Those of the text's nets are counted
# from its listings, the others from the published nets (3 channels, 1000 classes).
PARAMETERS = {
    "linear": 2 + 1,
    "softmax": 784 * 10 + 10,
    "mlp": 203_530,
    "lenet": 44_426,
    "lenet_v2": 61_706,
    "lenet_bn": 44_426 + 2 * (6 + 16 + 120 + 84),
    "alexnet": 46_764_746,
    "vgg11": 128_806_154,
    "vgg13": 133_047_848 - 2 * 9 * 64 - 990 * 4097,
    "vgg16": 138_357_544 - 2 * 9 * 64 - 990 * 4097,
    "vgg19": 143_667_240 - 2 * 9 * 64 - 990 * 4097,
    "nin": 1_992_166,
    "googlenet": 5_977_530,
    "resnet18": 11_178_378,
    # as many stages, biases and shortcuts as ResNet-18; 1, 2, 4 and 1 blocks more
    "resnet34": 11_178_378
    + sum(
        count * 2 * (9 * width**2 + 3 * width)
        for count, width in ((1, 64), (2, 128), (4, 256), (1, 512))
    ),
    "resnet50": 25_557_032 - 2 * 49 * 64 - 990 * 2049,
    "resnet101": 44_549_160 - 2 * 49 * 64 - 990 * 2049,
    "resnet152": 60_192_808 - 2 * 49 * 64 - 990 * 2049,
    "resnet18_small": 11_175_818,
    "densenet": 758_226,
    "densenet121": 7_978_856 - 2 * 49 * 64 - 990 * 1025,
}

# Output shape after each block for one sample of the section, without the batch axis.
BLOCKS = {
    "linear": [(1,)],
    "softmax": [(10,)],
    "mlp": [(256,), (10,)],
    "lenet": [
        *[(6, 24, 24), (6, 12, 12), (16, 8, 8), (16, 4, 4)],
        *[(120,), (84,), (10,)],
    ],
    "lenet_v2": [
        *[(6, 28, 28), (6, 14, 14), (16, 10, 10), (16, 5, 5)],
        *[(120,), (84,), (10,)],
    ],
    "lenet_bn": [
        *[(6, 24, 24)] * 3,
        (6, 12, 12),
        *[(16, 8, 8)] * 3,
        (16, 4, 4),
        *[(120,)] * 3,
        *[(84,)] * 3,
        (10,),
    ],
    "alexnet": [
        *[(96, 54, 54), (96, 26, 26), (256, 26, 26), (256, 12, 12)],
        *[(384, 12, 12), (384, 12, 12), (256, 12, 12), (256, 5, 5)],
        *[(4096,)] * 4,
        (10,),
    ],
    "vgg": [
        *[(64, 112, 112), (128, 56, 56), (256, 28, 28), (512, 14, 14), (512, 7, 7)],
        *[(4096,)] * 4,
        (10,),
    ],
    "nin": [
        *[(96, 54, 54), (96, 26, 26), (256, 26, 26), (256, 12, 12)],
        *[(384, 12, 12), (384, 5, 5), (384, 5, 5), (10, 5, 5), (10, 1, 1), (10,)],
    ],
    "googlenet": [
        *[(64, 24, 24), (192, 12, 12), (480, 6, 6), (832, 3, 3), (1024, 1, 1), (10,)],
    ],
    "resnet18": [
        *[(64, 48, 48)] * 3,
        *[(64, 24, 24), (64, 24, 24), (128, 12, 12), (256, 6, 6), (512, 3, 3)],
        *[(512, 1, 1), (10,)],
    ],
    "resnet50": [
        *[(64, 48, 48)] * 3,
        *[(64, 24, 24), (256, 24, 24), (512, 12, 12), (1024, 6, 6), (2048, 3, 3)],
        *[(2048, 1, 1), (10,)],
    ],
    "resnet18_small": [
        *[(64, 28, 28)] * 4,
        *[(128, 14, 14), (256, 7, 7), (512, 4, 4), (512, 1, 1), (10,)],
    ],
    "densenet": [
        *[(64, 48, 48)] * 3,
        *[(64, 24, 24), (192, 24, 24), (96, 12, 12), (224, 12, 12), (112, 6, 6)],
        *[(240, 6, 6), (120, 3, 3), (248, 3, 3), (248, 3, 3), (248, 3, 3)],
        *[(248, 1, 1), (10,)],
    ],
    "densenet121": [
        *[(64, 48, 48)] * 3,
        *[(64, 24, 24), (256, 24, 24), (128, 12, 12), (512, 12, 12), (256, 6, 6)],
        *[(1024, 6, 6), (512, 3, 3), (1024, 3, 3), (1024, 3, 3), (1024, 3, 3)],
        *[(1024, 1, 1), (10,)],
    ],
}
SAME_SHAPES = {"resnet34": "resnet18", "resnet101": "resnet50", "resnet152": "resnet50"}

# The smallest picture that fits, and options that make a large net small.
SMALL = {
    "alexnet": (67, {}),
    "vgg11": (32, {"channel_ratio": 16}),
    "vgg13": (32, {"channel_ratio": 16}),
    "vgg16": (32, {"channel_ratio": 16}),
    "vgg19": (32, {"channel_ratio": 16}),
    "nin": (67, {}),
    "googlenet": (32, {}),
    "resnet18": (32, {}),
    "resnet34": (32, {}),
    "resnet50": (32, {}),
    "resnet101": (32, {}),
    "resnet152": (32, {}),
    "resnet18_small": (16, {}),
    "densenet": (32, {}),
    "densenet121": (32, {}),
}

# Steps of Adam and learning rate that overfit one batch; 8 and 0.001 where not given.
STEPS = {
    "linear": (40, 0.2),
    "softmax": (16, 0.001),
    **dict.fromkeys(("lenet", "lenet_v2", "lenet_bn"), (150, 0.01)),
    **dict.fromkeys(("alexnet", "vgg11", "vgg13", "vgg16", "vgg19"), (12, 0.0002)),
    "nin": (40, 0.0003),
    "googlenet": (30, 0.001),
}


@pytest.fixture(autouse=True)
def _seeded():
    seed_everything(5)


@pytest.fixture(params=[*models.list_models("classification"), "linear"])
def name(request):
    return request.param


def small_net(name, **options):
    """A small net of that name, not initialised, with inputs and labels for it."""
    shape = models.model_facts(name).input_shape
    if name in SMALL:
        size, more = SMALL[name]
        shape, options = (1, size, size), {**more, **options}
    net = models.get_model(name, **options)
    X = nd.random.normal(shape=(4, *shape))
    return net, X, nd.array([1, 0, 3, 2])


def test_number_of_parameters_is_that_of_the_text(name):
    facts = models.model_facts(name)
    net = models.get_model(name)
    output = net(mx.sym.var("data"))
    shapes, _, _ = output.infer_shape(data=(1, *facts.input_shape))
    sizes = dict(zip(output.list_arguments(), map(np.prod, shapes)))
    del sizes["data"]

    assert sum(sizes.values()) == PARAMETERS[name] == facts.num_parameters


def test_vgg11_with_a_quarter_of_the_channels_has_the_parameters_of_the_text():
    net = models.get_model("vgg11", channel_ratio=4)
    output = net(mx.sym.var("data"))
    shapes, _, _ = output.infer_shape(data=(1, 1, 224, 224))
    assert sum(map(np.prod, shapes)) - 224 * 224 == 43_093_322


def test_every_block_has_the_output_shape_of_the_section(name):
    shape = (1, *models.model_facts(name).input_shape)
    table = BLOCKS[SAME_SHAPES.get(name, "vgg" if name.startswith("vgg") else name)]
    shapes = []
    for block in models.get_model(name):
        shape = models.infer_output_shape(block, shape)
        shapes.append(shape[1:])

    assert shapes == table


def test_stages_of_the_section_s_table_for_pictures_of_224():
    for name, sides in {
        "resnet18": [112, 112, 112, 56, 56, 28, 14, 7, 1],
        "densenet": [112, 112, 112, 56, 56, 28, 28, 14, 14, 7, 7, 7, 7, 1],
    }.items():
        shape, found = (1, 1, 224, 224), []
        for block in models.get_model(name):
            shape = models.infer_output_shape(block, shape)
            found += shape[2:3]
        assert found == sides


@pytest.mark.filterwarnings("ignore:Cannot decide type")  # of imported data
def test_imperative_hybridized_exported_and_reloaded_agree(name, tmp_path):
    net, X, _ = small_net(name)
    net.initialize(mx.init.Xavier())
    wanted = net(X).asnumpy()
    assert np.isfinite(wanted).all() and wanted.std() > 0

    net.hybridize(static_alloc=True, static_shape=True)
    for _ in range(2):  # the second pass runs the graph planned by the first
        np.testing.assert_allclose(net(X).asnumpy(), wanted, rtol=1e-4, atol=1e-5)

    net.export(str(tmp_path / "model"))
    files = (str(tmp_path / "model-symbol.json"), str(tmp_path / "model-0000.params"))
    imported = gluon.SymbolBlock.imports(files[0], ["data"], files[1])
    np.testing.assert_allclose(imported(X).asnumpy(), wanted, rtol=1e-4, atol=1e-5)

    net.save_parameters(str(tmp_path / "net.params"))
    again = models.get_model(name, **net.spec["options"])
    again.load_parameters(str(tmp_path / "net.params"))
    np.testing.assert_array_equal(again(X).asnumpy(), wanted)


def test_a_few_steps_overfit_one_batch(name):
    options = {"dropout": 0} if "dropout" in models.model_facts(name).options else {}
    net, X, y = small_net(name, **options)
    loss = gluon.loss.SoftmaxCrossEntropyLoss()
    if name == "linear":
        loss, y = gluon.loss.L2Loss(), X.sum(axis=1, keepdims=True)
    net.initialize(mx.init.Xavier("gaussian", "in", 2))
    net.hybridize(static_alloc=True, static_shape=True)
    num_steps, lr = STEPS.get(name, (8, 0.001))
    trainer = gluon.Trainer(net.collect_params(), "adam", {"learning_rate": lr})
    losses = []
    for _ in range(num_steps):
        with autograd.record():
            batch_loss = loss(net(X), y)
        batch_loss.backward()
        trainer.step(len(X))
        losses.append(batch_loss.mean().asscalar())

    assert losses[-1] < 0.2 * losses[0]


def test_options_in_a_run_s_record_are_plain_json(name):
    text = json.dumps(models.get_model(name).spec["options"])
    assert json.loads(text) == models.get_model(name).spec["options"]
