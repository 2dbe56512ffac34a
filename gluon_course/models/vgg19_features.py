"""The convolutions of VGG-19 as a ladder of features, for style transfer."""

from __future__ import annotations

import os
from collections.abc import Sequence

import numpy as np
from mxnet import nd
from mxnet.gluon import nn

from gluon_course.base.errors import CheckpointError, ConfigError
from gluon_course.base.params_file import read_params
from gluon_course.models.options import check_int

STYLE_LAYERS = (0, 5, 10, 19, 28)
"""The first convolution of each of the five blocks, as in the text."""
CONTENT_LAYERS = (25,)
"""The last convolution of the fourth block."""

_BLOCKS = ((2, 64), (2, 128), (4, 256), (4, 512), (4, 512))


class VGG19Features(nn.HybridBlock):
    """Features of several layers of VGG-19, computed in one pass.

    The layers count as in the model zoo's ``vgg19().features``: convolutions and their
    activations one by one. Those behind the last one asked for are left out.

    Parameters
    ----------
    layers : sequence of int
        Numbers of the layers, 0..36.
    channel_ratio : int
        Divides the channels, 1..64; the published weights fit 1 alone.

    Inputs
    ------
    X : shape (N, 3, H, W)
        Normalised as ImageNet's pictures; height and width 16 or more.

    Outputs
    -------
    list of arrays, shape (N, C, H', W')
        In the order of ``layers``.

    Raises
    ------
    ConfigError
        If a layer is out of range, or the ratio.

    Section: 9.11 样式迁移 (chapter_computer-vision/neural-style)
    """

    def __init__(
        self,
        layers: Sequence[int] = STYLE_LAYERS + CONTENT_LAYERS,
        channel_ratio: int = 1,
        **kwargs,
    ):
        super().__init__(**kwargs)
        ratio = check_int("channel_ratio", channel_ratio, 64)
        ladder = []
        for count, channels in _BLOCKS:
            for _ in range(count):
                ladder.append(nn.Conv2D(channels // ratio, kernel_size=3, padding=1))
                ladder.append(nn.Activation("relu"))
            ladder.append(nn.MaxPool2D(2))
        numbers = range(len(ladder))
        if not layers or any(each not in numbers for each in layers):
            raise ConfigError(
                f"Layers {tuple(layers)} of VGG-19",
                f"its features have layers 0 to {len(ladder) - 1}",
                f"for example {STYLE_LAYERS}",
            )
        self.layers = tuple(layers)
        self.features = nn.HybridSequential()
        self.features.add(*ladder[: max(layers) + 1])

    def hybrid_forward(self, F, X):
        found = {}
        for i, layer in enumerate(self.features):
            X = layer(X)
            if i in self.layers:
                found[i] = X
        return [found[each] for each in self.layers]

    def load_zoo(self, path: os.PathLike | str, ctx=None) -> None:
        """Take the weights of the model zoo's ``vgg19``, a file ``.params``.

        Parameters
        ----------
        path : path
        ctx : Context, optional
            Where the parameters go.

        Raises
        ------
        CheckpointError
            If the file cannot be read, lacks a layer or is of another net.
        """
        arrays = read_params(path)
        for name, parameter in self._collect_params_with_prefix().items():
            array = arrays.get(name)
            shape = parameter.shape
            is_fit = array is not None and array.shape[:1] == shape[:1]
            if is_fit and len(shape) == 4:
                is_fit = array.shape[2:] == shape[2:]
            if not is_fit:
                said = "lacks it" if array is None else f"has shape {array.shape}"
                raise CheckpointError(
                    f"{path} does not fit VGG-19: {name} has shape {shape}, the file "
                    f"{said}",
                    "it holds another net",
                    "give the model zoo's vgg19: gluon-course data fetch vgg19",
                )
            parameter.shape = array.shape
            parameter.initialize(ctx=ctx, force_reinit=True)
            parameter.set_data(nd.array(array.astype(np.float32)))
