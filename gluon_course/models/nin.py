"""NiN: small nets of 1x1 convolutions on every pixel, no dense layers."""

from mxnet.gluon import nn

from gluon_course.models.options import check_int, check_rate
from gluon_course.models.registry import Published, register_model
from gluon_course.nn import nin_block


@register_model(
    section="chapter_convolutional-neural-networks/nin",
    paper="Lin et al. (2013), Network in network",
    input_shape=(1, 224, 224),
    num_parameters=1_992_166,
    published=(
        Published(
            {
                "2021-02-17": 0.753,
                "2020-02-13": 0.774,
                "2020-01-07": 0.836,
                "2019-01-08": 0.812,
            },
            note="The builds differ by 8 points: some channels die at the start",
        ),
    ),
)
def nin(num_classes=10, dropout=0.5):
    """NiN: height and width 224, 54, 26, 12, 5, then one average per class.

    Parameters
    ----------
    num_classes : int
        Number of classes, at least 1.
    dropout : float
        Share of units dropped before the last block, 0 <= dropout < 1.

    Returns
    -------
    HybridSequential
        Maps (N, C, H, W) to logits of shape (N, num_classes); H and W at least 67.

    Raises
    ------
    ConfigError
        If an option is out of range.

    Section: 5.8 网络中的网络（NiN）
    """
    num_classes = check_int("num_classes", num_classes)
    net = nn.HybridSequential()
    net.add(
        nin_block(96, kernel_size=11, strides=4, padding=0),
        nn.MaxPool2D(pool_size=3, strides=2),
        nin_block(256, kernel_size=5, strides=1, padding=2),
        nn.MaxPool2D(pool_size=3, strides=2),
        nin_block(384, kernel_size=3, strides=1, padding=1),
        nn.MaxPool2D(pool_size=3, strides=2),
        nn.Dropout(check_rate("dropout", dropout)),
        # As many channels as classes
        nin_block(num_classes, kernel_size=3, strides=1, padding=1),
        # Averaging over the window turns (N, num_classes, 5, 5) into (.., 1, 1)
        nn.GlobalAvgPool2D(),
        # (N, num_classes, 1, 1) to (N, num_classes)
        nn.Flatten(),
    )
    return net
