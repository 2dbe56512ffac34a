import pytest
from mxnet import nd

from gluon_course.base.errors import TrainingError
from gluon_course.train.meter import Meter, NotFiniteError


def test_totals_are_the_sums_over_steps_and_devices():
    meter = Meter(("loss", "samples"), every=3)
    for step in range(10):
        meter.add(nd.array([step, 2]), nd.array([0.5, 1]))
    assert meter.finish() == {"loss": 45 + 5, "samples": 30}


def test_a_device_without_samples_in_some_steps_is_counted_in_the_others():
    meter = Meter(("loss",), every=3)
    for num_devices in (1, 2, 1, 1, 2, 1, 1):
        meter.add(*(nd.array([1 + 10 * i]) for i in range(num_devices)))
    assert meter.finish() == {"loss": 7 + 2 * 11}


def test_a_window_is_read_once_and_one_window_late(monkeypatch):
    reads, read = [], nd.NDArray.asnumpy
    monkeypatch.setattr(
        nd.NDArray, "asnumpy", lambda self: reads.append(1) or read(self)
    )
    meter = Meter(("loss",), every=4)
    news = [meter.add(nd.array([1.0])) for _ in range(12)]
    # Windows close at 4, 8 and 12; at 8 the first is read, at 12 the second.
    assert [step for step, is_news in enumerate(news, 1) if is_news] == [8, 12]
    assert len(reads) == 2
    assert (meter.steps_read, meter.totals["loss"]) == (8, 8.0)
    assert meter.finish()["loss"] == 12.0


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_loss_that_is_not_finite_names_its_window(bad):
    meter = Meter(("loss",), every=5)
    with pytest.raises(NotFiniteError) as caught:
        for step in range(1, 21):
            meter.add(nd.array([bad if step == 7 else 1.0]))
    assert (caught.value.first_step, caught.value.last_step) == (6, 10)
    assert isinstance(caught.value, TrainingError)


def test_loss_that_is_not_finite_in_the_last_window_is_seen():
    meter = Meter(("loss",), every=5)
    meter.add(nd.array([float("nan")]))
    with pytest.raises(NotFiniteError):
        meter.finish()
