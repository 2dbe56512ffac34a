"""YOLOv3: size, shapes, exported boxes."""

import numpy as np
import pytest
from mxnet import gluon, init, nd

from gluon_course import models
from gluon_course.base.errors import ConfigError


def count(net):
    parameters = net.collect_params().values()
    return sum(np.prod(p.shape) for p in parameters if p.grad_req != "null")


def test_darknet53_has_as_many_parameters_as_the_paper_s_net():
    # yolov3.weights for COCO: 62,001,757 numbers, 52,608 of them running statistics
    net = models.get_model("yolo3_darknet53", num_classes=80)
    net.initialize()
    net(nd.zeros((1, 3, 32, 32)))
    assert count(net) == 62_001_757 - 52_608
    change = 3 * 60 * (1024 + 512 + 256 + 3)  # 60 classes less at each of 9 shapes
    facts = models.model_facts("yolo3_darknet53")
    assert facts.num_parameters == count(net) - change


def test_tiny_has_the_parameters_of_its_facts():
    net = models.get_model("yolo3_tiny")
    net.initialize()
    net(nd.zeros((1, 3, 32, 32)))
    assert count(net) == models.model_facts("yolo3_tiny").num_parameters


def test_three_maps_have_three_priors_each_place():
    net = models.get_model("yolo3_tiny", num_classes=4)
    for size, places in (((128, 128), 16**2 + 8**2 + 4**2), ((60, 100), 104 + 28 + 8)):
        priors, predictions = models.infer_output_shape(net, (2, 3, *size))
        assert priors == (1, 3 * places, 6)
        assert predictions == (2, 3 * places, 9)


def test_exported_detector_gives_the_same_boxes(tmp_path):
    net = models.get_model("yolo3_tiny", num_classes=3)
    net.initialize(init.Xavier())
    X = nd.random.uniform(shape=(2, 3, 64, 64))
    detector = net.detector(top=50)
    expected = detector(X)
    assert expected.shape == (2, 252, 6)
    detector.hybridize()
    np.testing.assert_allclose(detector(X).asnumpy(), expected.asnumpy(), atol=1e-4)
    detector.export(str(tmp_path / "net"))
    files = [str(tmp_path / each) for each in ("net-symbol.json", "net-0000.params")]
    loaded = gluon.SymbolBlock.imports(files[0], ["data"], files[1])
    np.testing.assert_allclose(loaded(X).asnumpy(), expected.asnumpy(), atol=1e-4)


@pytest.mark.parametrize(
    "shapes", [(((0.1, 0.1),),), (((0.1, 0.1),), ((0.2, 0),), ((0.5, 0.5),)), ((),) * 3]
)
def test_shapes_that_are_none_are_an_error(shapes):
    with pytest.raises(ConfigError, match="The shapes are"):
        models.get_model("yolo3_tiny", shapes=shapes)
