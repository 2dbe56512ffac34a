"""The nets that the benchmark trains in PyTorch are those of the course."""

import importlib.util
from pathlib import Path

import pytest

from gluon_course.models import model_facts

torch = pytest.importorskip("torch", reason="needs the extra 'bench'")
FILE = Path(__file__).resolve().parents[2] / "scripts/benchmarks/torch_nets.py"
NAMES = (
    *("softmax", "mlp", "lenet", "lenet_bn", "alexnet"),
    *("nin", "googlenet", "resnet18", "densenet"),
)


@pytest.fixture(scope="module")
def torch_nets():
    spec = importlib.util.spec_from_file_location("torch_nets", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def count(net, shape):
    """Outputs and trained parameters of a net once a batch has filled in its shapes."""
    with torch.no_grad():
        y_hat = net.eval()(torch.rand(1, *shape))
    return y_hat.shape[1], sum(each.numel() for each in net.parameters())


@pytest.mark.parametrize("name", NAMES)
def test_it_has_the_parameters_of_the_registered_net(torch_nets, name):
    facts = model_facts(name)
    net = torch_nets.make_net(name)
    assert count(net, facts.input_shape) == (10, facts.num_parameters)


def test_vgg11_is_narrowed_as_in_the_section(torch_nets):
    net = torch_nets.make_net("vgg11", channel_ratio=4)
    assert count(net, (1, 224, 224)) == (10, 43_093_322)
