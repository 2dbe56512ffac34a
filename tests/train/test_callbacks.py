import io
import json
import logging
import math
from types import SimpleNamespace

import mxnet as mx
import numpy as np
import pytest
from mxnet import nd
from PIL import Image

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.base.run import RunOptions
from gluon_course.optim import Cosine, StepDecay
from gluon_course.train import (
    Callback,
    Classification,
    ClipGradients,
    EarlyStopping,
    LearningRate,
    Trainer,
    callbacks_of,
    read_history,
)
from gluon_course.train.callbacks import Bar, Curve, TensorBoard
from gluon_course.train.callbacks.line import Line, format_row


def fit(net, data, epochs, *callbacks, lr=0.1, **options):
    trainer = Trainer(
        net,
        Classification(),
        "sgd",
        {"learning_rate": lr},
        init=mx.init.Xavier(),
        callbacks=callbacks,
        run=RunOptions(device="cpu", **options),
        read_every=1,
    )
    return trainer, trainer.fit(data, data, epochs)


def test_line_has_the_format_of_the_text():
    row = {
        "epoch": 3,
        "train_loss": 0.68123,
        "train_acc": 0.7304,
        "test_loss": 0.7,
        "test_acc": 0.7496,
        "lr": 0.9,
        "seconds": 1.66,
        "samples_per_s": 9.0,
    }
    assert format_row(row) == (
        "epoch 3, loss 0.6812, train acc 0.730, test acc 0.750, time 1.7 sec"
    )


def test_progress_prints_device_and_lines(blobs, make_mlp, capsys):
    fit(make_mlp(), blobs, 2, progress=True)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "training on cpu(0)"
    assert lines[1].startswith("memory for a batch of 16: about ")
    assert [line.split(",")[0] for line in lines[-2:]] == ["epoch 1", "epoch 2"]
    assert all(line.startswith("  ") for line in lines[2:-2])


@pytest.mark.parametrize(
    ("num_epochs", "printed"),
    [
        (50, list(range(1, 51))),
        (64, [1, 10, 20, 30, 40, 50, 60, 64]),
        (520, [1, 100, 200, 300, 400, 500, 520]),
    ],
)
def test_of_many_epochs_some_are_printed(capsys, num_epochs, printed):
    trainer = SimpleNamespace(devices=["cpu(0)"], num_epochs=num_epochs)
    line = Line()
    line.on_fit_start(trainer)
    for epoch in range(1, num_epochs + 1):
        row = {"epoch": epoch, "train_loss": 0.5, "seconds": 1.0}
        trainer.state = SimpleNamespace(epoch=epoch, history=[row])
        line.on_epoch_end(trainer)
    line.on_fit_end(trainer)
    lines = capsys.readouterr().out.splitlines()[1:]
    assert lines == [f"epoch {i}, loss 0.5000, time 1.0 sec" for i in printed]


def test_nothing_is_added_behind_the_users_back():
    assert callbacks_of(RunOptions(device="cpu")) == []


def test_run_folder_holds_record_history_curve_and_checkpoint(
    blobs, make_mlp, tmp_path
):
    _, result = fit(make_mlp(), blobs, 2, out=tmp_path, seed=5)
    config = json.loads((tmp_path / "config.json").read_text())
    assert config["task"] == {
        "name": "Classification",
        "loss": "SoftmaxCrossEntropyLoss",
    }
    assert config["optimizer"] == {"name": "sgd", "learning_rate": 0.1}
    assert config["run"]["seed"] == 5
    assert read_history(tmp_path / "history.jsonl") == result.history
    with Image.open(tmp_path / "curves.png") as picture:
        assert np.asarray(picture.convert("L")).std() > 5  # not an empty page
    assert (tmp_path / "checkpoints" / "epoch-0002" / "manifest.json").exists()


def test_damaged_history_is_named(tmp_path):
    path = tmp_path / "history.jsonl"
    path.write_text('{"epoch": 1}\n{"epo')
    with pytest.raises(DataError, match=r"history\.jsonl"):
        read_history(path)


def test_early_stopping_waits_for_patience(blobs, make_mlp):
    # A learning rate of 0 never betters the first epoch.
    _, result = fit(make_mlp(), blobs, 10, EarlyStopping(patience=2), lr=0.0)
    assert len(result.history) == 3
    assert "since epoch 1" in result.stop_reason


def test_early_stopping_wants_a_patience_of_one_or_more():
    with pytest.raises(ConfigError):
        EarlyStopping(0)


def test_schedule_sets_the_rate_of_every_epoch(blobs, make_mlp):
    schedule = StepDecay(0.4, period=2, factor=0.5)
    _, result = fit(make_mlp(), blobs, 5, LearningRate(schedule))
    assert [row["lr"] for row in result.history] == [0.4, 0.4, 0.2, 0.2, 0.1]


def test_schedule_per_step_moves_inside_the_epoch(blobs, make_mlp):
    seen = []

    class Watch(Callback):
        def on_gradients(self, trainer):
            seen.append(trainer.updates.optimizer.learning_rate)

    schedule = Cosine(0.3, epochs=2)
    fit(make_mlp(), blobs, 2, LearningRate(schedule, per_step=True), Watch())
    np.testing.assert_allclose(seen, [schedule(i / 5) for i in range(10)])


def test_schedule_per_step_wants_an_iterator_with_a_length(blobs, make_mlp):
    rate = LearningRate(Cosine(0.3, epochs=2), per_step=True)
    with pytest.raises(ConfigError, match="no length"):
        fit(make_mlp(), (batch for batch in blobs), 2, rate)


@pytest.mark.parametrize("theta", [-1, 0, math.nan, math.inf, "1", None, True])
def test_a_clipping_bound_is_checked_before_anything_is_trained(theta):
    with pytest.raises(ConfigError) as error:
        ClipGradients(theta)
    assert f"theta is {theta!r}" in error.value.what
    assert "choose a number above 0" in error.value.action


def test_clipped_gradient_moves_the_parameters_by_at_most_lr_theta(blobs, make_mlp):
    net = make_mlp()
    trainer, _ = fit(net, blobs, 1, lr=0.0)
    before = [p.data().asnumpy() for p in net.collect_params().values()]
    theta, lr = 1e-3, 0.5
    trainer.callbacks.append(ClipGradients(theta))
    trainer.set_learning_rate(lr)
    trainer.fit([next(iter(blobs))], None, 2)
    after = [p.data().asnumpy() for p in net.collect_params().values()]
    moved = np.sqrt(sum(((a - b) ** 2).sum() for a, b in zip(after, before)))
    assert moved == pytest.approx(lr * theta, rel=1e-3)


def test_bar_shows_work_that_is_done(blobs, make_mlp, monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    fit(make_mlp(), blobs, 1, Bar())
    assert "epoch 1/1" in screen.getvalue()


def test_bar_is_silent_without_a_terminal(blobs, make_mlp, capsys):
    fit(make_mlp(), blobs, 1, Bar())
    assert capsys.readouterr().err == ""


def test_curve_is_drawn_at_the_end_of_a_quick_run(blobs, make_mlp, tmp_path):
    fit(make_mlp(), blobs, 1, Curve(tmp_path / "curve.png", every_s=1e9))
    assert (tmp_path / "curve.png").stat().st_size > 1000


def test_tensorboard_events_hold_the_figures(blobs, make_mlp, tmp_path):
    pytest.importorskip("tensorboardX", reason="needs the extra 'tensorboard'")
    fit(make_mlp(), blobs, 1, TensorBoard(tmp_path))
    (events,) = tmp_path.iterdir()
    assert b"test/acc" in events.read_bytes()


def test_plain_block_is_said_once(blobs, caplog):
    net = mx.gluon.nn.Sequential()
    net.add(mx.gluon.nn.Dense(3))
    with caplog.at_level(logging.INFO):
        fit(net, blobs, 2)
    assert caplog.text.count("unhybridized") == 1


def test_hooks_do_not_read_arrays(blobs, make_mlp, tmp_path, monkeypatch):
    """Between two readings of the meter, no callback waits for the device."""
    reads = []
    original = nd.NDArray.asnumpy

    def counting(self):
        reads.append(1)
        return original(self)

    class Count(Callback):
        def on_epoch_start(self, trainer):
            reads.clear()

        def on_batch_end(self, trainer, is_news):
            self.seen = len(reads)

    data = list(blobs) * 20
    count = Count()
    monkeypatch.setattr(nd.NDArray, "asnumpy", counting)
    trainer = Trainer(
        make_mlp(),
        Classification(),
        run=RunOptions(device="cpu", out=tmp_path, progress=True),
        callbacks=[ClipGradients(1.0), count],
        read_every=50,
    )
    trainer.fit(data, None, 1)
    assert count.seen == 1  # 100 steps: windows close at 50 and 100, one was read
