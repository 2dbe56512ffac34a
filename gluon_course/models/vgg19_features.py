"""The convolutions of VGG-19 as a ladder of features, for style transfer."""

from __future__ import annotations

from collections.abc import Sequence

from mxnet.gluon import nn

from gluon_course.base.errors import ConfigError
from gluon_course.models.options import check_int

STYLE_LAYERS = (0, 5, 10, 19, 28)
"""The first convolution of each of the five blocks, as in the text."""
CONTENT_LAYERS = (25,)
"""The last convolution of the fourth block."""

_BLOCKS = ((2, 64), (2, 128), (4, 256), (4, 512), (4, 512))


class VGG19Features(nn.HybridBlock):
    """Features of several layers of VGG-19, computed in one pass.

    :func:`~gluon_course.models.load_features` gives it the model zoo's weights.

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
