"""3.13 丢弃法

Needs: Fashion-MNIST
"""

from mxnet import autograd, gluon, init, nd
from mxnet.gluon import loss as gloss
from mxnet.gluon import nn

from gluon_course import d2lzh as d2l


def dropout(X, drop_prob):
    keep_prob = 1 - drop_prob
    if keep_prob == 0:
        return X.zeros_like()
    mask = nd.random.uniform(0, 1, X.shape) < keep_prob
    return mask * X / keep_prob


X = nd.arange(16).reshape((2, 8))
assert (dropout(X, 0) == X).min().asscalar() == 1
assert dropout(X, 1).sum().asscalar() == 0
half = dropout(X, 0.5)
assert ((half == 0) + (half == 2 * X)).min().asscalar() >= 1

shapes = [(784, 256), (256,), (256, 256), (256,), (256, 10), (10,)]
params = [nd.random.normal(scale=0.01, shape=shape) for shape in shapes]
for param in params:
    param.attach_grad()
W1, b1, W2, b2, W3, b3 = params


def net(X):
    H1 = (nd.dot(X.reshape((-1, 784)), W1) + b1).relu()
    if autograd.is_training():
        H1 = dropout(H1, 0.2)
    H2 = (nd.dot(H1, W2) + b2).relu()
    if autograd.is_training():
        H2 = dropout(H2, 0.5)
    return nd.dot(H2, W3) + b3


batch_size, loss = 64, gloss.SoftmaxCrossEntropyLoss()
train_iter, test_iter = d2l.load_data_fashion_mnist(batch_size)
d2l.train_ch3(net, train_iter, test_iter, loss, 2, batch_size, params, 0.5)
assert sum(param.size for param in params) == 269322

gluon_net = nn.Sequential()
gluon_net.add(nn.Dense(256, activation="relu"), nn.Dropout(0.2))
gluon_net.add(nn.Dense(256, activation="relu"), nn.Dropout(0.5), nn.Dense(10))
gluon_net.initialize(init.Normal(sigma=0.01))
trainer = gluon.Trainer(gluon_net.collect_params(), "sgd", {"learning_rate": 0.5})
d2l.train_ch3(
    gluon_net, train_iter, test_iter, loss, 2, batch_size, None, None, trainer
)
for X, _ in test_iter:
    assert (gluon_net(X) == gluon_net(X)).min().asscalar() == 1
