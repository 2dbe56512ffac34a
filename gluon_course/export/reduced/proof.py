"""Exports that compute in fewer bits: written, loaded again and judged by the files."""

from __future__ import annotations

import dataclasses
import json
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import mxnet as mx
import numpy as np

from gluon_course.base.errors import ExportError, reason_of
from gluon_course.base.files import new_folder, write_text
from gluon_course.base.params_file import write_params
from gluon_course.base.tracing import flatten
from gluon_course.export.difference import BATCH_SIZES, sample_batch
from gluon_course.export.exported import ExportedModel, load_exported
from gluon_course.export.manifest import PARAMS, SYMBOL, write_manifest
from gluon_course.export.model import check_folder, export_model
from gluon_course.export.reduced.judge import MAX_DROP, Judge, check_limit, judged
from gluon_course.export.reduced.pace import speed_ratio
from gluon_course.export.safe import known
from gluon_course.export.structure import completed


class NoReducedLayerError(ExportError):
    """A net has no layer that MXNet computes in the form that is asked for."""


@dataclasses.dataclass(frozen=True)
class Proof:
    """How a cheaper form of a model has to prove itself.

    Attributes
    ----------
    judge : Judge or None
        Measures both forms; None compares outputs on random inputs only.
    max_drop : float
        Largest drop of the judge's figure, 0..1.
    is_forced : bool
        Write it whatever the drop is.
    rounds : int
        Measurements of the speed of both forms, in turns; 0 for none.
    """

    judge: Judge | None = None
    max_drop: float = MAX_DROP
    is_forced: bool = False
    rounds: int = 5


def export_reduced(
    net: mx.gluon.HybridBlock,
    folder: os.PathLike | str,
    input_shape: Sequence,
    form: str,
    convert: Callable[[ExportedModel], tuple[str, Mapping, dict]],
    proof: Proof,
    *,
    info: Mapping | None = None,
    spec: Mapping | None = None,
) -> Path:
    """Export a net, convert that export, and write what came of it once it is proven.

    Parameters
    ----------
    net, folder, input_shape, info, spec
        As for :func:`~gluon_course.export.export_model`.
    form : str
        What ``model.json`` calls it.
    convert : callable
        From the float32 export, loaded, to the graph as JSON, its arrays with ``arg:``
        and ``aux:`` in their names, and what ``model.json`` says of it.
    proof : Proof

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    ExportError
        If the net cannot be exported or converted, or is not good enough afterwards;
        ``folder`` is then as it was.
    ConfigError
        If ``proof.max_drop`` is no share.
    """
    folder = Path(folder)
    check_folder(folder)
    check_limit(proof.max_drop)
    with tempfile.TemporaryDirectory() as below:
        place = Path(below, "float32")
        plain = load_exported(
            export_model(net, place, input_shape, info=info, spec=spec)
        )
        graph, arrays, facts = convert(plain)
        kept = {key: plain.meta[key] for key in plain.meta if key not in _OWN}
        meta = {**kept, "form": form, "reduced": facts}
        with new_folder(folder) as temporary:
            bare = {name[4:]: array for name, array in arrays.items()}
            write_text(temporary / SYMBOL, completed(graph, bare))
            write_params(temporary / PARAMS, arrays)
            write_manifest(temporary, meta)
            model = load_exported(temporary, trusted=True)  # we wrote it
            meta["verified"] = _compare(plain, model)
            facts["bytes"] = {
                "float32": (plain.folder / PARAMS).stat().st_size,
                form: (temporary / PARAMS).stat().st_size,
            }
            if proof.judge is not None:
                limits = proof.max_drop, proof.is_forced
                facts["judged"] = judged(proof.judge, plain, model, form, *limits)
            if proof.rounds:
                facts["speed"] = speed_ratio(
                    model, plain, plain.inputs, rounds=proof.rounds
                )
            known.remember(write_manifest(temporary, meta)["checksum"])
    return folder


_OWN = ("files", "checksum", "verified")
"""What ``model.json`` says of the float32 files alone."""


def graph_of(block: mx.gluon.SymbolBlock, arrays: Sequence) -> tuple[str, dict]:
    """The graph of a converted net as JSON, and its arrays by MXNet's names.

    Parameters
    ----------
    block : SymbolBlock
    arrays : sequence of NDArray
        A batch: running it once fixes types and shapes of the parameters.
    """
    with mx.autograd.pause():
        flatten(block(*arrays))[0].wait_to_read()
    _, symbol = block._cached_graph  # export() would write it without the casts
    parameters = block.collect_params()
    states = set(symbol.list_auxiliary_states())
    named = {
        ("aux:" if name in states else "arg:") + name: parameters[name].data().asnumpy()
        for name in symbol.list_inputs()
        if name in parameters
    }
    return symbol.tojson(remove_amp_cast=False), named


def check_float32(plain: ExportedModel, form: str) -> None:
    """Raise ExportError unless all parameters of an export are float32."""
    for parameter in plain.block.collect_params().values():
        if np.dtype(parameter.dtype) != np.float32:
            raise ExportError(
                f"{parameter.name!r} is {np.dtype(parameter.dtype)}, not float32",
                f"{form} is made from float32 nets only",
                "net.cast('float32') first",
            )


def read_graph(graph: str) -> dict:
    """The graph's JSON as a dictionary."""
    return json.loads(graph)


def _compare(plain: ExportedModel, model: ExportedModel) -> dict:
    """How far the outputs lie apart on random inputs, for several batch sizes."""
    says = plain.meta["normalisation"]
    normalisation = says["mean"], says["std"]
    worst = largest = 0.0
    for i, batch_size in enumerate(BATCH_SIZES):
        arrays = flatten(
            sample_batch(list(plain.inputs), batch_size, None, normalisation, i)
        )
        wants = [each.asnumpy() for each in flatten(plain(*arrays))]
        try:
            gots = [each.asnumpy() for each in flatten(model(*arrays))]
        except mx.MXNetError as error:
            raise ExportError(
                f"The converted model fails on a batch of {batch_size}: "
                f"{reason_of(error)}",
                "an operator does not take what the one before it gives",
                "export it as symbol",
            ) from error
        for want, got in zip(wants, gots):
            if want.shape != got.shape or not np.isfinite(got).all():
                raise ExportError(
                    f"The converted model returns {got.shape} for a batch of "
                    f"{batch_size}, the net {want.shape}, or numbers that are not "
                    "finite",
                    "an operator computes something else in fewer bits",
                    "export it as symbol",
                )
            if want.size:
                worst = max(worst, float(np.abs(want - got).max()))
                largest = max(largest, float(np.abs(want).max()))
    return {
        "batch_sizes": list(BATCH_SIZES),
        "largest_difference": worst,
        "largest_output": largest,
    }
