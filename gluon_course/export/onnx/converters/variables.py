"""Inputs and parameters."""

from __future__ import annotations

import numpy as np


def variable(node, shapes, **kwargs):
    """An input as it is declared, or a parameter as a constant.

    MXNet's own converter makes a Python list of every parameter, which takes gigabytes
    for VGG.
    """
    from onnx import helper, numpy_helper

    name = node["name"]
    if kwargs["is_input"]:
        code = kwargs["in_type"]
        dtype = helper.tensor_dtype_to_np_dtype(code)
        shape = kwargs["in_shape"]
    else:
        array = np.ascontiguousarray(kwargs["weights"][name])
        dtype, shape = array.dtype, kwargs["weights"][name].shape
        code = helper.np_dtype_to_tensor_dtype(dtype)
        tensor = numpy_helper.from_array(array.reshape(shape), name)
        kwargs["initializer"].append(tensor)
    return [helper.make_tensor_value_info(name, code, shape)], (np.dtype(dtype),)
