"""Folders that predict nothing: each error is true and has a way out."""

import json

import mxnet as mx
import pytest

from gluon_course import data, models
from gluon_course.base.errors import ExportError
from gluon_course.export import export_model
from gluon_course.predict import load_predictor


def exported(folder, shape, info):
    net = models.get_model("mlp", num_hiddens=3, num_classes=1)
    net.initialize(mx.init.Normal(1))
    net(mx.nd.zeros((1, *shape)))
    return export_model(net, folder / "export", shape, info=info)


def test_a_model_of_a_series_is_sent_to_its_section(tmp_path):
    info = data.DataInfo("noisy-sine", "noisy sine", (4,)).as_dict()
    folder = exported(tmp_path, (4,), info)
    with pytest.raises(ExportError, match=r"no kind of question.*section") as caught:
        load_predictor(folder)
    assert "class names" not in str(caught.value)


def test_pictures_without_class_names_are_told_so(tmp_path):
    folder = exported(tmp_path, (1, 4, 4), {})
    with pytest.raises(ExportError, match="without class names"):
        load_predictor(folder)


@pytest.mark.parametrize(
    "config, message",
    [
        ({"model": None, "data": {"vocab": ["a"]}}, "rnn-gluon, or gru for its gluon"),
        ({"model": None, "data": None}, "from scratch.*gluon-course run lenet"),
        ({"model": {"model": "lenet", "options": {}}}, "gluon-course export "),
    ],
)
def test_a_run_without_an_export_says_whether_it_can_have_one(
    tmp_path, config, message
):
    (tmp_path / "config.json").write_text(json.dumps(config))
    with pytest.raises(ExportError, match=message) as caught:
        load_predictor(tmp_path)
    is_lost = "gluon-course export" not in str(caught.value)
    assert is_lost == (config["model"] is None)
