"""5.1 二维卷积层

Needs: -
"""

from mxnet import autograd, nd
from mxnet.gluon import nn


def corr2d(X, K):
    h, w = K.shape
    Y = nd.zeros((X.shape[0] - h + 1, X.shape[1] - w + 1))
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return Y


X, K = nd.arange(9).reshape((3, 3)), nd.arange(4).reshape((2, 2))
print(corr2d(X, K))
assert corr2d(X, K).asnumpy().tolist() == [[19, 25], [37, 43]]


class Conv2D(nn.Block):
    def __init__(self, kernel_size, **kwargs):
        super().__init__(**kwargs)
        self.weight = self.params.get("weight", shape=kernel_size)
        self.bias = self.params.get("bias", shape=(1,))

    def forward(self, x):
        return corr2d(x, self.weight.data()) + self.bias.data()


layer = Conv2D((2, 2))
layer.initialize()
assert layer(X).shape == (2, 2)

# 边缘检测
X = nd.ones((6, 8))
X[:, 2:6] = 0
K = nd.array([[1, -1]])
Y = corr2d(X, K)
assert Y[0].asnumpy().tolist() == [0, 1, 0, 0, 0, -1, 0]

# 由数据学习核
conv2d = nn.Conv2D(1, kernel_size=(1, 2))
conv2d.initialize()
X, Y = X.reshape((1, 1, 6, 8)), Y.reshape((1, 1, 6, 7))
for i in range(10):
    with autograd.record():
        loss = (conv2d(X) - Y) ** 2
    loss.backward()
    conv2d.weight.data()[:] -= 3e-2 * conv2d.weight.grad()
    if (i + 1) % 2 == 0:
        print("batch %d, loss %.3f" % (i + 1, loss.sum().asscalar()))
learnt = conv2d.weight.data().reshape((1, 2))
print(learnt)
assert loss.sum().asscalar() < 0.1
assert abs(learnt - K).max().asscalar() < 0.1
