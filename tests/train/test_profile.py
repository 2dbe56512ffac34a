"""A profile of some steps, in the run's folder."""

import csv
import json
import logging

import mxnet as mx
import numpy as np
import pytest

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.base.run import RunOptions
from gluon_course.train import Classification, Profile, Trainer
from gluon_course.train.callbacks.profile import operator_rows


def fit(net, data, epochs, callbacks=(), **options):
    trainer = Trainer(
        net,
        Classification(),
        "sgd",
        {"learning_rate": 0.1},
        init=mx.init.Xavier(),
        run=RunOptions(device="cpu", **options),
        callbacks=callbacks,
    )
    result = trainer.fit(data, data, epochs)
    return [p.data().asnumpy() for p in net.collect_params().values()], result


def test_trace_and_table_name_the_operators_of_a_fused_graph(
    blobs, make_mlp, tmp_path, capsys
):
    profiled, _ = fit(
        make_mlp(True), blobs, 3, out=tmp_path, profile=True, progress=True
    )
    trace = json.loads((tmp_path / "profile" / "trace.json").read_text())
    names = {each.get("name") for each in trace["traceEvents"]}
    assert {"FullyConnected", "_backward_FullyConnected"} <= names
    with open(tmp_path / "profile" / "operators.csv", newline="") as lines:
        rows = list(csv.DictReader(lines))
    calls = {row["name"]: int(row["calls"]) for row in rows}
    assert calls["FullyConnected"] == 2 * 5  # two layers, an epoch of five steps
    assert sum(float(row["share"]) for row in rows) == pytest.approx(1, abs=0.01)
    shown = capsys.readouterr().out
    assert "5 steps of" in shown and "FullyConnected" in shown
    plain, _ = fit(make_mlp(True), blobs, 3)
    for a, b in zip(profiled, plain):
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-6)


def test_a_training_that_is_too_short_says_so(blobs, make_mlp, tmp_path, caplog):
    with caplog.at_level(logging.WARNING):
        fit(make_mlp(), blobs, 1, out=tmp_path, profile=True)
    assert "nothing was profiled" in caplog.text
    assert not (tmp_path / "profile").exists()


def test_bad_requests_are_errors_of_ours(tmp_path):
    with pytest.raises(ConfigError, match="0 steps"):
        Profile(tmp_path, num_steps=0)
    for text in ("no json", '{"Time": {}}', '{"Time": {"operator": {}}}'):
        with pytest.raises(DataError):
            operator_rows(text)
