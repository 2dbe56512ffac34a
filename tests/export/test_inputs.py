"""Nets with several inputs: states in and out, whole numbers, free axes, old files."""

import json
import subprocess
import sys

import mxnet as mx
import numpy as np
import pytest
from mxnet.gluon import nn, rnn

from gluon_course.base.errors import ConfigError, ExportError, ShapeError
from gluon_course.base.inputs import Input, map_inputs
from gluon_course.export import export_model, load_exported
from gluon_course.export.manifest import write_manifest

V, H, T = 7, 4, 5

BARE = """
import sys
import numpy as np
import mxnet as mx
folder, names, file, out = sys.argv[1:]
block = mx.gluon.SymbolBlock.imports(
    folder + "/model-symbol.json", names.split(","), folder + "/model-0000.params"
)
arrays = np.load(file)
outputs = block(*(mx.nd.array(arrays[n], dtype=arrays[n].dtype) for n in
                  names.split(",")))
np.savez(out, *(each.asnumpy() for each in outputs))
"""


class Tagger(nn.HybridBlock):
    """Scores of every step of padded sequences, and the two states of an LSTM."""

    def __init__(self, fixed=None):
        super().__init__()
        self.embedding, self.lstm = nn.Embedding(V, 3), rnn.LSTM(H)
        self.dense = nn.Dense(V, flatten=False)
        self.fixed = fixed

    def hybrid_forward(self, F, tokens, valid_len, states):
        X = F.transpose(self.embedding(tokens), axes=(1, 0, 2))
        if self.fixed:
            X = F.reshape(X, (T, self.fixed, 3))
        Y, states = self.lstm(X, states)
        Y = F.SequenceMask(Y, valid_len, use_sequence_length=True)
        return F.transpose(self.dense(Y), axes=(1, 0, 2)), states


def states():
    return [Input(name, (1, H), batch_axis=1) for name in ("state", "cell")]


def inputs(**options):
    tokens = Input("tokens", (T,), "int32", span=(0, V - 1), **options)
    return [tokens, Input("valid_len", (), span=(1, T)), states()]


def arrays(batch_size, steps=T, seed=1):
    rng = np.random.RandomState(seed)
    return {
        "tokens": rng.randint(0, V, (batch_size, steps)).astype("int32"),
        "valid_len": rng.randint(1, steps + 1, batch_size).astype("float32"),
        "state": rng.normal(size=(1, batch_size, H)).astype("float32"),
        "cell": rng.normal(size=(1, batch_size, H)).astype("float32"),
    }


def as_nd(values):
    X, n, *rest = (mx.nd.array(each, dtype=each.dtype) for each in values.values())
    return X, n, rest


@pytest.fixture
def net():
    net = Tagger()
    net.initialize(mx.init.Normal(0.5))
    return net


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "export"


def test_states_go_in_and_come_out_for_any_batch_and_length(net, folder):
    model = load_exported(export_model(net, folder, inputs(free=(0,))))
    for batch_size, steps in ((1, 1), (3, T), (8, 2 * T)):
        given = as_nd(arrays(batch_size, steps))  # lengths fit: MXNet writes past ends
        Y, (h, c) = net(*given)
        outputs = model(*given)
        assert len(outputs) == 3
        for want, got in zip((Y, h, c), outputs):
            np.testing.assert_allclose(got.asnumpy(), want.asnumpy(), atol=1e-6)


def test_mxnet_alone_computes_the_same(net, folder, tmp_path):
    export_model(net, folder, inputs())
    values = arrays(3)
    np.savez(tmp_path / "in.npz", **values)
    words = [str(folder), ",".join(values), str(tmp_path / "in.npz")]
    out = tmp_path / "out.npz"
    subprocess.run(
        [sys.executable, "-c", BARE, *words, str(out)],
        check=True,
        cwd=tmp_path,
        timeout=500,
    )
    Y, (h, c) = net(*as_nd(values))
    found = np.load(out)
    for name, want in zip(found.files, (Y, h, c)):
        np.testing.assert_allclose(found[name], want.asnumpy(), atol=1e-6)


def test_the_manifest_describes_everything_that_goes_in_and_out(net, folder):
    info = {"vocab": list("abcdefg"), "task": "language", "name": "poem"}
    export_model(net, folder, inputs(free=(0,)), info=info)
    meta = json.loads((folder / "model.json").read_text("utf-8"))
    assert meta["input"] == {"name": "tokens", "shape": [T], "dtype": "int32"}
    model = load_exported(folder)
    assert list(model.inputs) == [*inputs(free=(0,))[:2], *states()]
    outputs = [(each["shape"], each.get("batch_axis", 0)) for each in meta["outputs"]]
    assert outputs == [([T, V], 0), ([1, H], 1), ([1, H], 1)]
    assert model.vocab == tuple("abcdefg")
    assert meta["verified"]["largest_difference"] < 1e-5


def test_arrays_that_are_no_inputs_are_named(net, folder):
    model = load_exported(export_model(net, folder, inputs()))
    X, n, rest = as_nd(arrays(2))
    with pytest.raises(ShapeError, match=r"tokens .*valid_len .*cell"):
        model(X, n)
    with pytest.raises(ShapeError, match="valid_len"):
        model(X, X, rest)
    # another type is cast
    Y, *_ = model(X.astype("float64"), n.astype("int32"), *rest)
    np.testing.assert_allclose(Y.asnumpy(), model(X, n, rest)[0].asnumpy(), atol=1e-6)


def test_a_batch_axis_that_is_fixed_is_found(folder):
    net = Tagger(fixed=2)
    net.initialize()
    with pytest.raises(ExportError, match=r"fails on a batch|batch axis is not free"):
        export_model(net, folder, inputs())
    assert not folder.exists()


def test_values_outside_the_span_are_never_asked_for(folder):
    """A span is what the check draws from: 0 would divide by zero here."""

    class Reciprocal(nn.HybridBlock):
        def hybrid_forward(self, F, X, y):
            return F.broadcast_div(X, F.reshape(y, (-1, 1)))

    export_model(Reciprocal(), folder, [Input("X", (3,)), Input("y", (), span=(1, 2))])
    with pytest.raises(ExportError, match="not finite"):
        export_model(
            Reciprocal(), folder, [Input("X", (3,)), Input("y", (), span=(0, 0))]
        )


def test_a_folder_of_before_has_one_input(tmp_path):
    folder = tmp_path / "old"
    net = nn.Dense(2, in_units=3)
    net.initialize()
    export_model(net, folder, (3,))
    meta = json.loads((folder / "model.json").read_text("utf-8"))
    for key in ("inputs", "vocab", "target_vocab", "checksum"):
        del meta[key]
    write_manifest(folder, meta)
    model = load_exported(folder)
    X = mx.nd.ones((4, 3))
    assert model.inputs == (Input("data", (3,)),) and model.vocab == ()
    np.testing.assert_array_equal(model(X).asnumpy(), net(X).asnumpy())


@pytest.mark.parametrize(
    "options",
    [
        {"name": "two words"},
        {"shape": (0,)},
        {"batch_axis": 2},
        {"free": (1,)},
        {"span": (3, 2)},
    ],
)
def test_inputs_that_make_no_sense_are_refused(options):
    with pytest.raises(ConfigError, match="no input of a net"):
        Input(**{"name": "tokens", "shape": (T,), **options})


def test_two_inputs_need_two_names(net, folder):
    with pytest.raises(ExportError, match="share a name"):
        export_model(net, folder, [Input("a", (3,)), Input("a", (3,))])


def test_inputs_keep_their_nesting():
    assert map_inputs(lambda each: each.name, inputs()) == [
        "tokens",
        "valid_len",
        ["state", "cell"],
    ]
