"""The layers that section 4.4 writes by hand: one without parameters, one with."""

from mxnet.gluon import nn


class CenteredLayer(nn.HybridBlock):
    """Subtract the mean of all elements, so that the result's mean is 0.

    Inputs
    ------
    x : any shape

    Outputs
    -------
    same shape

    Section: 4.4 自定义层 (chapter_deep-learning-computation/custom-layer)
    """

    def hybrid_forward(self, F, x):
        return F.broadcast_sub(x, F.mean(x, keepdims=True))


class MyDense(nn.HybridBlock):
    """A fully connected layer with relu: ``relu(x W + b)``, b 0 at first.

    Parameters
    ----------
    units : int
        Outputs.
    in_units : int
        Inputs. The weight has shape (in_units, units), the transpose of the weight of
        ``nn.Dense``.

    Inputs
    ------
    x : shape (N, in_units)

    Outputs
    -------
    shape (N, units)

    Section: 4.4 自定义层 (chapter_deep-learning-computation/custom-layer)
    """

    def __init__(self, units, in_units, **kwargs):
        super().__init__(**kwargs)
        self.weight = self.params.get("weight", shape=(in_units, units))
        self.bias = self.params.get("bias", shape=(units,), init="zeros")

    def hybrid_forward(self, F, x, weight, bias):
        return F.relu(F.broadcast_add(F.dot(x, weight), bias))
