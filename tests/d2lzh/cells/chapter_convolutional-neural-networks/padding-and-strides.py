"""5.2 填充和步幅

Needs: -
"""

from mxnet import nd
from mxnet.gluon import nn


def comp_conv2d(conv2d, X):
    conv2d.initialize()
    X = X.reshape((1, 1, *X.shape))
    Y = conv2d(X)
    return Y.reshape(Y.shape[2:])


X = nd.random.uniform(shape=(8, 8))
assert comp_conv2d(nn.Conv2D(1, kernel_size=3, padding=1), X).shape == (8, 8)
conv2d = nn.Conv2D(1, kernel_size=(5, 3), padding=(2, 1))
assert comp_conv2d(conv2d, X).shape == (8, 8)
conv2d = nn.Conv2D(1, kernel_size=3, padding=1, strides=2)
assert comp_conv2d(conv2d, X).shape == (4, 4)
conv2d = nn.Conv2D(1, kernel_size=(3, 5), padding=(0, 1), strides=(3, 4))
print(comp_conv2d(conv2d, X).shape)
assert comp_conv2d(conv2d, X).shape == (2, 2)
