"""Mean average precision during training: where it stands and what it measures."""

import numpy as np
import pytest
from mxnet import gluon, init, nd

from gluon_course import models, train
from gluon_course.base.errors import ConfigError, DataError
from gluon_course.base.run import RunOptions
from gluon_course.metrics import MeanAveragePrecision

NAMES = ("a", "b")


def squares(num_pictures, seed=0, num_objects=1):
    """Bright squares, class 0, or dark ones, class 1, on grey 64x64 pictures."""
    random = np.random.RandomState(seed)
    X = random.normal(0, 0.1, (num_pictures, 3, 64, 64)).astype(np.float32)
    labels = np.full((num_pictures, 2, 5), -1, np.float32)
    for i in range(num_pictures if num_objects else 0):
        kind, side = random.randint(2), random.randint(16, 28)
        x, y = random.randint(0, 64 - side, 2)
        X[i, :, y : y + side, x : x + side] += 3 - 6 * kind
        labels[i, 0] = [kind, x / 64, y / 64, (x + side) / 64, (y + side) / 64]
    return nd.array(X), nd.array(labels)


def test_it_is_the_metric_of_what_the_detector_says():
    batches = [squares(3, seed) for seed in range(5)]
    net = models.get_model("tiny_ssd", num_classes=2)
    net.initialize(init.Xavier())
    detector = net.detector()
    metric = MeanAveragePrecision(NAMES, "voc12")
    for X, labels in batches:
        metric.update(detector(X), labels, (64, 64))
    result = train.measure_map(detector, batches, NAMES, "voc12")
    assert result == metric.result()


def test_a_detector_that_knows_the_answers_has_a_map_of_one():
    X, labels = squares(6)
    kinds, boxes = labels[:, :, :1], labels[:, :, 1:]
    answers = nd.concat(kinds, nd.ones_like(kinds), boxes, dim=2)
    result = train.measure_map(lambda X: answers, [(X, labels)], NAMES)
    assert result == {"a": 1, "b": 1, "map": 1}
    with pytest.raises(DataError, match="no object"):
        train.measure_map(lambda X: answers, [squares(6, num_objects=0)], NAMES)


@pytest.mark.parametrize(("every", "epochs"), [(0, [3]), (2, [2, 3]), (1, [1, 2, 3])])
def test_rows_hold_it_after_every_k_epochs_and_the_last(every, epochs, tmp_path):
    batches = [squares(4)]
    trainer = train.Trainer(
        models.get_model("tiny_ssd", num_classes=2),
        train.SSD(2),
        init=init.Xavier(),
        run=RunOptions(device="cpu", out=tmp_path),
        callbacks=[train.MeanAP(batches, NAMES, every)],
    )
    result = trainer.fit(batches, num_epochs=3)
    assert [row["epoch"] for row in result.history if "test_map" in row] == epochs
    assert 0 <= result.final["test_map"] <= 1
    assert train.read_history(tmp_path / "history.jsonl") == result.history


def test_training_raises_it():
    batches = [squares(16, seed) for seed in range(4)]
    sizes = [(0.25, 0.35), (0.35, 0.45), (0.6, 0.7), (0.8, 0.9), (0.95, 1)]
    net = models.get_model("tiny_ssd", num_classes=2, sizes=sizes)
    trainer = train.Trainer(
        net,
        train.SSD(2, negatives=3),
        "adam",
        {"learning_rate": 2e-3},
        init=init.Xavier(),
        run=RunOptions(device="cpu"),
        callbacks=[train.MeanAP(batches, NAMES)],
    )
    before = train.measure_map(net.detector(), batches, NAMES)["map"]
    after = trainer.fit(batches, num_epochs=10).final["test_map"]
    assert before < 0.1 and after > 0.7


def test_nets_without_a_detector_are_refused():
    with pytest.raises(ConfigError, match="every is -1"):
        train.MeanAP([], NAMES, -1)
    trainer = train.Trainer(
        gluon.nn.Dense(2), train.Regression(), callbacks=[train.MeanAP([], NAMES)]
    )
    with pytest.raises(ConfigError, match="Dense has no detector"):
        trainer.fit([], num_epochs=1)
