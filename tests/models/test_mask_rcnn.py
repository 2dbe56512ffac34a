"""Mask R-CNN: size, shapes, masks of the boxes, exported masks."""

import numpy as np
import pytest
from mxnet import gluon, init, nd

from gluon_course import models, nn


@pytest.fixture(scope="module")
def net():
    net = models.get_model("mask_rcnn_tiny", num_classes=3)
    net.initialize(init.Xavier())
    return net


@pytest.mark.parametrize("name", ["mask_rcnn_tiny", "mask_rcnn_resnet18"])
def test_parameters_are_faster_rcnn_s_and_the_mask_head_s(name):
    net = models.get_model(name)
    net.initialize()
    net(nd.zeros((1, 3, 64, 64)))
    parameters = net.collect_params().values()
    total = sum(np.prod(p.shape) for p in parameters if p.grad_req != "null")
    assert total == models.model_facts(name).num_parameters
    boxes = models.model_facts(name.replace("mask", "faster")).num_parameters
    if name == "mask_rcnn_tiny":
        head = (96 * 9 + 1) * 64 + (64 * 4 + 1) * 64 + 65 * 10
    else:
        head = 4 * (256 * 9 + 1) * 256 + (256 * 4 + 1) * 256 + 257 * 20
    assert total == boxes + head


def test_shapes():
    net = models.get_model("mask_rcnn_tiny", num_classes=4, num_proposals=9)
    shapes = models.infer_output_shape(net, (2, 3, 64, 80))
    assert shapes == ((2, 9, 4), (2, 9, 5), (2, 9, 4, 4), (2, 9, 4, 28, 28))


def test_mask_of_class_takes_each_region_s_own():
    masks = nd.arange(2 * 3 * 4).reshape((2, 3, 2, 2))
    found = nn.mask_of_class(masks, nd.array([[2, 0]])).asnumpy()
    np.testing.assert_array_equal(found, masks.asnumpy()[[0, 1], [2, 0]])


def test_masks_belong_to_the_boxes(net):
    X = nd.random.uniform(shape=(2, 3, 64, 64))
    scores = net.detector(score_threshold=0.01)(X)[:, :, 1].asnumpy()
    middle = float(np.median(scores))  # so that some boxes are left out
    boxes = net.detector(score_threshold=middle)(X)
    found, masks = net.mask_detector(score_threshold=middle)(X)
    np.testing.assert_allclose(found.asnumpy(), boxes.asnumpy(), atol=1e-5)
    assert masks.shape == (2, 32, 28, 28)
    kinds = found[:, :, 0].asnumpy()
    assert (kinds >= 0).any() and (kinds < 0).any()
    assert (masks.asnumpy()[kinds < 0] == 0).all()
    for n, k in np.argwhere(kinds >= 0)[:5]:
        drawn = net.draw(net.base(X[n : n + 1]), found[n : n + 1, k : k + 1, 2:])
        expected = drawn[0, int(kinds[n, k])].sigmoid().asnumpy()
        np.testing.assert_allclose(masks[n, k].asnumpy(), expected, atol=1e-4)


def test_exported_masks_are_the_same(net, tmp_path):
    X = nd.random.uniform(shape=(2, 3, 64, 64))
    detector = net.mask_detector(score_threshold=0.01)
    expected = [each.asnumpy() for each in detector(X)]
    detector.hybridize()
    detector(X)
    detector.export(str(tmp_path / "net"))
    files = [str(tmp_path / each) for each in ("net-symbol.json", "net-0000.params")]
    loaded = gluon.SymbolBlock.imports(files[0], ["data"], files[1])
    for found, other in zip(loaded(X), expected):
        np.testing.assert_allclose(found.asnumpy(), other, atol=1e-4)
