"""TinySSD and SSD-300: anchors, parameters, and forms that agree."""

import mxnet as mx
import numpy as np
import pytest
from mxnet import gluon, init, nd

from gluon_course import models
from gluon_course.base.errors import ConfigError
from gluon_course.base.seeds import seed_everything
from gluon_course.export import export_model, load_exported

# maps and anchors of a place at the section's size; SSD-300's are the paper's
MAPS = {
    "tiny_ssd": [(32, 4), (16, 4), (8, 4), (4, 4), (1, 4)],
    "ssd300_vgg16": [(38, 4), (19, 6), (10, 6), (5, 6), (3, 4), (1, 4)],
    "ssd300_resnet18": [(38, 4), (19, 6), (10, 6), (5, 6), (3, 4), (1, 4)],
}
# 1,010,376 is counted by hand from the text's listing; 26,285,486 has the authors' net
PARAMETERS = {"tiny_ssd": 1_010_376, "ssd300_vgg16": 26_285_486}


@pytest.fixture(params=sorted(MAPS))
def name(request):
    return request.param


@pytest.mark.parametrize("num_classes", [1, 20])
def test_every_anchor_has_classes_and_offsets(name, num_classes):
    net = models.get_model(name, num_classes=num_classes)
    shape = (2, *net.input_shape)
    outputs = mx.sym.Group(list(net(mx.sym.var("data"))))
    count = sum(side**2 * each for side, each in MAPS[name])
    assert count == {"tiny_ssd": 5444}.get(name, 8732)
    assert outputs.infer_shape(data=shape)[1] == [
        (1, count, 4),
        (2, count, num_classes + 1),
        (2, count, 4),
    ]


def test_number_of_parameters(name):
    facts = models.model_facts(name)
    net = models.get_model(name)
    symbol = mx.sym.Group(list(net(mx.sym.var("data"))))
    shapes, _, _ = symbol.infer_shape(data=(1, *facts.input_shape))
    learned = {
        each.name for each in net.collect_params().values() if each.grad_req != "null"
    }
    sizes = zip(symbol.list_arguments(), map(np.prod, shapes))
    count = sum(size for each, size in sizes if each in learned)
    assert count == facts.num_parameters == PARAMETERS.get(name, count)


def test_the_smallest_anchors_of_ssd300_are_those_of_the_paper():
    net = models.get_model("ssd300_resnet18", num_classes=1)
    net.initialize()
    anchors = net(nd.zeros((1, 3, 300, 300)))[0][0].asnumpy() * 300
    sides = anchors[:4, 2:] - anchors[:4, :2]
    wide, high = 30 * 2**0.5, 30 / 2**0.5
    wanted = [[30, 30], [1800**0.5] * 2, [wide, high], [high, wide]]
    np.testing.assert_allclose(sides, wanted, atol=1e-3)
    np.testing.assert_allclose(anchors[0, :2] + 15, 150 / 38, atol=1e-3)
    # the last map has one place, in the middle
    np.testing.assert_allclose(anchors[-4, :2] + 132, 150, atol=1e-3)


@pytest.mark.filterwarnings("ignore:Cannot decide type")  # of imported data
@pytest.mark.parametrize("name", ["tiny_ssd", "ssd300_resnet18"])
def test_imperative_hybridized_and_exported_agree(name, tmp_path):
    seed_everything(1)
    net = models.get_model(name, num_classes=3)
    net.initialize(init.Xavier())
    X = nd.random.normal(shape=(2, 3, 64, 96))
    wanted = [each.asnumpy() for each in net(X)]
    net.hybridize(static_alloc=True, static_shape=True)
    for _ in range(2):
        for got, want in zip(net(X), wanted):
            np.testing.assert_allclose(got.asnumpy(), want, rtol=1e-4, atol=1e-5)
    net.export(str(tmp_path / "net"))
    imported = gluon.SymbolBlock.imports(
        str(tmp_path / "net-symbol.json"), ["data"], str(tmp_path / "net-0000.params")
    )
    for got, want in zip(imported(X), wanted):
        np.testing.assert_allclose(got.asnumpy(), want, rtol=1e-4, atol=1e-5)
    net.save_parameters(str(tmp_path / "net.params"))
    again = models.get_model(name, **net.spec["options"])
    again.load_parameters(str(tmp_path / "net.params"))
    for got, want in zip(again(X), wanted):
        np.testing.assert_array_equal(got.asnumpy(), want)


@pytest.mark.parametrize("name", ["tiny_ssd", "ssd300_resnet18"])
def test_detectors_export_with_their_boxes(name, tmp_path):
    seed_everything(2)
    net = models.get_model(name, num_classes=2)
    net.initialize(init.Xavier())
    detector = net.detector(score_threshold=0.2)
    X = nd.random.normal(shape=(3, 3, 64, 64))
    wanted = detector(X).asnumpy()
    assert wanted.shape[2] == 6 and (wanted[:, 0, 0] >= 0).all()
    scores = wanted[..., 1]
    assert (scores[wanted[..., 0] >= 0] > 0.2).all()
    folder = export_model(detector, tmp_path / "export", (3, 64, 64))
    got = load_exported(folder).block(X).asnumpy()
    np.testing.assert_allclose(got, wanted, atol=1e-4)


def test_options_out_of_range_are_errors(name):
    sizes = models.model_facts(name).options["sizes"]
    for options in (
        {"num_classes": 0},
        {"sizes": sizes[:-1]},
        {"sizes": [(0, 0.2)] * len(sizes)},
    ):
        with pytest.raises(ConfigError):
            models.get_model(name, **options)
