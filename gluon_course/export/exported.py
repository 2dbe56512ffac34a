"""Load an export: checksums first, then the structure, and only then MXNet."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import mxnet as mx

from gluon_course.base.errors import ExportError, ShapeError, reason_of
from gluon_course.base.inputs import Input
from gluon_course.base.tracing import flatten
from gluon_course.export.block import build_block
from gluon_course.export.fields import read_inputs
from gluon_course.export.manifest import (
    MANIFEST,
    PARAMS,
    SYMBOL,
    Contents,
    read_contents,
)
from gluon_course.export.safe import limits
from gluon_course.export.safe.graph import check_graph
from gluon_course.export.safe.guard import require_checked
from gluon_course.export.safe.reading import read_file
from gluon_course.export.structure import check_pair, check_structure


@dataclasses.dataclass(frozen=True)
class ExportedModel:
    """A model that was loaded from its export.

    Attributes
    ----------
    block : SymbolBlock
        Call it with NDArrays on ``ctx``, one for each of ``inputs``.
    meta : dict
        The content of ``model.json``.
    ctx : Context
        Where the parameters are.
    folder : Path
        Where it came from.
    """

    block: mx.gluon.SymbolBlock
    meta: Mapping
    ctx: mx.Context
    folder: Path

    @property
    def input_shape(self) -> tuple[int, ...]:
        """One sample, without the batch axis."""
        return tuple(self.meta["input"]["shape"])

    @property
    def inputs(self) -> tuple[Input, ...]:
        """What goes in: name, shape and type of each, in the order of ``block``."""
        return read_inputs(self.meta)

    @property
    def vocab(self) -> tuple[str, ...]:
        """Tokens in the order of their indices; empty where there are none."""
        return tuple(self.meta.get("vocab", ()))

    def __call__(self, *arrays):
        """The outputs for a batch, checked and cast as the inputs are described.

        Parameters
        ----------
        *arrays : NDArray, or lists of NDArrays
            One for each of ``inputs``; lists, as of states, are taken apart.

        Returns
        -------
        NDArray, or list of NDArray where there are several outputs

        Raises
        ------
        ShapeError
            If there are more or fewer, or one has another number of axes.
        """
        flat, inputs = flatten(arrays), self.inputs
        fits = len(flat) == len(inputs) and all(
            array.ndim == len(each.shape) + 1 for array, each in zip(flat, inputs)
        )
        if not fits:
            wanted = ", ".join(
                f"{each.name} {each.batch_shape('N')}" for each in inputs
            )
            raise ShapeError(
                f"Arrays of the shapes {[array.shape for array in flat]}",
                f"the model takes {wanted}",
                "give one array for each of them, with a batch axis of N samples",
            )
        return self.block(
            *(
                array.astype(each.dtype, copy=False).as_in_context(self.ctx)
                for array, each in zip(flat, inputs)
            )
        )

    @property
    def class_names(self) -> tuple[str, ...]:
        """Name of each output class; empty for other tasks."""
        return tuple(self.meta["class_names"])


def load_exported(
    folder: os.PathLike | str, ctx: mx.Context | None = None, trusted: bool = False
) -> ExportedModel:
    """Load what :func:`~gluon_course.export.export_model` wrote.

    Parameters
    ----------
    folder : path
        The export folder.
    ctx : Context, optional
        Where to compute; the CPU by default.
    trusted : bool
        You know who made it: the graph may use operators that are not on the list of
        :mod:`~gluon_course.export.safe.operators`, and is loaded here at once.
        Otherwise an export that this user neither wrote nor checked before is first
        loaded by a process of its own, which takes some seconds.

    Raises
    ------
    ExportError
        If a file is missing, is not the one that was written, does what no net of the
        course does, or its first load fails. MXNet's parsers see the files only after
        all checks.
    """
    return model_of(contents_of(folder), ctx, trusted)


def contents_of(folder: os.PathLike | str) -> Contents:
    """The files of an export, proved unchanged; an error that says what is missing.

    Raises
    ------
    ExportError
        If there is no export, or a file is missing or is not the one that was written.
    """
    folder = Path(folder)
    if not (folder / MANIFEST).exists():
        raise _without_manifest(folder)
    return read_contents(folder)


def model_of(
    contents: Contents, ctx: mx.Context | None = None, trusted: bool = False
) -> ExportedModel:
    """:func:`load_exported` of files that were read."""
    folder, ctx = contents.folder, ctx or mx.cpu()
    if SYMBOL not in contents.files:
        raise ExportError(
            f"{folder} holds the form {contents.form!r}, which MXNet does not load",
            action="load it with gluon_course.export.load_onnx(folder)",
        )
    names = [each.name for each in contents.inputs]
    files = (contents.files[SYMBOL], contents.files[PARAMS])
    paths = folder / SYMBOL, folder / PARAMS
    graph = check_pair(*files, names, paths)
    if not trusted:
        check_graph(graph, paths[0])
        require_checked(contents)
    block = _built(folder, files, ctx, names)
    return ExportedModel(block, contents.meta, ctx, folder)


def import_block(
    folder: Path, ctx: mx.Context, names: Sequence[str] = ("data",)
) -> mx.gluon.SymbolBlock:
    """The graph and parameters that we just wrote, once they proved to fit."""
    symbol = read_file(folder / SYMBOL, limits.SYMBOL_BYTES)
    params = read_file(folder / PARAMS, limits.PARAMS_BYTES)
    check_pair(symbol, params, names, (folder / SYMBOL, folder / PARAMS))
    return _built(folder, (symbol, params), ctx, names)


def _built(
    folder: Path, files: tuple[bytes, bytes], ctx: mx.Context, names: Sequence[str]
) -> mx.gluon.SymbolBlock:
    try:
        return build_block(*files, ctx, names)
    except (mx.MXNetError, ValueError, AssertionError) as error:
        raise ExportError(
            f"MXNet {mx.__version__} cannot load {folder / SYMBOL} on {ctx}: "
            f"{reason_of(error)}",
            "another version of MXNet wrote it, or the device is not there",
            "export the model again with this version, or choose another device",
        ) from error


def _without_manifest(folder: Path) -> ExportError:
    if not folder.is_dir():
        return ExportError(
            f"There is no folder {folder}", action="gluon-course export RUN makes one"
        )
    if not (folder / SYMBOL).exists():
        return ExportError(
            f"{folder} is not an export: it has no {MANIFEST}",
            "it is another folder, or the export was not finished",
            "name the folder that holds model.json; gluon-course export RUN makes one",
        )
    try:
        check_structure(folder / SYMBOL, folder / PARAMS)
    except ExportError as error:
        return ExportError(
            f"{folder} has no {MANIFEST}, and its files are not sound", error.what
        )
    return ExportError(
        f"{folder} has no {MANIFEST}, so what its files hold is not known",
        "they fit each other and seem to be a model that another program exported",
        "if you trust them, load them with mx.gluon.SymbolBlock.imports",
    )
