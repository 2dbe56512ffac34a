"""Pretrained features out of a file that holds a whole net."""

from __future__ import annotations

import os

from mxnet import nd

from gluon_course.base.errors import CheckpointError
from gluon_course.base.params_file import read_params

FEATURES = "features."
"""What names of parameters begin with, here and in the model zoo's files."""


def load_features(net, path: os.PathLike | str, ctx=None) -> None:
    """Give ``net.features`` the parameters that a file of the model zoo has for them.

    Parameters
    ----------
    net : Block
        Its ``features`` are the first layers of a net of the zoo. The rest of the net
        stays as it is.
    path : path
        The zoo's file ``.params``; what it holds of later layers is left alone.
    ctx : Context or list of Context, optional
        Where the parameters go; the CPU by default.

    Raises
    ------
    CheckpointError
        If the file cannot be read, lacks a layer or is of another net; ``net`` is
        unchanged.

    Section: 9.10 全卷积网络（FCN）, 9.11 样式迁移
    """
    arrays = read_params(path)
    named = net._collect_params_with_prefix()
    wanted = {name: each for name, each in named.items() if name.startswith(FEATURES)}
    for name, parameter in wanted.items():
        found = arrays[name].shape if name in arrays else None
        if found is None or not _fits(parameter.shape, found):
            said = "lacks it" if found is None else f"has shape {found}"
            raise CheckpointError(
                f"{path} does not fit: {name} has shape {parameter.shape}, the file "
                f"{said}",
                "it holds another net, or was written by another program",
                "give the file of the model zoo's net that the section names",
            )
    for name, parameter in wanted.items():
        parameter.shape = arrays[name].shape
        if parameter._data is None:
            parameter.initialize(ctx=ctx, force_reinit=True)
        parameter.set_data(nd.array(arrays[name], dtype=parameter.dtype))


def _fits(shape, found) -> bool:
    """Is ``found`` the shape, where 0 stands for sizes that are not known yet?"""
    return len(shape) == len(found) and all(
        size in (0, other) for size, other in zip(shape, found)
    )
