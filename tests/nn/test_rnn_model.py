"""The model of 6.5: shapes, size, and the same answers in every form."""

import numpy as np
import pytest
from mxnet import gluon, init, nd
from mxnet.gluon import rnn

from gluon_course.nn.rnn_model import RNNModel


def made(layer, vocab_size=11):
    model = RNNModel(layer, vocab_size)
    model.initialize(init.Normal(0.1))
    return model


@pytest.mark.parametrize(("kind", "num_layers"), [("RNN", 1), ("GRU", 2), ("LSTM", 1)])
@pytest.mark.parametrize("is_hybrid", [False, True])
def test_scores_come_step_by_step_and_the_state_keeps_its_shape(
    kind, num_layers, is_hybrid
):
    model = made(getattr(rnn, kind)(6, num_layers))
    if is_hybrid:
        model.hybridize()
    state = model.begin_state(batch_size=3)
    X = nd.array(np.random.default_rng(0).integers(0, 11, (3, 4)))
    scores, new = model(X, state)
    assert scores.shape == (12, 11)
    assert [each.shape for each in new] == [each.shape for each in state]
    parts, rows = state, []
    for t in range(4):  # one step at a time, in the same order
        step, parts = model(X[:, t : t + 1], parts)
        rows.append(step.asnumpy())
    np.testing.assert_allclose(scores.asnumpy(), np.concatenate(rows), rtol=1e-4)


def test_the_section_has_592899_parameters():
    model = made(rnn.RNN(256), 1027)
    model(nd.zeros((2, 3)), model.begin_state(batch_size=2))
    sizes = [p.data().size for p in model.collect_params().values()]
    assert sum(sizes) == 592_899


def test_an_exported_model_gives_the_same(tmp_path):
    model = made(rnn.RNN(6))
    X, state = nd.array([[1, 2, 3]]), model.begin_state(batch_size=1)
    model.hybridize()
    scores, _ = model(X, state)
    model.export(str(tmp_path / "model"))
    files = [
        str(tmp_path / name) for name in ("model-symbol.json", "model-0000.params")
    ]
    loaded = gluon.SymbolBlock.imports(files[0], ["data0", "data1"], files[1])
    np.testing.assert_allclose(
        loaded(X, *state)[0].asnumpy(), scores.asnumpy(), rtol=1e-5
    )
