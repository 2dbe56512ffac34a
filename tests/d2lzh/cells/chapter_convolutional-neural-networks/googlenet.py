"""5.9 含并行连结的网络（GoogLeNet）

Needs: Fashion-MNIST
"""

from itertools import islice

from mxnet import gluon, init, nd
from mxnet.gluon import nn

from gluon_course import d2lzh as d2l


class Inception(nn.Block):
    def __init__(self, c1, c2, c3, c4, **kwargs):
        super().__init__(**kwargs)
        self.p1_1 = nn.Conv2D(c1, kernel_size=1, activation="relu")
        self.p2_1 = nn.Conv2D(c2[0], kernel_size=1, activation="relu")
        self.p2_2 = nn.Conv2D(c2[1], kernel_size=3, padding=1, activation="relu")
        self.p3_1 = nn.Conv2D(c3[0], kernel_size=1, activation="relu")
        self.p3_2 = nn.Conv2D(c3[1], kernel_size=5, padding=2, activation="relu")
        self.p4_1 = nn.MaxPool2D(pool_size=3, strides=1, padding=1)
        self.p4_2 = nn.Conv2D(c4, kernel_size=1, activation="relu")

    def forward(self, x):
        p2, p3 = self.p2_2(self.p2_1(x)), self.p3_2(self.p3_1(x))
        return nd.concat(self.p1_1(x), p2, p3, self.p4_2(self.p4_1(x)), dim=1)


def half():
    return nn.MaxPool2D(pool_size=3, strides=2, padding=1)


net = nn.Sequential()
net.add(nn.Conv2D(64, kernel_size=7, strides=2, padding=3, activation="relu"), half())
net.add(nn.Conv2D(64, kernel_size=1, activation="relu"))
net.add(nn.Conv2D(192, kernel_size=3, padding=1, activation="relu"), half())
net.add(Inception(64, (96, 128), (16, 32), 32))
net.add(Inception(128, (128, 192), (32, 96), 64), half())
net.add(Inception(192, (96, 208), (16, 48), 64))
net.add(Inception(160, (112, 224), (24, 64), 64))
net.add(Inception(128, (128, 256), (24, 64), 64))
net.add(Inception(112, (144, 288), (32, 64), 64))
net.add(Inception(256, (160, 320), (32, 128), 128), half())
net.add(Inception(256, (160, 320), (32, 128), 128))
net.add(Inception(384, (192, 384), (48, 128), 128), nn.GlobalAvgPool2D(), nn.Dense(10))

ctx, batch_size = d2l.try_gpu(), 4
net.initialize(ctx=ctx, init=init.Xavier())
X = nd.random.uniform(shape=(1, 1, 96, 96), ctx=ctx)
for layer in net:
    X = layer(X)
    print(layer.name, "output shape:\t", X.shape)
assert X.shape == (1, 10)

train_iter, test_iter = d2l.load_data_fashion_mnist(batch_size, resize=96)
train_iter, test_iter = list(islice(train_iter, 2)), list(islice(test_iter, 1))
trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.1})
d2l.train_ch5(net, train_iter, test_iter, batch_size, trainer, ctx, 1)
sizes = [param.data(ctx).size for param in net.collect_params().values()]
assert sum(sizes) == 5977530
