"""5.4 池化层

Needs: -
"""

from mxnet import nd
from mxnet.gluon import nn


def pool2d(X, pool_size, mode="max"):
    p_h, p_w = pool_size
    Y = nd.zeros((X.shape[0] - p_h + 1, X.shape[1] - p_w + 1))
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            window = X[i : i + p_h, j : j + p_w]
            Y[i, j] = window.max() if mode == "max" else window.mean()
    return Y


X = nd.arange(9).reshape((3, 3))
print(pool2d(X, (2, 2)), pool2d(X, (2, 2), "avg"))
assert pool2d(X, (2, 2)).asnumpy().tolist() == [[4, 5], [7, 8]]
assert pool2d(X, (2, 2), "avg").asnumpy().tolist() == [[2, 3], [5, 6]]

X = nd.arange(16).reshape((1, 1, 4, 4))
assert nn.MaxPool2D(3)(X).asnumpy().tolist() == [[[[10]]]]
pool = nn.MaxPool2D(3, padding=1, strides=2)
assert pool(X)[0, 0].asnumpy().tolist() == [[5, 7], [13, 15]]
pool = nn.MaxPool2D((2, 3), padding=(1, 2), strides=(2, 3))
assert pool(X)[0, 0].asnumpy().tolist() == [[0, 3], [8, 11], [12, 15]]

# 多通道
X = nd.concat(X, X + 1, dim=1)
Y = nn.MaxPool2D(3, padding=1, strides=2)(X)
assert Y.shape == (1, 2, 2, 2)
assert (Y[0, 1] == Y[0, 0] + 1).min().asscalar() == 1
