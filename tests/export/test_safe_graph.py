"""A graph may only do what nets do: anything else is refused as plain JSON."""

import copy
import json

import mxnet as mx
import pytest
from mxnet.gluon import nn

from gluon_course import models
from gluon_course.base.errors import ExportError
from gluon_course.base.inputs import map_inputs
from gluon_course.base.tracing import flatten, trace
from gluon_course.export.safe.graph import check_graph
from gluon_course.export.safe.operators import operators


def graph_of(net, shapes=(None,), names=()):
    outputs, _ = trace(net, shapes, names)
    return json.loads(mx.sym.Group(outputs).tojson())


@pytest.fixture(scope="module")
def sound():
    net = nn.HybridSequential()
    net.add(nn.Conv2D(2, 3), nn.BatchNorm(), nn.Dense(3))
    return graph_of(net)


def node_of(graph, operator):
    return next(node for node in graph["nodes"] if node["op"] == operator)


def exported_forms(net):
    """The net as it is exported, or the parts of it, each with what goes in."""
    shape = getattr(net, "input_shape", None)
    if hasattr(net, "mask_detector"):
        net = net.mask_detector()
    elif hasattr(net, "detector"):
        net = net.detector()
    elif hasattr(net, "embedder"):
        net = net.embedder()
    if hasattr(net, "parts"):
        yield from net.parts(shape).values()
    else:
        yield net, net.inputs(shape) if hasattr(net, "inputs") else None


@pytest.mark.parametrize("name", models.list_models())
def test_every_registered_net_may_be_loaded(name):
    for net, inputs in exported_forms(models.get_model(name)):
        if inputs is None:
            graph = graph_of(net)
        else:
            shapes = map_inputs(lambda each: each.shape, inputs)
            graph = graph_of(net, shapes, [each.name for each in flatten(inputs)])
        check_graph(graph, name)


def test_the_list_has_mxnets_own_names_and_attributes():
    known = set(mx.operator.get_all_registered_operators())
    assert set(operators()) <= known
    for name in operators():
        arguments = mx.operator.get_operator_arguments(name).names
        if arguments and not name.startswith("_sg_"):
            assert set(operators()[name]["attributes"]) <= set(arguments), name


@pytest.mark.parametrize(
    "operator",
    ["Custom", "_Native", "_NDArray", "_CachedOp", "_CustomFunction", "_TVMOp"]
    + ["_cvimread", "_cvimdecode", "_contrib_calibrate_entropy", "_foreach", "_cond"]
    + ["_while_loop", "sgd_update", "_shuffle", "", "null "],
)
def test_operators_that_do_more_than_compute_are_refused(sound, operator):
    graph = copy.deepcopy(sound)
    node_of(graph, "FullyConnected")["op"] = operator
    with pytest.raises(ExportError, match="is not one that exports may use"):
        check_graph(graph, "it")


def test_the_refusal_says_how_to_load_it_all_the_same(sound):
    graph = copy.deepcopy(sound)
    node_of(graph, "FullyConnected")["op"] = "_linalg_potrf"
    with pytest.raises(ExportError, match="trusted=True"):
        check_graph(graph, "it")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kernel", "(1000000, 3)"),
        ("kernel", "(3, 3"),
        ("kernel", "(-3, 3)"),
        ("kernel", "(3.5, 3)"),
        ("kernel", "x"),
        ("num_filter", "99999999999"),
        ("num_filter", "-1"),
        ("num_filter", "9" * 3000),
        ("num_filter", "__import__('os')"),
        ("pad", "(4611686018427387904, 0)"),
        ("layout", "NWHC"),
        ("no_bias", "maybe"),
        ("no_bias", "True"),
        ("unknown", "1"),
        ("kernel", "(" + "1," * 5000 + ")"),
    ],
)
def test_attributes_out_of_bounds_are_refused(sound, name, value):
    graph = copy.deepcopy(sound)
    node_of(graph, "Convolution")["attrs"][name] = value
    with pytest.raises(ExportError):
        check_graph(graph, "it")


@pytest.mark.parametrize(
    ("operator", "attributes"),
    [
        ("_zeros", {"shape": "(100000, 100000)"}),
        ("_ones", {"shape": "(1000000000000,)"}),
        ("_full", {"shape": "(70000000,)", "value": "1"}),
        ("_arange", {"start": "0", "stop": "1e12"}),
        ("_arange", {"start": "0", "stop": "1", "step": "0"}),
        ("_arange", {"start": "0", "stop": "inf"}),
        ("_arange", {"start": "0", "stop": "70000", "repeat": "4000"}),
    ],
)
def test_arrays_from_nothing_are_bounded(sound, operator, attributes):
    graph = copy.deepcopy(sound)
    graph["nodes"].append(
        {"op": operator, "name": "more", "attrs": attributes, "inputs": []}
    )
    graph["node_row_ptr"] = None
    with pytest.raises(ExportError):
        check_graph(graph, "it")


@pytest.mark.parametrize(
    ("operator", "attributes"),
    [
        ("repeat", {"repeats": "1000000000"}),
        ("tile", {"reps": "(1000000000,)"}),
        ("one_hot", {"depth": "1000000000"}),
        ("Pad", {"mode": "constant", "pad_width": "(0, 0, 0, 1000000000)"}),
        ("broadcast_axis", {"axis": "0", "size": "1000000000"}),
        ("UpSampling", {"scale": "100000", "num_args": "1", "sample_type": "nearest"}),
        ("Embedding", {"input_dim": "10", "output_dim": "1000000000"}),
    ],
)
def test_growth_is_bounded(sound, operator, attributes):
    graph = copy.deepcopy(sound)
    inputs = [[0, 0, 0]] * operators()[operator]["inputs"][0]
    graph["nodes"].append(
        {"op": operator, "name": "more", "attrs": attributes, "inputs": inputs}
    )
    with pytest.raises(ExportError, match="out of bounds"):
        check_graph(graph, "it")


@pytest.mark.parametrize(
    "change",
    [
        lambda graph: graph.update(heads=[[len(graph["nodes"]) - 1, 7, 0]]),
        lambda graph: graph.update(heads=[[1.5, 0, 0]]),
        lambda graph: graph.update(heads=[[True, 0, 0]]),
        lambda graph: graph.update(heads=[[0, 0, 0]] * 300),
        lambda graph: graph.update(extra=1),
        lambda graph: graph.update(node_row_ptr=[0, 1]),
        lambda graph: graph.update(node_row_ptr=[0] * 9 + [1 << 40]),
        lambda graph: graph["attrs"].update(mxnet_version=["int", 800]),
        lambda graph: graph["attrs"].update(mxnet_version=["int", 1 << 60]),
        lambda graph: graph["attrs"].pop("mxnet_version"),
        lambda graph: graph["nodes"][0].update(control_deps=[3]),
        lambda graph: graph["nodes"][0].update(name="x" * 5000),
        lambda graph: graph["nodes"][0].update(subgraphs=[]),
        lambda graph: node_of(graph, "Convolution").update(subgraphs=[graph]),
        lambda graph: node_of(graph, "Convolution")["inputs"].pop(),
        lambda graph: node_of(graph, "Convolution")["inputs"].append([0, 0, 0]),
        lambda graph: node_of(graph, "Convolution")["inputs"][0].__setitem__(1, 1),
        lambda graph: node_of(graph, "Convolution")["inputs"][0].__setitem__(2, -1),
        lambda graph: node_of(graph, "Convolution")["inputs"].__setitem__(0, [0]),
        lambda graph: node_of(graph, "BatchNorm")["inputs"].pop(),
        lambda graph: graph.update(nodes=graph["nodes"] * 3000),
    ],
)
def test_links_that_lead_nowhere_are_refused(sound, change):
    graph = copy.deepcopy(sound)
    change(graph)
    with pytest.raises(ExportError, match="not a graph that is safe to load"):
        check_graph(graph, "it")


def fused(inner_operator="Activation", **changes):
    """A graph with a fused convolution, as oneDNN's pass and quantization make it."""
    within = {
        "nodes": [
            {"op": "null", "name": "x", "inputs": []},
            {
                "op": inner_operator,
                "name": "act",
                "attrs": {"act_type": "relu"},
                "inputs": [[0, 0, 0]],
            },
        ],
        "arg_nodes": [0],
        "heads": [[1, 0, 0]],
    }
    node = {
        "op": "_sg_mkldnn_conv",
        "name": "fused",
        "attrs": {"with_act": "true"},
        "inputs": [[0, 0, 0], [1, 0, 0]],
        "subgraphs": [within],
        **changes,
    }
    variables = [{"op": "null", "name": name, "inputs": []} for name in "ab"]
    return {
        "nodes": [*variables, node],
        "arg_nodes": [0, 1],
        "heads": [[2, 0, 0]],
        "attrs": {"mxnet_version": ["int", 10901]},
    }


def test_a_fused_operator_with_a_sound_graph_may_be():
    check_graph(fused(), "it")


def test_graphs_within_nodes_are_checked_too():
    for graph in (
        fused("Custom"),
        fused("softmax"),
        fused("_sg_mkldnn_conv"),
        fused(subgraphs=[]),
        fused(subgraphs=[fused()]),
        fused(subgraphs=fused()["nodes"][2]["subgraphs"] * 2),
        fused(inputs=[]),
    ):
        with pytest.raises(ExportError):
            check_graph(graph, "it")


@pytest.mark.parametrize("graph", [None, 3, "text", [], {}, {"nodes": 1}])
def test_other_values_are_no_graphs(graph):
    with pytest.raises(ExportError):
        check_graph(graph, "it")
