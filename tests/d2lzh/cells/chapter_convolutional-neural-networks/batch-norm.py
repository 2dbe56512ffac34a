"""5.10 批量归一化

Needs: Fashion-MNIST
"""

from mxnet import autograd, gluon, init, nd
from mxnet.gluon import nn

from gluon_course import d2lzh as d2l


def batch_norm(X, gamma, beta, moving_mean, moving_var, eps, momentum):
    if not autograd.is_training():
        X_hat = (X - moving_mean) / nd.sqrt(moving_var + eps)
        return gamma * X_hat + beta, moving_mean, moving_var
    axes = 0 if X.ndim == 2 else (0, 2, 3)
    mean = X.mean(axis=axes, keepdims=True)
    var = ((X - mean) ** 2).mean(axis=axes, keepdims=True)
    X_hat = (X - mean) / nd.sqrt(var + eps)
    moving_mean = momentum * moving_mean + (1 - momentum) * mean
    moving_var = momentum * moving_var + (1 - momentum) * var
    return gamma * X_hat + beta, moving_mean, moving_var


class BatchNorm(nn.Block):
    def __init__(self, num_features, num_dims, **kwargs):
        super().__init__(**kwargs)
        shape = (1, num_features) if num_dims == 2 else (1, num_features, 1, 1)
        self.gamma = self.params.get("gamma", shape=shape, init=init.One())
        self.beta = self.params.get("beta", shape=shape, init=init.Zero())
        self.moving_mean, self.moving_var = nd.zeros(shape), nd.zeros(shape)

    def forward(self, X):
        self.moving_mean = self.moving_mean.as_in_context(X.context)
        self.moving_var = self.moving_var.as_in_context(X.context)
        gamma, beta = self.gamma.data(X.context), self.beta.data(X.context)
        Y, self.moving_mean, self.moving_var = batch_norm(
            X, gamma, beta, self.moving_mean, self.moving_var, eps=1e-5, momentum=0.9
        )
        return Y


def lenet(norm):
    net = nn.Sequential()
    for channels in (6, 16):
        net.add(nn.Conv2D(channels, kernel_size=5), norm(channels, 4))
        net.add(nn.Activation("sigmoid"), nn.MaxPool2D(pool_size=2, strides=2))
    for units in (120, 84):
        net.add(nn.Dense(units), norm(units, 2), nn.Activation("sigmoid"))
    net.add(nn.Dense(10))
    return net


batch_size, num_epochs, ctx = 32, 3, d2l.try_gpu()
train_iter, test_iter = d2l.load_data_fashion_mnist(batch_size)
for norm in (BatchNorm, lambda num_features, num_dims: nn.BatchNorm()):
    net = lenet(norm)
    net.initialize(ctx=ctx, init=init.Xavier())
    trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 1.0})
    d2l.train_ch5(net, train_iter, test_iter, batch_size, trainer, ctx, num_epochs)
    print(net[1].gamma.data().reshape((-1,)), net[1].beta.data().reshape((-1,)))
    assert d2l.evaluate_accuracy(test_iter, net, ctx) > 0.5
