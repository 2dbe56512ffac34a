"""5.12 稠密连接网络（DenseNet）

Needs: Fashion-MNIST
"""

from itertools import islice

from mxnet import gluon, init, nd
from mxnet.gluon import nn

from gluon_course import d2lzh as d2l


def conv_block(num_channels):
    blk = nn.Sequential()
    blk.add(nn.BatchNorm(), nn.Activation("relu"))
    blk.add(nn.Conv2D(num_channels, kernel_size=3, padding=1))
    return blk


class DenseBlock(nn.Block):
    def __init__(self, num_convs, num_channels, **kwargs):
        super().__init__(**kwargs)
        self.net = nn.Sequential()
        for _ in range(num_convs):
            self.net.add(conv_block(num_channels))

    def forward(self, X):
        for blk in self.net:
            X = nd.concat(X, blk(X), dim=1)
        return X


def transition_block(num_channels):
    blk = nn.Sequential()
    blk.add(nn.BatchNorm(), nn.Activation("relu"))
    blk.add(nn.Conv2D(num_channels, kernel_size=1))
    blk.add(nn.AvgPool2D(pool_size=2, strides=2))
    return blk


blk = DenseBlock(2, 10)
blk.initialize()
Y = blk(nd.random.uniform(shape=(4, 3, 8, 8)))
assert Y.shape == (4, 23, 8, 8)
blk = transition_block(10)
blk.initialize()
assert blk(Y).shape == (4, 10, 4, 4)

net = nn.Sequential()
net.add(nn.Conv2D(64, kernel_size=7, strides=2, padding=3), nn.BatchNorm())
net.add(nn.Activation("relu"), nn.MaxPool2D(pool_size=3, strides=2, padding=1))
num_channels, growth_rate, num_convs_in_dense_blocks = 64, 32, [4, 4, 4, 4]
for i, num_convs in enumerate(num_convs_in_dense_blocks):
    net.add(DenseBlock(num_convs, growth_rate))
    num_channels += num_convs * growth_rate
    if i != len(num_convs_in_dense_blocks) - 1:
        num_channels //= 2
        net.add(transition_block(num_channels))
net.add(nn.BatchNorm(), nn.Activation("relu"), nn.GlobalAvgPool2D(), nn.Dense(10))
assert num_channels == 248

ctx, batch_size = d2l.try_gpu(), 4
net.initialize(ctx=ctx, init=init.Xavier())
train_iter, test_iter = d2l.load_data_fashion_mnist(batch_size, resize=96)
train_iter, test_iter = list(islice(train_iter, 2)), list(islice(test_iter, 1))
trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.1})
d2l.train_ch5(net, train_iter, test_iter, batch_size, trainer, ctx, 1)
trained = [each for each in net.collect_params().values() if each.grad_req != "null"]
assert sum(each.data(ctx).size for each in trained) == 758226
