"""Faster R-CNN: size, shapes, boxes from its outputs, exported boxes."""

import numpy as np
import pytest
from mxnet import gluon, init, nd

from gluon_course import models, nn
from gluon_course.base.errors import ConfigError
from gluon_course.models.faster_rcnn import detect

NAMES = ["faster_rcnn_tiny", "faster_rcnn_resnet18"]


def count(net):
    parameters = net.collect_params().values()
    return sum(np.prod(p.shape) for p in parameters if p.grad_req != "null")


@pytest.mark.parametrize("name", NAMES)
def test_parameters_are_those_of_the_facts(name):
    net = models.get_model(name)
    net.initialize()
    net(nd.zeros((1, 3, 64, 64)))
    assert count(net) == models.model_facts(name).num_parameters


def test_resnet_is_the_course_s_cut_before_its_last_layer():
    net = models.get_model("faster_rcnn_resnet18")
    net.initialize()
    net(nd.zeros((1, 3, 64, 64)))
    resnet = models.model_facts("resnet18").num_parameters - 513 * 10 + 2 * 49 * 64
    assert count(net.base) + count(net.classify.features) == resnet
    # a 3x3 convolution; objectness and four offsets of 12 anchors
    rpn = 256 * 256 * 9 + 256 + 257 * 12 * 5
    assert count(net.rpn) == rpn


@pytest.mark.parametrize("name", NAMES)
def test_shapes(name):
    net = models.get_model(name, num_classes=4, num_proposals=9)
    for size in ((64, 64), (70, 100), (16, 16)):
        rois, scores, offsets = models.infer_output_shape(net, (2, 3, *size))
        assert (rois, scores, offsets) == ((2, 9, 4), (2, 9, 5), (2, 9, 4, 4))


def test_a_region_moves_as_its_class_says():
    rois = nd.array([[[0.1, 0.1, 0.3, 0.3], [0.5, 0.5, 0.9, 0.9], [-1] * 4]])
    scores = nd.array([[[0, 1, 5], [0, 4, 1], [0, 9, 0]]])
    offsets = np.zeros((1, 3, 2, 4))
    offsets[0, 0, 1] = [5, 0, 0, 0]  # 0.1 * 5 of its width to the right
    offsets[0, 0, 0] = offsets[0, 1, 1] = 9  # of the other class
    found = detect(nd, rois, scores, nd.array(offsets), 2).asnumpy()[0]
    expected = [[1, 0.2, 0.1, 0.4, 0.3], [0, 0.5, 0.5, 0.9, 0.9]]
    np.testing.assert_allclose(found[:2, [0, 2, 3, 4, 5]], expected, atol=1e-5)
    probability = np.exp(5) / (np.exp(5) + np.exp(1) + 1)
    assert found[0, 1] == pytest.approx(probability, rel=1e-5)
    assert found[2, 0] == -1  # no region


def test_exported_detector_gives_the_same_boxes(tmp_path):
    net = models.get_model("faster_rcnn_tiny", num_classes=3)
    net.initialize(init.Xavier())
    X = nd.random.uniform(shape=(2, 3, 64, 64))
    detector = net.detector(score_threshold=0.01)
    expected = detector(X)
    assert expected.shape == (2, 32, 6)
    assert (expected[:, :, 0] >= 0).sum().asscalar() > 0
    detector.hybridize()
    np.testing.assert_allclose(detector(X).asnumpy(), expected.asnumpy(), atol=1e-4)
    detector.export(str(tmp_path / "net"))
    files = [str(tmp_path / each) for each in ("net-symbol.json", "net-0000.params")]
    loaded = gluon.SymbolBlock.imports(files[0], ["data"], files[1])
    np.testing.assert_allclose(loaded(X).asnumpy(), expected.asnumpy(), atol=1e-4)


def test_the_head_sees_each_region_on_its_own_picture():
    net = models.get_model("faster_rcnn_tiny", num_classes=3)
    net.initialize(init.Xavier())
    X = nd.random.uniform(shape=(2, 3, 64, 64))
    rois, scores, _ = net(X)
    swapped = net.classify(net.base(X[::-1]), rois[::-1])[0][::-1]
    np.testing.assert_allclose(swapped.asnumpy(), scores.asnumpy(), atol=1e-5)
    assert rois.shape == nn.propose(*net.rpn(net.base(X)), after=32).shape


@pytest.mark.parametrize("option", ["num_classes", "num_proposals"])
def test_number_out_of_range_is_an_error(option):
    with pytest.raises(ConfigError, match=f"{option} is 0"):
        models.get_model("faster_rcnn_tiny", **{option: 0})
