"""Graph and arrays are checked as plain data: sound, and made for each other."""

import copy
import json
import random

import mxnet as mx
import numpy as np
import pytest
from mxnet.gluon import nn

from gluon_course.base.errors import ExportError
from gluon_course.base.params_file import read_params, write_params
from gluon_course.export import check_structure


@pytest.fixture(scope="module")
def gluon_files(tmp_path_factory):
    """What Gluon's own export writes."""
    folder = tmp_path_factory.mktemp("gluon")
    net = nn.HybridSequential()
    net.add(nn.Conv2D(2, 3), nn.BatchNorm(), nn.Dense(3))
    net.initialize()
    net.hybridize()
    net(mx.nd.ones((1, 1, 6, 6)))
    net.export(str(folder / "net"))
    return folder / "net-symbol.json", folder / "net-0000.params"


@pytest.fixture
def files(gluon_files, tmp_path):
    copies = tuple(tmp_path / each.name for each in gluon_files)
    for source, target in zip(gluon_files, copies):
        target.write_bytes(source.read_bytes())
    return copies


def edit(files, change):
    """Change the graph in place."""
    graph = json.loads(files[0].read_text())
    change(graph)
    files[0].write_text(json.dumps(graph))


def test_files_of_gluons_own_export_are_sound(files):
    check_structure(*files)


def set_node(key, value, node=1):
    return lambda graph: graph["nodes"][node].update({key: value})


@pytest.mark.parametrize(
    "change",
    [
        lambda graph: graph.pop("nodes"),
        lambda graph: graph.pop("heads"),
        lambda graph: graph.update(heads=[]),
        lambda graph: graph.update(heads=[[99, 0, 0]]),
        lambda graph: graph.update(heads=[[-1, 0, 0]]),
        lambda graph: graph.update(arg_nodes=[0]),
        lambda graph: graph.update(nodes=[]),
        lambda graph: graph.update(nodes={"a": 1}),
        lambda graph: graph["nodes"].append(graph["nodes"][1]),
        set_node("name", 7),
        set_node("name", "data"),
        set_node("op", None),
        set_node("inputs", [[0, 0, 0]]),
        set_node("inputs", [[9, 0, 0]], node=3),
        set_node("inputs", [[-1, 0, 0]], node=3),
        set_node("inputs", [5], node=3),
        set_node("attrs", {"x": 1}),
        set_node("attrs", []),
    ],
)
def test_broken_graphs_are_refused(files, change):
    edit(files, change)
    with pytest.raises(ExportError):
        check_structure(*files)


@pytest.mark.parametrize("content", ["", "{", "[]", "3", '"text"', "[" * 50_000])
def test_other_files_are_no_graphs(files, content):
    files[0].write_text(content)
    with pytest.raises(ExportError):
        check_structure(*files)


def test_arrays_must_fit_by_name_shape_and_type(files):
    arrays = read_params(files[1])
    weight = next(name for name in arrays if name.endswith("weight"))

    def refused(message, **changes):
        changed = copy.copy(arrays)
        for name, value in changes.items():
            changed.pop(weight) if value is None else changed.update({name: value})
        write_params(files[1], changed)
        with pytest.raises(ExportError, match=message):
            check_structure(*files)

    refused("is missing", weight=None)
    refused("is not wanted", **{"arg:other": np.zeros(1, "float32")})
    refused("is not the name of an argument", other=np.zeros(1, "float32"))
    bare = weight[4:]
    refused("is not the name", **{"aux:" + bare: arrays[weight]})
    refused("has the type float64", **{weight: arrays[weight].astype("float64")})
    refused("has the shape", **{weight: arrays[weight][:1]})
    refused("has the shape", **{weight: arrays[weight][None]})


def test_shapes_that_the_graph_does_not_know_are_free(files):
    edit(
        files,
        lambda graph: graph["nodes"][1]["attrs"].update(__shape__="(0, 0, -1, 3)"),
    )
    check_structure(*files)
    edit(files, lambda graph: graph["nodes"][1].pop("attrs"))
    check_structure(*files)


@pytest.mark.parametrize("shape", ["(", "x", "(1,'a')", "(" * 500, "7"])
def test_unreadable_shapes_are_refused(files, shape):
    edit(files, lambda graph: graph["nodes"][1]["attrs"].update(__shape__=shape))
    with pytest.raises(ExportError):
        check_structure(*files)


def test_an_input_that_the_graph_lacks_is_refused(files):
    with pytest.raises(ExportError, match="no input 'pixels'"):
        check_structure(*files, inputs=("pixels",))


def test_damage_raises_nothing_but_export_errors(files):
    chance, refused = random.Random(1), 0
    sound = files[0].read_bytes()
    for _ in range(300):
        changed = bytearray(sound)
        for _ in range(chance.randint(1, 4)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        files[0].write_bytes(changed)
        try:
            check_structure(*files)
        except ExportError:
            refused += 1
    assert refused > 100
