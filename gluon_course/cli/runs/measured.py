"""The nets whose speed is asked for: a registered model, a run or an export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from gluon_course.base.errors import ConfigError, ExportError
from gluon_course.base.files import read_json
from gluon_course.base.registry import nearest


def nets_of(name: str, shape: Sequence[int] | None = None) -> dict[str, tuple]:
    """The nets that a word of the command line stands for, and what goes into each.

    Parameters
    ----------
    name : str
        A registered model (with random parameters, which take as long), the folder of
        a run, or that of an export as symbol files.
    shape : sequence of int, optional
        One sample without the batch axis; that of the section or the run by default.

    Returns
    -------
    dict of str to (HybridBlock, inputs)
        By the name of the part; empty for a net of one part.

    Raises
    ------
    ConfigError
        If there is no such model or folder.
    ExportError, CheckpointError
        If what the folder holds cannot be loaded.
    """
    from gluon_course.models import list_models

    if name in list_models():
        return _registered(name, shape)
    folder = Path(name)
    if not folder.is_dir():
        raise ConfigError(
            f"There is no model and no folder named {name!r}",
            nearest(name, list_models()),
            "List the models with: gluon-course list models",
        )
    if (folder / "model.json").is_file():
        return _exported({"": folder}, shape)
    # a run holds its exports, an export in parts holds a folder for each
    parts = {each.parent.name: each.parent for each in folder.glob("*/model.json")}
    if parts and not any(name.startswith("export") for name in parts):
        return _exported(parts, shape)
    return _trained(folder, shape)


def _registered(name: str, shape: Sequence[int] | None) -> dict[str, tuple]:
    from mxnet import init

    from gluon_course.base.seeds import seed_everything
    from gluon_course.export.in_use import graphs_in_use
    from gluon_course.models import check_input, get_model

    seed_everything(0)
    net = get_model(name)
    shape = tuple(shape or net.input_shape)
    net.initialize(init.Xavier())
    if not (hasattr(net, "inputs") or hasattr(net, "parts")):
        check_input(net, (1, *shape))
    return graphs_in_use(net, shape)


def _exported(parts: Mapping[str, Path], shape) -> dict[str, tuple]:
    from gluon_course.export import load_exported

    if shape:
        raise ConfigError(
            "--shape does not go with an export",
            "its files say what goes in",
            "name the run or the model in its place",
        )
    nets = {}
    for name, folder in sorted(parts.items()):
        form = read_json(folder / "model.json", ExportError).get("form", "symbol")
        if form != "symbol":
            raise ConfigError(
                f"{folder} is an export as {form}",
                "all forms are made from a net or its symbol files",
                "name the run, or its folder export",
            )
        model = load_exported(folder)
        nets[name] = model.block, model.inputs
    return nets


def _trained(folder: Path, shape: Sequence[int] | None) -> dict[str, tuple]:
    from gluon_course.cli.runs.trained import one_training
    from gluon_course.export.in_use import graphs_in_use

    trained = one_training(folder)
    net, _ = trained.net("last")
    return graphs_in_use(net, tuple(shape or trained.input_shape or net.input_shape))
