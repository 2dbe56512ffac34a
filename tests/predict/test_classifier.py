"""A classifier names the classes of pictures as the net that was exported does."""

import io
import shutil

import mxnet as mx
import numpy as np
import pytest
from mxnet.gluon import nn
from PIL import Image
from sklearn.datasets import load_digits

from gluon_course.base.errors import ConfigError, DataError, ExportError
from gluon_course.export import export_model
from gluon_course.predict import Classifier, find_export, load_predictor

NAMES = ("zero", "one", "two", "three", "four")
NAMES += ("five", "six", "seven", "eight", "nine")
INFO = {"class_names": NAMES, "mean": (0.3,), "std": (0.4,), "notice": "sample data"}


@pytest.fixture(scope="module")
def digits():
    """scikit-learn's digits, light on dark, 16 x 16: pictures and labels."""
    bunch = load_digits()
    pixels = np.kron(bunch.images / 16 * 255, np.ones((2, 2))).round().astype(np.uint8)
    return pixels, bunch.target


@pytest.fixture(scope="module")
def net(digits):
    """A small net that was trained on the first 1,500 digits."""
    pixels, labels = digits
    mx.random.seed(0)
    net = nn.HybridSequential()
    net.add(nn.Dense(64, activation="relu"), nn.Dense(10))
    net.initialize(mx.init.Xavier())
    net.hybridize()
    loss = mx.gluon.loss.SoftmaxCrossEntropyLoss()
    trainer = mx.gluon.Trainer(net.collect_params(), "adam", {"learning_rate": 0.01})
    X = mx.nd.array((pixels[:1500, None] / 255 - 0.3) / 0.4)
    y = mx.nd.array(labels[:1500])
    for step in range(120):
        rows = slice(step * 100 % 1500, step * 100 % 1500 + 100)
        with mx.autograd.record():
            error = loss(net(X[rows]), y[rows])
        error.backward()
        trainer.step(100)
    return net


@pytest.fixture(scope="module")
def folder(net, tmp_path_factory):
    folder = tmp_path_factory.mktemp("run") / "export"
    return export_model(net, folder, (1, 16, 16), info=INFO)


@pytest.fixture(scope="module")
def predictor(folder):
    return load_predictor(folder)


@pytest.fixture(scope="module")
def held_out(digits):
    pixels, labels = digits
    return pixels[1500:1540], labels[1500:1540]


def share_right(answers, labels):
    return np.mean([each[0].index == label for each, label in zip(answers, labels)])


def test_probabilities_are_those_of_the_net(net, predictor, held_out):
    pixels, _ = held_out
    want = mx.nd.softmax(
        net(mx.nd.array((pixels[:, None] / 255 - 0.3) / 0.4))
    ).asnumpy()
    for answer, row in zip(predictor(pixels), want):
        assert len(answer) == 10
        assert sum(each.probability for each in answer) == pytest.approx(1, abs=1e-5)
        for each in answer:
            assert each.probability == pytest.approx(row[each.index], abs=1e-5)
            assert each.class_name == NAMES[each.index]
        probabilities = [each.probability for each in answer]
        assert probabilities == sorted(probabilities, reverse=True)


def test_unseen_digits_are_recognised(predictor, held_out):
    pixels, labels = held_out
    assert share_right(predictor(pixels), labels) >= 0.85


def test_drawings_dark_on_light_of_any_size_are_recognised(
    predictor, held_out, tmp_path
):
    """Saved as colour PNG, inverted, enlarged and with white beside them."""
    pixels, labels = held_out
    paths = []
    for i, digit in enumerate(pixels):
        page = Image.fromarray(255 - digit).resize((120, 120), Image.Resampling.BICUBIC)
        wide = Image.new("RGB", (150, 120), "white")
        wide.paste(page.convert("RGB"), (15, 0))
        wide.save(tmp_path / f"{i}.png")
        paths.append(tmp_path / f"{i}.png")
    answers = predictor(paths)
    assert share_right(answers, labels) >= 0.75
    note = "inverted and trimmed: its background is light"
    assert all(each.notes == (note,) for each in answers)
    assert share_right(predictor(paths, invert="no"), labels) < 0.5


def test_batches_do_not_change_the_answers(predictor, held_out):
    pixels, _ = held_out
    whole = predictor(pixels[:7])
    for batch_size in (1, 3, 7):
        parts = predictor(iter(pixels[:7]), batch_size=batch_size)
        for left, right in zip(whole, parts):
            assert [each.index for each in left] == [each.index for each in right]
            assert left[0].probability == pytest.approx(right[0].probability, abs=1e-6)


def test_only_the_best_classes_are_named_on_request(predictor, held_out):
    (answer,) = predictor(held_out[0][:1], top=3)
    assert len(answer) == 3 and len(answer[:2]) == 2
    assert answer[0] == predictor(held_out[0][:1])[0][0]
    assert len(predictor(held_out[0][:1], top=99)[0]) == 10


def test_nothing_gives_nothing(predictor):
    assert predictor([]) == []


def test_the_notice_of_the_sample_is_there(predictor):
    assert predictor.notice == "sample data"


def test_mistakes_of_the_caller_are_named(predictor, tmp_path):
    with pytest.raises(ConfigError, match="single path"):
        predictor("boot.png")
    with pytest.raises(ConfigError, match="single path"):
        predictor(tmp_path / "boot.png")
    with pytest.raises(ConfigError, match="top is 0"):
        predictor([], top=0)
    with pytest.raises(DataError, match=r"boot\.png"):
        predictor([tmp_path / "boot.png"])


def test_a_net_that_ends_in_softmax_is_not_softened_twice(net, tmp_path, held_out):
    class WithSoftmax(nn.HybridBlock):
        def __init__(self):
            super().__init__()
            self.net = net

        def hybrid_forward(self, F, x):
            return F.softmax(self.net(x))

    plain = load_predictor(export_model(net, tmp_path / "a", (1, 16, 16), info=INFO))
    soft = load_predictor(
        export_model(WithSoftmax(), tmp_path / "b", (1, 16, 16), info=INFO)
    )
    for left, right in zip(plain(held_out[0][:5]), soft(held_out[0][:5])):
        assert left[0].probability == pytest.approx(right[0].probability, abs=1e-6)


def test_doubles_are_predicted_with(tmp_path, held_out):
    net = nn.HybridSequential()
    net.add(nn.Dense(10))
    net.initialize()
    net.cast("float64")
    folder = export_model(net, tmp_path / "e", (1, 16, 16), dtype="float64", info=INFO)
    assert len(load_predictor(folder)(held_out[0][:2])) == 2


def test_predicting_works_on_another_device(folder, predictor, held_out):
    other = load_predictor(folder, mx.cpu(1))
    assert other.model.ctx == mx.cpu(1)
    left, right = predictor(held_out[0][:1])[0][0], other(held_out[0][:1])[0][0]
    assert left.probability == pytest.approx(right.probability, abs=1e-6)


def test_run_and_export_folders_are_found(folder, tmp_path):
    assert isinstance(load_predictor(folder), Classifier)
    assert find_export(folder.parent) == folder
    part = shutil.copytree(folder, tmp_path / "gluon" / "export")
    assert find_export(tmp_path) == part  # a run of which one part trained a model


def test_parts_to_choose_from_are_listed(folder, tmp_path):
    for part in ("scratch", "gluon"):
        (tmp_path / part / "export").mkdir(parents=True)
        (tmp_path / part / "export" / "model.json").write_text("{}")
    with pytest.raises(ExportError, match=r"holds 2 exports.*gluon.*scratch"):
        load_predictor(tmp_path)


def test_a_run_without_export_says_how_to_make_one(tmp_path):
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ExportError, match="gluon-course export"):
        load_predictor(tmp_path)
    with pytest.raises(ExportError, match="no folder"):
        load_predictor(tmp_path / "missing")


def test_a_model_without_class_names_has_no_predictor(tmp_path):
    net = nn.Dense(3)
    net.initialize()
    export_model(net, tmp_path / "e", (1, 16, 16))
    with pytest.raises(ExportError, match="without class names"):
        load_predictor(tmp_path / "e")
    export_model(net, tmp_path / "e", (1, 16, 16), info={"task": "regression"})
    with pytest.raises(ExportError, match="its task is regression"):
        load_predictor(tmp_path / "e")


def test_what_the_net_saw_is_kept_as_pixels_and_as_a_file(predictor, digits):
    pixels, _ = digits
    large = np.kron(255 - pixels[3], np.ones((4, 4), np.uint8))
    answer = predictor([large])[0]
    assert answer.pixels.shape == (16, 16, 1) and answer.pixels.dtype == np.uint8
    file = np.asarray(Image.open(io.BytesIO(answer.drawn())))
    assert np.array_equal(file, answer.pixels[:, :, 0])
    # the same answer, though arrays are not compared
    assert answer == predictor([large])[0]


def test_inputs_that_were_ready_are_not_kept(predictor):
    assert predictor([np.zeros((1, 16, 16), np.float32)])[0].pixels is None
