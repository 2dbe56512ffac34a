"""Writes the ONNX nodes that one MXNet node becomes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np


class Emitter:
    """Collects nodes and constants; their names begin with that of the MXNet node.

    Parameters
    ----------
    node : dict
        A node of MXNet's graph, as its JSON has it.
    kwargs : mapping
        What MXNet's exporter hands to a converter.

    Attributes
    ----------
    name : str
        Name of the node, and of its first output.
    attrs : dict of str to str
        Its attributes.
    inputs : list of str
        Names of the tensors that go in.
    dtypes : list of numpy.dtype
        Their types.
    nodes : list of NodeProto
        What was written so far.
    """

    def __init__(self, node: Mapping, kwargs: Mapping):
        self.name, self.attrs = node["name"], node.get("attrs", {})
        sources = [kwargs["outputs_lookup"][i][j] for i, j, *_ in node["inputs"]]
        self.inputs = [each.name for each in sources]
        self.dtypes = [np.dtype(each.dtype) for each in sources]
        self.nodes: list = []
        self._initializer, self._count = kwargs["initializer"], 0

    def constant(self, value, dtype=None) -> str:
        """A constant tensor; whole numbers are int64, as ONNX wants its shapes."""
        from onnx import numpy_helper

        array = np.asarray(value, dtype or self._natural(value))
        name = self._fresh()
        array = np.ascontiguousarray(array).reshape(np.shape(value))
        self._initializer.append(numpy_helper.from_array(array, name))
        return name

    def __call__(self, op: str, *inputs: str, outputs: int = 1, **attributes):
        """Add a node; the name of its output, or names where ``outputs`` says so."""
        from onnx import helper

        names = [self._fresh() for _ in range(outputs)]
        self.nodes.append(
            helper.make_node(op, list(inputs), names, name=names[0], **attributes)
        )
        return names[0] if outputs == 1 else names

    def cast(self, value: str, dtype) -> str:
        """The values as another type."""
        return self("Cast", value, to=tensor_type(dtype))

    def finish(self, *values: str, dtypes=None):
        """What a converter returns when these tensors are the outputs of the node."""
        from onnx import helper

        for i, value in enumerate(values):
            name = self.name + (str(i) if i else "")
            self.nodes.append(helper.make_node("Identity", [value], [name], name=name))
        types = dtypes or [self.dtypes[0]] * len(values)
        return self.nodes, tuple(np.dtype(each) for each in types)

    def _fresh(self) -> str:
        self._count += 1
        # no name that MXNet's exporter gives: those end in digits or underscores
        return f"{self.name}/{self._count}"

    @staticmethod
    def _natural(value):
        array = np.asarray(value)
        return np.int64 if array.dtype.kind in "iu" else array.dtype


def tensor_type(dtype) -> int:
    """ONNX's number of a NumPy type."""
    from onnx import helper

    return int(helper.np_dtype_to_tensor_dtype(np.dtype(dtype)))


def is_true(attrs: Mapping, key: str, default: str = "False") -> bool:
    """Whether an attribute of MXNet's graph says yes."""
    return attrs.get(key, default) in ("True", "1")
