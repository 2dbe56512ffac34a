"""5.8 网络中的网络（NiN）

Needs: Fashion-MNIST
"""

from itertools import islice

from mxnet import gluon, init, nd
from mxnet.gluon import nn

from gluon_course import d2lzh as d2l


def nin_block(num_channels, kernel_size, strides, padding):
    blk = nn.Sequential()
    blk.add(
        nn.Conv2D(num_channels, kernel_size, strides, padding, activation="relu"),
        nn.Conv2D(num_channels, kernel_size=1, activation="relu"),
        nn.Conv2D(num_channels, kernel_size=1, activation="relu"),
    )
    return blk


net = nn.Sequential()
net.add(
    nin_block(96, kernel_size=11, strides=4, padding=0),
    nn.MaxPool2D(pool_size=3, strides=2),
    nin_block(256, kernel_size=5, strides=1, padding=2),
    nn.MaxPool2D(pool_size=3, strides=2),
    nin_block(384, kernel_size=3, strides=1, padding=1),
    nn.MaxPool2D(pool_size=3, strides=2),
    nn.Dropout(0.5),
    nin_block(10, kernel_size=3, strides=1, padding=1),
    nn.GlobalAvgPool2D(),
    nn.Flatten(),
)
ctx = d2l.try_gpu()
net.initialize(ctx=ctx, init=init.Xavier())
X = nd.random.uniform(shape=(1, 1, 224, 224), ctx=ctx)
for layer in net:
    X = layer(X)
    print(layer.name, "output shape:\t", X.shape)
assert X.shape == (1, 10)

batch_size = 2
train_iter, test_iter = d2l.load_data_fashion_mnist(batch_size, resize=224)
train_iter, test_iter = list(islice(train_iter, 2)), list(islice(test_iter, 1))
trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.1})
d2l.train_ch5(net, train_iter, test_iter, batch_size, trainer, ctx, 1)
sizes = [param.data(ctx).size for param in net.collect_params().values()]
assert sum(sizes) == 1992166
