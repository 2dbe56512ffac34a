"""How gradients reach the first layers: plain and residual nets of growing depth."""

from __future__ import annotations

from mxnet import autograd, gluon, init, nd
from mxnet.gluon import nn

from gluon_course import data, viz
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything
from gluon_course.explain.topic import Answer, Check, Table, register_topic

DEPTHS = (2, 8, 24)
KINDS = (
    ("plain", False, False),
    ("residual", True, False),
    ("plain, BatchNorm", False, True),
    ("residual, BatchNorm", True, True),
)


class ConvPair(nn.HybridBlock):
    """Two 3x3 convolutions, with or without the input added and BatchNorm.

    Parameters
    ----------
    num_channels : int
        Input and output channels.
    is_residual : bool
        Add the input, as :class:`gluon_course.nn.Residual` does.
    has_batch_norm : bool
        BatchNorm after each convolution.

    Inputs
    ------
    X : shape (N, num_channels, H, W)

    Outputs
    -------
    shape (N, num_channels, H, W)

    Section: 5.11 残差网络（ResNet）
    """

    def __init__(self, num_channels, is_residual, has_batch_norm, **kwargs):
        super().__init__(**kwargs)
        self.is_residual = is_residual
        self.body = nn.HybridSequential()
        for i in range(2):
            self.body.add(nn.Conv2D(num_channels, kernel_size=3, padding=1))
            if has_batch_norm:
                self.body.add(nn.BatchNorm())
            if i == 0:
                self.body.add(nn.Activation("relu"))

    def hybrid_forward(self, F, X):
        Y = self.body(X)
        return F.relu(Y + X) if self.is_residual else F.relu(Y)


def conv_stack(depth, is_residual, has_batch_norm, num_channels=16):
    """A net of ``depth`` :class:`ConvPair` between a convolution and a dense layer.

    Parameters
    ----------
    depth, num_channels : int
        At least 1.
    is_residual, has_batch_norm : bool
        As for :class:`ConvPair`.

    Returns
    -------
    HybridSequential
        Maps (N, C, H, W) to logits of shape (N, 10).

    Section: 5.11 残差网络（ResNet）
    """
    net = nn.HybridSequential()
    net.add(nn.Conv2D(num_channels, kernel_size=3, padding=1))
    for _ in range(depth):
        net.add(ConvPair(num_channels, is_residual, has_batch_norm))
    net.add(nn.GlobalAvgPool2D(), nn.Dense(10))
    return net


def gradient_norms(net, X: nd.NDArray, y: nd.NDArray, loss) -> dict[str, float]:
    """Norm of the gradient of every weight, from the input to the output.

    Parameters
    ----------
    net : Block
        Initialised.
    X : NDArray, shape (N, ...)
    y : NDArray, shape (N,)
    loss : callable
        ``loss(net(X), y)``, one value for each sample; their mean is differentiated.

    Returns
    -------
    dict of str to float
        By the weight's place in the net, such as ``3.body.0.weight``, in the order in
        which the net holds them.

    Section: 5.11 残差网络（ResNet）
    """
    with autograd.record():
        head = loss(net(X), y).mean()
    head.backward()
    weights = {
        name: parameter
        for name, parameter in net._collect_params_with_prefix().items()
        if name.endswith("weight") and parameter.grad_req != "null"
    }
    norms = nd.stack(*(each.grad().norm() for each in weights.values())).asnumpy()
    return dict(zip(weights, norms.ravel().tolist()))


@register_topic(
    "gradient-flow",
    "Why can residual nets be deep?",
    "3.15, 5.11, v2:7.6",
)
def gradient_flow() -> Answer:
    """Gradients of the first step for four kinds of nets and three depths."""
    test_iter = data.fashion_mnist(32, resize=14, run=RunOptions(sample=True))[1]
    X, y = next(iter(test_iter))
    loss = gluon.loss.SoftmaxCrossEntropyLoss()
    rows, curves = [], {}
    for kind, is_residual, has_batch_norm in KINDS:
        for depth in DEPTHS:
            seed_everything(0)
            net = conv_stack(depth, is_residual, has_batch_norm)
            net.initialize(init.Xavier())
            net.hybridize()
            norms = gradient_norms(net, X, y, loss)
            inside = [each for name, each in norms.items() if ".body." in name]
            curves[kind, depth] = inside
            rows.append((kind, 2 * depth, *_cells(inside[0], inside[-1])))
    deep = {kind: curves[kind, DEPTHS[-1]] for kind, _, _ in KINDS}
    ratio = {kind: each[0] / each[-1] for kind, each in deep.items()}
    return Answer(
        "In a plain net without normalization every layer scales the signal and the "
        "gradient by a factor, and 48 such factors leave almost nothing of the "
        "gradient. Adding the input gives the gradient a way on which nothing is "
        "multiplied. BatchNorm alone keeps the signal alive but lets the gradient GROW "
        "towards the input with the depth; both together keep all layers within a "
        "factor of twenty. This is the first step, before any training.",
        tables=[
            Table(
                ("net", "layers", "first layer", "last layer", "first / last"),
                rows,
                "Norm of the gradient of a 3x3 layer's weights",
            )
        ],
        pictures={
            "gradient-flow": viz.semilogy(
                range(1, 2 * DEPTHS[-1] + 1),
                list(deep.values()),
                list(deep),
                "layer, from the input",
                "norm of the weights' gradient",
                title=f"First step of nets with {2 * DEPTHS[-1]} layers",
            )
        },
        checks=[
            Check(
                "plain: 12 times the depth, and the gradient is a millionth or less",
                curves["plain", 24][0] < 1e-6 * curves["plain", 2][0],
            ),
            Check(
                "residual: it is no smaller than in the shallow net",
                curves["residual", 24][0] > curves["residual", 2][0],
            ),
            Check(
                "plain with BatchNorm: hundreds of times larger in the first layer "
                "than in the last",
                ratio["plain, BatchNorm"] > 200,
                f"{ratio['plain, BatchNorm']:.0f}",
            ),
            Check(
                "residual with BatchNorm: a tenth of that at most",
                ratio["residual, BatchNorm"] < 0.1 * ratio["plain, BatchNorm"],
                f"{ratio['residual, BatchNorm']:.0f}",
            ),
        ],
    )


def _cells(first: float, last: float) -> tuple[str, str, str]:
    return f"{first:.1e}", f"{last:.1e}", f"{first / last:.2g}"
