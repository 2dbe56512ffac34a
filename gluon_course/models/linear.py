"""Linear regression: one output layer without activation."""

from mxnet.gluon import nn

from gluon_course.models.options import check_int
from gluon_course.models.registry import register_model


@register_model(
    section="chapter_deep-learning-basics/linear-regression-gluon",
    input_shape=(2,),
    num_parameters=3,
    task="regression",
)
def linear(num_outputs=1):
    """Linear regression, y = Xw + b.

    Parameters
    ----------
    num_outputs : int
        Outputs of each sample, at least 1.

    Returns
    -------
    HybridSequential
        Maps (N, D) to (N, num_outputs).

    Raises
    ------
    ConfigError
        If ``num_outputs`` is below 1.

    Section: 3.3 线性回归的简洁实现
    """
    net = nn.HybridSequential()
    net.add(nn.Dense(check_int("num_outputs", num_outputs)))
    return net
