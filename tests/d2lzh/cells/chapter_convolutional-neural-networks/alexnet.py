"""5.6 深度卷积神经网络（AlexNet）

Needs: Fashion-MNIST
"""

from itertools import islice

from mxnet import gluon, init, nd
from mxnet.gluon import nn

from gluon_course import d2lzh as d2l

net = nn.Sequential()
net.add(
    nn.Conv2D(96, kernel_size=11, strides=4, activation="relu"),
    nn.MaxPool2D(pool_size=3, strides=2),
    nn.Conv2D(256, kernel_size=5, padding=2, activation="relu"),
    nn.MaxPool2D(pool_size=3, strides=2),
    nn.Conv2D(384, kernel_size=3, padding=1, activation="relu"),
    nn.Conv2D(384, kernel_size=3, padding=1, activation="relu"),
    nn.Conv2D(256, kernel_size=3, padding=1, activation="relu"),
    nn.MaxPool2D(pool_size=3, strides=2),
    nn.Dense(4096, activation="relu"),
    nn.Dropout(0.5),
    nn.Dense(4096, activation="relu"),
    nn.Dropout(0.5),
    nn.Dense(10),
)
ctx = d2l.try_gpu()
net.initialize(ctx=ctx, init=init.Xavier())
X = nd.random.uniform(shape=(1, 1, 224, 224), ctx=ctx)
sides = []
for layer in net:
    X = layer(X)
    sides.append(X.shape[-1])
    print(layer.name, "output shape:\t", X.shape)
assert sides[:8] == [54, 26, 26, 12, 12, 12, 12, 5]

batch_size = 2
train_iter, test_iter = d2l.load_data_fashion_mnist(batch_size, resize=224)
train_iter, test_iter = list(islice(train_iter, 2)), list(islice(test_iter, 1))
assert train_iter[0][0].shape == (2, 1, 224, 224)
trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.01})
d2l.train_ch5(net, train_iter, test_iter, batch_size, trainer, ctx, 1)
sizes = [param.data(ctx).size for param in net.collect_params().values()]
assert sum(sizes) == 46764746
