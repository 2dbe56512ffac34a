"""Another task for a trained net: a new head, and layers that are kept as they are."""

from __future__ import annotations

from mxnet import gluon, init
from mxnet.context import cpu
from mxnet.gluon import nn

from gluon_course.base.errors import ConfigError
from gluon_course.models.options import check_int


def replace_head(net, num_classes: int, lr_mult: float = 10.0):
    """Give a net a new last layer; all other layers keep their parameters.

    Parameters
    ----------
    net : HybridBlock
        One with ``output`` (the model zoo) or a HybridSequential, whose last layer is
        Dense. It is changed.
    num_classes : int
        Outputs of the new layer, at least 1.
    lr_mult : float
        The new layer learns that many times as fast: it starts from nothing, the
        others from what they know.

    Returns
    -------
    HybridBlock
        The same net; the new layer is initialised with Xavier, on the device of the
        old one.

    Raises
    ------
    ConfigError
        If a number is out of range or the last layer is not Dense.

    Section: 9.2 微调 (chapter_computer-vision/fine-tuning)
    """
    check_int("num_classes", num_classes)
    if not 0 < lr_mult < float("inf"):
        raise ConfigError(f"lr_mult is {lr_mult}", action="choose a number above 0")
    old = _head(net)
    in_units = (old.weight.shape or (0, 0))[1]
    is_ready = old.weight._data is not None
    head = nn.Dense(num_classes, in_units=max(in_units, 0), flatten=old._flatten)
    head.initialize(init.Xavier(), ctx=old.weight.list_ctx() if is_ready else cpu())
    head.collect_params().setattr("lr_mult", lr_mult)
    if hasattr(net, "output"):
        net.output = head
    else:
        last = list(net._children)[-1]
        net._children[last] = head
    _forget_graphs(net)
    spec = getattr(net, "spec", None)
    if spec and "num_classes" in spec["options"]:
        options = {**spec["options"], "num_classes": int(num_classes)}
        net.spec = {**spec, "options": options}
    return net


def features_of(net):
    """All layers of a net but its head, with the same parameters.

    Parameters
    ----------
    net : HybridBlock
        As for :func:`replace_head`.

    Returns
    -------
    HybridBlock
        It expects the normalisation that the net expects.

    Raises
    ------
    ConfigError
        If the last layer is not Dense.

    Section: 9.13 实战Kaggle比赛：狗的品种识别
    """
    _head(net)
    features = net.features if hasattr(net, "output") else net[:-1]
    if hasattr(net, "normalisation"):
        features.normalisation = net.normalisation
    return features


def freeze(block) -> None:
    """Keep a block as it is: no parameter changes in training, no statistic either.

    BatchNorm normalises by its running statistics from then on, in training too.

    Parameters
    ----------
    block : Block
        A net or a part of one, such as ``net.features``.

    Section: 9.2 微调 (chapter_computer-vision/fine-tuning), exercise
    """
    _set_frozen(block, True)


def unfreeze(block) -> None:
    """Let a block learn again; the inverse of :func:`freeze`."""
    _set_frozen(block, False)


def _set_frozen(block, is_frozen: bool) -> None:
    for parameter in block.collect_params().values():
        # running statistics and constants are never trained
        if parameter._differentiable and not isinstance(
            parameter, gluon.parameter.Constant
        ):
            parameter.grad_req = "null" if is_frozen else "write"

    def visit(layer):
        if isinstance(layer, nn.BatchNorm):
            layer._kwargs["use_global_stats"] = is_frozen

    block.apply(visit)
    _forget_graphs(block)


def _forget_graphs(block) -> None:
    def visit(layer):
        if isinstance(layer, gluon.HybridBlock):
            layer._clear_cached_op()

    block.apply(visit)


def _head(net) -> nn.Dense:
    children = list(getattr(net, "_children", {}).values())
    head = getattr(net, "output", children[-1] if children else None)
    is_known = hasattr(net, "output") or isinstance(net, nn.HybridSequential)
    if not is_known or not isinstance(head, nn.Dense):
        raise ConfigError(
            f"{type(net).__name__} has no head that can be replaced",
            "its last layer is not Dense, or not known",
            "use a net of the model zoo with a Dense output, or a HybridSequential",
        )
    return head
