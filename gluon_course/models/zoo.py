"""Nets of Gluon's model zoo, trained on ImageNet, with weights from a file."""

from __future__ import annotations

import os

from mxnet.context import cpu
from mxnet.gluon.model_zoo import vision

from gluon_course.base.errors import CheckpointError, ConfigError
from gluon_course.base.expected import expect_normalisation
from gluon_course.base.params_file import read_params
from gluon_course.base.registry import nearest

MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
"""What the nets of the zoo were trained with, per channel of pixels in [0, 1]."""


def zoo_net(name: str, weights: os.PathLike | str | None = None, num_classes=1000):
    """A net of ``gluon.model_zoo.vision``.

    Parameters
    ----------
    name : str
        As the zoo has it: ``resnet18_v2``, ``mobilenet1.0``.
    weights : path, optional
        A file of its parameters: ``data.locate(name)`` fetches those of the sections
        with their checksum; any other ``.params`` file of the net does offline.
        Without it the net is not initialised.
    num_classes : int
        Outputs; those of the weights, 1000 for ImageNet.

    Returns
    -------
    HybridBlock
        With ``features`` and ``output``. With weights it also carries
        ``normalisation``, and the trainer refuses data normalised otherwise.

    Raises
    ------
    ConfigError
        If the zoo has no net of that name.
    CheckpointError
        If the file is missing, damaged or of another net.

    Section: 9.2 微调 (chapter_computer-vision/fine-tuning)
    """
    try:
        net = vision.get_model(name, classes=num_classes)
    except ValueError as error:
        known = str(error).split("options are")[-1].split()
        raise ConfigError(
            f"The model zoo has no net {name!r}", nearest(name, known)
        ) from error
    if weights is not None:
        load_weights(net, weights)
        expect_normalisation(net, MEAN, STD)
    return net


def load_weights(net, path: os.PathLike | str, ctx=None) -> None:
    """Give a net the parameters of a file, named as Gluon names them now or once did.

    Parameters
    ----------
    net : Block
        Initialised or not; unchanged when the file does not fit.
    path : path
        Written by ``save_parameters``, or by the older ``save_params``, whose names
        count layers (``conv0_weight``).
    ctx : Context, optional
        Where the parameters go; the CPU by default.

    Raises
    ------
    CheckpointError
        If the file is missing, damaged or of another net.
    """
    arrays = read_params(path)
    parameters = net._collect_params_with_prefix()
    if not any("." in name for name in arrays):
        old = {name: each.name[len(net.prefix) :] for name, each in parameters.items()}
        arrays = {name: arrays[short] for name, short in old.items() if short in arrays}
    misfits = [
        name
        for name, each in parameters.items()
        if name not in arrays or not _fits(each.shape, arrays[name].shape)
    ]
    if misfits or set(arrays) - set(parameters):
        strange = sorted(misfits or set(arrays) - set(parameters))
        raise CheckpointError(
            f"{path} does not hold the parameters of this net: {', '.join(strange[:3])}"
            f" and {max(len(strange) - 3, 0)} more differ",
            "it is of another net, or of one with another number of classes",
            "make the net that the file belongs to, then replace its head",
        )
    for name, each in parameters.items():
        if each._data is None:
            each.shape = arrays[name].shape
            each.initialize(ctx=ctx or cpu(), force_reinit=True)
        each.set_data(arrays[name])


def _fits(shape, found) -> bool:
    return shape is None or (
        len(shape) == len(found)
        and all(size in (0, -1, other) for size, other in zip(shape, found))
    )
