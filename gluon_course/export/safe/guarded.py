"""The process of ``guard``: reads exports from its input and says what is wrong.

Run as a module. Each export comes as a line of JSON and the bytes of its files; the
answer is one line. It opens no file of an export and knows no path of one.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import resource
import sys
from collections.abc import Mapping
from typing import BinaryIO

import mxnet as mx

from gluon_course.base.errors import CourseError, reason_of
from gluon_course.base.inputs import Input
from gluon_course.base.tracing import flatten, infer, parameter_shapes
from gluon_course.export.block import build_block
from gluon_course.export.difference import sample_batch
from gluon_course.export.safe import limits

_SHARE = 8  # address space for each byte of the files: copies, layouts, gradients


def main() -> None:
    """Answer until the input ends."""
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print is no answer
    _confine()
    _start_threads()
    _answer(answers, {"ready": True})
    while line := requests.readline():
        header = json.loads(line)
        files = [_exactly(requests, each) for each in header["lengths"].values()]
        _bound(header, sum(map(len, files)))
        _answer(answers, {"fault": _fault(header, files)})
    os._exit(0)  # without MXNet's own end, which may fail on what is left of a graph


def _fault(header: Mapping, files: list[bytes]) -> str:
    inputs = [Input(**each) for each in header["inputs"]]
    compute = _onnx if header["form"] == "onnx" else _symbol
    try:
        for batch_size, found in compute(inputs, files, header["batch_sizes"]):
            wanted = [_shape(each, batch_size) for each in header["outputs"]]
            if found != wanted:
                return f"its outputs have the shapes {found}, not {wanted}"
    except CourseError as error:
        return error.what
    except Exception as error:  # whatever the libraries raise
        return f"{type(error).__name__}: {reason_of(error)}"
    return ""


def _symbol(inputs: list[Input], files: list[bytes], sizes: list[int]):
    """For each batch size the shapes of the outputs."""
    names = [each.name for each in inputs]
    block = build_block(*files, mx.cpu(), names)
    inside = mx.sym.load_json(files[0].decode("utf-8")).get_internals()
    for batch_size in sizes:
        shapes = {each.name: each.batch_shape(batch_size) for each in inputs}
        for shape in infer(inside, shapes, parameter_shapes(block)):
            if math.prod(shape or ()) > limits.ELEMENTS:
                raise CourseError(f"it computes an array of the shape {shape}")
        batch = sample_batch(inputs, batch_size, mx.cpu(), seed=batch_size)
        outputs = [each.asnumpy() for each in flatten(block(*batch))]
        yield batch_size, [list(each.shape) for each in outputs]


def _onnx(inputs: list[Input], files: list[bytes], sizes: list[int]):
    """For each batch size the shapes of the outputs."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        files[0], options, providers=["CPUExecutionProvider"]
    )
    for batch_size in sizes:
        batch = sample_batch(inputs, batch_size, mx.cpu(), seed=batch_size)
        feed = {each.name: array.asnumpy() for each, array in zip(inputs, batch)}
        outputs = session.run(None, feed)
        yield batch_size, [list(each.shape) for each in outputs]


def _shape(output: Mapping, batch_size: int) -> list[int]:
    sizes, axis = list(output["shape"]), output.get("batch_axis", 0)
    if axis is not None:
        sizes.insert(axis, batch_size)
    return sizes


def _confine() -> None:
    """No core file, no file written; the first to go where memory is short."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as stream:
        stream.write("1000")


def _start_threads() -> None:
    """Compute something: MXNet starts its threads then, whose stacks take room."""
    square = mx.nd.ones((2, 2))
    mx.nd.dot(square, square).asnumpy()


def _bound(header: Mapping, size: int) -> None:
    """Bounds on the time and memory of the next export."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = math.ceil(used.ru_utime + used.ru_stime + header["processor_s"])
    _set_soft(resource.RLIMIT_CPU, seconds)
    with contextlib.suppress(OSError, ValueError):  # systems without /proc
        with open("/proc/self/statm") as stream:
            taken = int(stream.read().split()[0]) * resource.getpagesize()
        _set_soft(resource.RLIMIT_AS, taken + header["spare_bytes"] + _SHARE * size)


def _set_soft(name: int, value: int) -> None:
    hard = resource.getrlimit(name)[1]
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(name, (value, hard))


def _exactly(stream: BinaryIO, length: int) -> bytes:
    content = stream.read(length)
    if len(content) < length:
        os._exit(3)  # whoever asked is gone
    return content


def _answer(stream: BinaryIO, value: Mapping) -> None:
    stream.write(json.dumps(value).encode("ascii") + b"\n")
    stream.flush()


if __name__ == "__main__":
    main()
