"""The initializer that section 4.2 writes by hand."""

from mxnet import init, nd

from gluon_course.base.errors import ConfigError


@init.register
class MyInit(init.Initializer):
    """Weights drawn from U(-high, high); those nearer to 0 than ``low`` become 0.

    It draws every parameter that has no initializer of its own; the biases of Gluon's
    layers have one, zeros.

    Parameters
    ----------
    low, high : float
        Bounds of the absolute value of a weight that is not 0, 0 <= low <= high. Of
        U(-10, 10), the text's, ``low=5`` leaves half of the weights.

    Raises
    ------
    ConfigError
        If the bounds are out of order.

    Section: 4.2 模型参数的访问、初始化和共享
    (chapter_deep-learning-computation/parameters)
    """

    def __init__(self, low=5.0, high=10.0):
        if not 0 <= low <= high:
            raise ConfigError(
                f"Weights with absolute values from {low} to {high}",
                action="choose 0 <= low <= high",
            )
        super().__init__(low=low, high=high)
        self.low, self.high = low, high

    def _init_weight(self, name, data):
        data[:] = nd.random.uniform(-self.high, self.high, data.shape)
        data *= data.abs() >= self.low
