"""An ONNX file that computes with NDArrays, through onnxruntime."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import mxnet as mx
import numpy as np

from gluon_course.base.errors import ExportError, reason_of
from gluon_course.base.inputs import Input
from gluon_course.base.threads import openmp_threads
from gluon_course.export.onnx.extra import require_runtime

_SEVERE = 4  # errors are raised, and need not be printed, too


class OnnxBlock:
    """A model of ONNX, called as the net it was made of.

    Parameters
    ----------
    content : bytes
        The file. Given as bytes, it cannot name other files.
    inputs : sequence of Input
    outputs : sequence of mapping
        ``name``, ``shape`` and ``batch_axis`` of each.
    batch_size : int, optional
        The one size that its batch axis has; free by default.
    ctx : Context, optional
        Where the answers are; the CPU by default. It computes on the CPU.

    Raises
    ------
    ExportError
        If onnxruntime does not take it, or it has other inputs or outputs.
    StackError
        If onnxruntime is not installed.
    """

    def __init__(
        self,
        content: bytes,
        inputs: Sequence[Input],
        outputs: Sequence[Mapping],
        batch_size: int | None = None,
        ctx: mx.Context | None = None,
    ):
        self.inputs, self.outputs = tuple(inputs), tuple(outputs)
        self.batch_size, self.ctx = batch_size, ctx or mx.cpu()
        self._session = _session(content)
        wanted = [each.name for each in self.inputs], [each["name"] for each in outputs]
        found = [
            [each.name for each in values]
            for values in (self._session.get_inputs(), self._session.get_outputs())
        ]
        if list(wanted) != found:
            raise ExportError(
                f"The ONNX file takes {', '.join(found[0])} and returns "
                f"{', '.join(found[1])}, not what its description says",
                "it is the file of another model",
                "export the model again",
            )

    def __call__(self, *arrays: mx.nd.NDArray):
        """The outputs for a batch, one NDArray or a list of several.

        Raises
        ------
        ExportError
            If onnxruntime cannot compute them.
        """
        values = [
            np.ascontiguousarray(array.asnumpy(), each.dtype)
            for array, each in zip(arrays, self.inputs)
        ]
        first, axis = values[0], self.inputs[0].batch_axis
        if self.batch_size in (None, first.shape[axis]):
            results = self._run(values)
        else:
            results = self._run_in_pieces(values, first.shape[axis])
        arrays = [mx.nd.array(each, self.ctx, each.dtype) for each in results]
        return arrays[0] if len(arrays) == 1 else arrays

    def hybridize(self, *_args, **_options) -> None:
        """Does nothing: it is compiled already."""

    def _run(self, values: Sequence[np.ndarray]) -> list[np.ndarray]:
        feed = {each.name: value for each, value in zip(self.inputs, values)}
        try:
            return self._session.run(None, feed)
        except Exception as error:  # onnxruntime has no class of its own for these
            shapes = ", ".join(str(value.shape) for value in values)
            raise ExportError(
                f"onnxruntime cannot compute the model for {shapes}: "
                f"{reason_of(error)}",
                "an array has another shape than one that the model takes",
                "see the inputs in model.json",
            ) from error

    def _run_in_pieces(self, values, size: int) -> list[np.ndarray]:
        """As for a batch, of a model that takes one sample at a time."""
        if self.batch_size != 1:
            raise ExportError(
                f"The model takes batches of {self.batch_size}, not of {size}",
                action="cut or pad the batch",
            )
        pieces = []
        for i in range(size):
            one = [
                value.take([i], each.batch_axis)
                for value, each in zip(values, self.inputs)
            ]
            pieces.append(self._run(one))
        axes = [each.get("batch_axis", 0) for each in self.outputs]
        return [
            some[0] if axis is None else np.concatenate(some, axis)
            for some, axis in zip(zip(*pieces), axes)
        ]


def _session(content: bytes):
    runtime = require_runtime()
    options = runtime.SessionOptions()
    options.log_severity_level = _SEVERE
    # as many as MXNet has, whoever chose them; 0: all cores
    options.intra_op_num_threads = openmp_threads() or 0
    options.inter_op_num_threads = 1
    try:
        return runtime.InferenceSession(
            content, options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:  # onnxruntime has no class of its own for these
        raise ExportError(
            f"onnxruntime {runtime.__version__} cannot load the model: "
            f"{reason_of(error)}",
            "the file is damaged, or uses what this version does not know",
            "export the model again",
        ) from error
