"""An ONNX file is one graph of plain operators over numbers of its own."""

import pytest

from gluon_course.base.errors import ExportError

onnx = pytest.importorskip("onnx")
helper, FLOAT = onnx.helper, onnx.TensorProto.FLOAT


def model(*nodes, **changes):
    """y = x + w, and what the caller changes."""
    weight = helper.make_tensor("w", FLOAT, [2], [1.0, 2.0])
    values = [
        helper.make_tensor_value_info(name, FLOAT, ["N", 2]) for name in ("x", "y")
    ]
    graph = helper.make_graph(
        list(nodes) or [helper.make_node("Add", ["x", "w"], ["y"])],
        "graph",
        values[:1],
        values[1:],
        [weight],
    )
    opsets = changes.pop("opsets", [helper.make_opsetid("", 13)])
    return helper.make_model(graph, opset_imports=opsets, **changes)


def check(one):
    from gluon_course.export.safe.onnx import check_onnx

    check_onnx(one if isinstance(one, bytes) else one.SerializeToString(), "it.onnx")


def refused(one, message):
    with pytest.raises(ExportError, match=message):
        check(one)


def test_a_plain_graph_may_be():
    check(model())


def test_arrays_in_other_files_are_refused():
    one = model()
    weight = one.graph.initializer[0]
    weight.ClearField("float_data")
    entry = weight.external_data.add()
    entry.key, entry.value = "location", "../../etc/passwd"
    refused(one, "'w' is in another file")
    weight.data_location = onnx.TensorProto.EXTERNAL
    del weight.external_data[:]
    refused(one, "'w' is in another file")


def test_constants_of_operators_are_checked_too():
    inner = helper.make_tensor("c", FLOAT, [1], [1.0])
    inner.data_location = onnx.TensorProto.EXTERNAL
    refused(model(helper.make_node("Constant", [], ["y"], value=inner)), "another file")


@pytest.mark.parametrize("operator", ["If", "Loop", "Scan", "StringNormalizer", "Py"])
def test_operators_that_do_more_than_compute_are_refused(operator):
    refused(model(helper.make_node(operator, ["x"], ["y"])), "exports may use")


def test_operators_of_other_makers_are_refused():
    node = helper.make_node("Add", ["x", "w"], ["y"], domain="com.microsoft")
    refused(model(node), "exports may use")
    other = [helper.make_opsetid("", 13), helper.make_opsetid("com.microsoft", 1)]
    refused(model(opsets=other), "sets of operators")
    refused(model(opsets=[helper.make_opsetid("", 99)]), "sets of operators")


def test_graphs_within_operators_are_refused():
    node = helper.make_node("Add", ["x", "w"], ["y"], body=model().graph)
    refused(model(node), "a graph of its own")


def test_functions_and_training_graphs_are_refused():
    one = model()
    one.training_info.add()
    refused(one, "training")
    one = model()
    one.functions.add().name = "f"
    refused(one, "functions")


def test_numbers_out_of_bounds_are_refused():
    node = helper.make_node("MaxPool", ["x"], ["y"], kernel_shape=[1 << 40, 2])
    refused(model(node), "out of bounds")


def test_arrays_that_claim_other_sizes_are_refused():
    for dims in ([1 << 40], [3], [-2], [1] * 40):
        one = model()
        del one.graph.initializer[0].dims[:]
        one.graph.initializer[0].dims.extend(dims)
        refused(one, "the array 'w'")
    one = model()
    one.graph.initializer[0].raw_data = b"1234"
    refused(one, "the array 'w'")
    one = model()
    one.graph.initializer[0].data_type = onnx.TensorProto.STRING
    refused(one, "is of the type")


def test_files_without_a_graph_are_refused():
    refused(onnx.ModelProto(), "sets of operators")
    refused(b"\xff" * 50, "cannot be read")
    refused(model().SerializeToString()[:-9], ".")


def test_very_long_names_are_refused():
    one = model()
    one.graph.node[0].name = "x" * 10_000
    refused(one, "long names")
