"""An int8 export: close to the net, smaller, loaded by MXNet alone, or refused."""

import json
import subprocess
import sys

import mxnet as mx
import numpy as np
import pytest
from mxnet.gluon import nn

from gluon_course import models
from gluon_course.base.errors import ConfigError, DataError, ExportError
from gluon_course.export import Judge, accuracy_judge, export_int8, load_exported

SHAPE = (2, 8, 8)
BARE = """
import sys
import numpy as np
import mxnet as mx
folder, x_file, y_file = sys.argv[1:]
block = mx.gluon.SymbolBlock.imports(
    folder + "/model-symbol.json", ["data"], folder + "/model-0000.params"
)
np.save(y_file, block(mx.nd.array(np.load(x_file))).asnumpy())
assert not [name for name in sys.modules if name.startswith("gluon_course.export")]
"""
BY_FORM = {"symbol": 0.9, "int8": 0.8}
JUDGE = Judge("accuracy", lambda model: BY_FORM[model.meta.get("form", "symbol")])


@pytest.fixture(scope="session")
def batches(pixels):
    return [(pixels(8, i), mx.nd.arange(8) % 3) for i in range(3)]


@pytest.fixture(scope="session")
def write(batches):
    """``write(net, folder, calibration)``: an int8 export, its speed not measured."""

    def export(net, folder, calib_iter=None, shape=SHAPE, **options):
        options = {"rounds": 0, **options}
        return export_int8(net, folder, shape, calib_iter or batches, **options)

    return export


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "export-int8"


def test_the_export_is_close_to_the_net_for_any_batch_size(
    small_net, pixels, write, folder
):
    net = small_net()
    model = load_exported(write(net, folder))
    assert model.meta["form"] == "int8"
    for batch_size in (1, 3, 8):
        X = pixels(batch_size, 5)
        want, got = net(X).asnumpy(), model(X).asnumpy()
        assert 0 < np.abs(want - got).max() < 0.05 * np.abs(want).max()


def test_mxnet_alone_loads_the_export(small_net, pixels, write, folder, tmp_path):
    net = small_net()
    write(net, folder)
    X, y_file = pixels(5), tmp_path / "y.npy"
    np.save(tmp_path / "x.npy", X.asnumpy())
    files = [str(folder), str(tmp_path / "x.npy"), str(y_file)]
    subprocess.run(
        [sys.executable, "-c", BARE, *files], check=True, cwd=tmp_path, timeout=500
    )
    here = load_exported(folder)(X).asnumpy()
    np.testing.assert_allclose(np.load(y_file), here, rtol=0, atol=1e-5)


def test_the_manifest_says_what_was_done(small_net, batches, write, folder):
    meta = load_exported(write(small_net(), folder, num_calibration=10)).meta
    facts = meta["reduced"]
    assert facts["calibration"] == {"mode": "naive", "samples": 16}  # whole batches
    assert [name.rstrip("0123456789") for name in facts["layers"]] == [
        *("conv", "dense", "dense")
    ]
    assert [name.rstrip("0123456789") for name in facts["float"]] == ["batchnorm"]
    assert facts["bytes"]["int8"] == (folder / "model-0000.params").stat().st_size
    assert meta["verified"]["largest_difference"] > 0
    assert "judged" not in facts
    assert "speed" not in facts


def test_dense_layers_take_a_quarter_of_the_bytes(build, write, folder):
    net = build(nn.Dense(64, activation="relu"), nn.Dense(10))
    facts = load_exported(write(net, folder)).meta["reduced"]
    assert 3.5 < facts["bytes"]["float32"] / facts["bytes"]["int8"] < 4


@pytest.mark.parametrize("is_signed", [False, True])
def test_a_dense_layer_is_numpys_with_rounded_factors(
    build, pixels, write, folder, is_signed
):
    """Weights and inputs become whole numbers of at most 127 (unsigned: 255) steps."""
    net = build(nn.Dense(5))
    calibration = [pixels(8, i, (12,)) - 0.5 * is_signed for i in range(2)]
    model = load_exported(write(net, folder, calibration, (12,)))
    X = calibration[0].asnumpy()
    weight, bias = (each.data().asnumpy() for each in (net[0].weight, net[0].bias))
    bound = max(np.abs(each.asnumpy()).max() for each in calibration)
    x_step = bound / (127 if is_signed else 255)
    w_step = np.abs(weight).max() / 127
    x_whole = np.rint(X.astype(np.float64) / x_step)
    w_whole = np.rint(weight.astype(np.float64) / w_step)
    want = x_whole @ w_whole.T * x_step * w_step + bias
    got = model(mx.nd.array(X)).asnumpy()
    # a factor that lies between two steps may be rounded to either, in float32
    np.testing.assert_allclose(got, want, rtol=0, atol=2 * w_step * bound)
    exact = X @ weight.T + bias
    assert np.abs(got - want).max() < np.abs(exact - want).max()


def test_accuracy_is_measured_by_the_files(small_net, batches, write, folder, tmp_path):
    net, part = small_net(), batches
    facts = load_exported(
        write(net, folder, judge=accuracy_judge(part, "noise"), max_drop=1)
    ).meta["reduced"]["judged"]
    model = load_exported(folder)
    for each, key in ((net, "before"), (model, "after")):
        hits = [(each(X).argmax(1) == y).mean().asscalar() for X, y in part]
        assert facts[key] == pytest.approx(np.mean(hits), abs=1e-6)
    assert facts["drop"] == pytest.approx(facts["before"] - facts["after"])
    assert (facts["metric"], facts["data"]) == ("accuracy", "noise")


def test_a_large_drop_is_refused_and_leaves_the_older_export(small_net, write, folder):
    net = small_net()
    write(net, folder)
    older = (folder / "model.json").read_bytes()
    with pytest.raises(ExportError, match=r"from 0\.9000 .* to 0\.8000 in int8"):
        write(net, folder, judge=JUDGE)
    assert (folder / "model.json").read_bytes() == older
    assert [each.name for each in folder.parent.iterdir()] == [folder.name]


def test_a_large_drop_can_be_allowed_or_forced(small_net, write, folder):
    net = small_net()
    allowed = load_exported(write(net, folder, judge=JUDGE, max_drop=0.2)).meta
    assert allowed["reduced"]["judged"]["forced"] is False
    forced = load_exported(write(net, folder, judge=JUDGE, is_forced=True)).meta
    judged = forced["reduced"]["judged"]
    assert judged["forced"] is True
    assert judged["drop"] == pytest.approx(0.1)
    assert judged["max_drop"] == 0.01


def test_a_drop_of_a_loss_is_the_share_by_which_it_grows():
    judge = Judge("perplexity", lambda model: 1, is_loss=True)
    assert judge.drop(40, 42) == pytest.approx(0.05)
    assert judge.drop(40, 38) < 0


def test_a_figure_that_is_not_a_number_is_refused(small_net, write, folder):
    judge = Judge("accuracy", lambda model: float("nan"))
    with pytest.raises(ExportError, match="nan"):
        write(small_net(), folder, judge=judge)
    assert not folder.exists()


def test_the_speed_is_measured_on_request(small_net, write, folder):
    speed = load_exported(write(small_net(), folder, rounds=1)).meta["reduced"]["speed"]
    assert speed["ratio"] > 0
    assert (speed["batch_size"], speed["rounds"]) == (16, 1)


def test_a_net_without_int8_layers_is_refused_by_the_names_of_its_operators(
    build, write, folder
):
    with pytest.raises(ExportError, match=r"No layer .* Activation, LayerNorm"):
        write(build(nn.LayerNorm(), nn.Activation("sigmoid")), folder)
    assert not folder.exists()


def test_recurrent_layers_stay_float_and_the_rest_is_int8(write, folder):
    net = models.get_model("gru_lm", vocab_size=11, num_hiddens=6)
    net.initialize(mx.init.Normal(0.3))
    inputs = net.inputs((4,))
    rng = np.random.RandomState(0)
    calibration = [
        (mx.nd.array(rng.randint(0, 11, (3, 4))), mx.nd.zeros((1, 3, 6)))
        for _ in range(2)
    ]
    model = load_exported(write(net, folder, calibration, inputs))
    assert len(model.meta["reduced"]["layers"]) == 1

    y, _ = net(*calibration[0])
    outputs = model(*calibration[0])
    assert len(outputs) == 2
    difference = np.abs(outputs[0].asnumpy() - y.asnumpy()).max()
    assert difference < 0.05 * np.abs(y.asnumpy()).max()


def test_nets_of_other_types_are_refused(small_net, pixels, write, folder):
    net = small_net()
    net(pixels(2))
    net.cast("float64")
    with pytest.raises(ExportError, match="float64"):
        write(net, folder)


@pytest.mark.parametrize(
    ("calibration", "options", "says"),
    [
        ([(mx.nd.ones((2, 8, 8)), 0)], {}, r"shapes \[\(2, 8, 8\)\] does not fit"),
        (iter(()), {}, "nothing to calibrate"),
        (None, {"num_calibration": 0}, "0 samples are none"),
        (None, {"mode": "kl"}, "no calibration 'kl'"),
        (None, {"max_drop": 1.5}, "drop of 1.5"),
    ],
)
def test_mistakes_are_named_before_anything_is_written(
    small_net, write, folder, calibration, options, says
):
    with pytest.raises((ConfigError, DataError), match=says):
        write(small_net(), folder, calibration, **options)
    assert not folder.exists()


def test_batches_of_another_size_are_left_out(small_net, pixels, write, folder):
    mixed = [pixels(4), pixels(3), pixels(4, 1)]
    facts = load_exported(write(small_net(), folder, mixed)).meta["reduced"]
    assert facts["calibration"]["samples"] == 8


def test_entropy_narrows_the_range_that_rare_values_stretch(build, write, folder):
    net = build(nn.Dense(4))
    X = np.random.RandomState(0).normal(size=(400, 6)).astype(np.float32)
    X[0, 0] = 60
    for mode in ("naive", "entropy"):
        write(net, folder, [mx.nd.array(X)], (6,), mode=mode)
        graph = json.loads((folder / "model-symbol.json").read_text())
        ranges = [
            float(node["attrs"]["max_calib_range"])
            for node in graph["nodes"]
            if node["op"] == "_contrib_quantize_v2"
        ]
        assert (max(ranges) == 60) == (mode == "naive")


def test_convolutions_over_sequences_stay_float(build, pixels, write, folder):
    net = build(
        nn.Conv1D(4, 3, activation="relu"),
        nn.GlobalMaxPool1D(),
        nn.Dense(3),
    )
    X = [pixels(4, i, (2, 9)) for i in range(2)]
    facts = load_exported(write(net, folder, X, (2, 9))).meta["reduced"]
    assert [name.rstrip("0123456789") for name in facts["layers"]] == ["dense"]
    assert [name.rstrip("0123456789") for name in facts["float"]] == ["conv"]


class Joined(nn.HybridBlock):
    """A small number and a large one in one array, as a score and a corner are."""

    def __init__(self):
        super().__init__()
        self.small, self.large = nn.Dense(1), nn.Dense(1)
        self.small.initialize(mx.init.Constant(1e-3))
        self.large.initialize(mx.init.Constant(100))

    def hybrid_forward(self, F, X):
        pair = self.small(X), self.large(X).reshape((0, -1))
        return F.concat(*pair, dim=1)


def test_numbers_of_different_size_never_share_a_scale(pixels, write, folder):
    X = pixels(4, shape=(6,))
    want = Joined()(X).asnumpy()
    got = load_exported(write(Joined(), folder, [X], (6,)))(X).asnumpy()
    np.testing.assert_allclose(got, want, rtol=0.02, atol=0)
