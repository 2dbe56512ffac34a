"""Load an export: checksums first, then the structure, and only then MXNet."""

from __future__ import annotations

import dataclasses
import os
import warnings
from collections.abc import Mapping
from pathlib import Path

import mxnet as mx

from gluon_course.base.errors import ExportError, reason_of
from gluon_course.export.manifest import MANIFEST, PARAMS, SYMBOL, read_manifest
from gluon_course.export.structure import check_structure


@dataclasses.dataclass(frozen=True)
class ExportedModel:
    """A model that was loaded from its export.

    Attributes
    ----------
    block : SymbolBlock
        Call it with an NDArray of shape (N, ...) on ``ctx``.
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
    def class_names(self) -> tuple[str, ...]:
        """Name of each output class; empty for other tasks."""
        return tuple(self.meta["class_names"])


def load_exported(
    folder: os.PathLike | str, ctx: mx.Context | None = None
) -> ExportedModel:
    """Load what :func:`~gluon_course.export.export_model` wrote.

    Parameters
    ----------
    folder : path
        The export folder.
    ctx : Context, optional
        Where to compute; the CPU by default.

    Raises
    ------
    ExportError
        If a file is missing or is not the one that was written. MXNet's parsers see
        the files only after all checks.
    """
    folder, ctx = Path(folder), ctx or mx.cpu()
    if not (folder / MANIFEST).exists():
        raise _without_manifest(folder)
    meta = read_manifest(folder)
    return ExportedModel(import_block(folder, ctx), meta, ctx, folder)


def import_block(folder: Path, ctx: mx.Context) -> mx.gluon.SymbolBlock:
    """The graph and parameters of a folder, once they proved to fit each other."""
    symbol, params = folder / SYMBOL, folder / PARAMS
    check_structure(symbol, params)
    try:
        with warnings.catch_warnings():
            # the type of the input follows from the parameters, later
            warnings.filterwarnings("ignore", "Cannot decide type", UserWarning)
            return mx.gluon.SymbolBlock.imports(
                str(symbol), ["data"], str(params), ctx=ctx
            )
    except (mx.MXNetError, ValueError, AssertionError) as error:
        raise ExportError(
            f"MXNet {mx.__version__} cannot load {symbol} on {ctx}: {reason_of(error)}",
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
