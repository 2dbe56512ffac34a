"""The translators that the benchmark trains in PyTorch are of the registered sizes."""

import importlib.util
from pathlib import Path

import pytest

from gluon_course.models import model_facts

torch = pytest.importorskip("torch", reason="needs the extra 'bench'")
FILE = Path(__file__).resolve().parents[2] / "scripts/benchmarks/torch_translators.py"
X, LENGTHS, Y = torch.ones(3, 5, dtype=int), torch.tensor([5, 2, 1]), torch.zeros(3, 6)


@pytest.fixture(scope="module")
def translators():
    spec = importlib.util.spec_from_file_location("torch_translators", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def count(net):
    """Trained parameters; the net has scores for each target word."""
    assert net(X, LENGTHS, Y.long()).shape == (3, 6, 200)
    return sum(each.numel() for each in net.parameters())


@pytest.mark.parametrize(("name", "attention"), [("seq2seq", 0), ("bahdanau", 32)])
def test_recurrent_ones_have_the_registered_parameters(translators, name, attention):
    net = translators.Recurrent(200, 32, 32, 2, attention, 0.1)
    assert count(net) == model_facts(name).num_parameters


def test_the_transformer_has_biases_and_two_norms_more(translators):
    net = translators.Transformer(200, 32, 64, 4, 2, 0.1)
    biases, norms = 6 * 4 * 32, 2 * 2 * 32
    assert count(net) == model_facts("transformer").num_parameters + biases + norms
