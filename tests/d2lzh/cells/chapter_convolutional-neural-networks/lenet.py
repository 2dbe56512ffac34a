"""5.5 卷积神经网络（LeNet）

Needs: Fashion-MNIST
"""

from mxnet import gluon, init, nd
from mxnet.gluon import nn

from gluon_course import d2lzh as d2l

net = nn.Sequential()
net.add(
    nn.Conv2D(channels=6, kernel_size=5, activation="sigmoid"),
    nn.MaxPool2D(pool_size=2, strides=2),
    nn.Conv2D(channels=16, kernel_size=5, activation="sigmoid"),
    nn.MaxPool2D(pool_size=2, strides=2),
    nn.Dense(120, activation="sigmoid"),
    nn.Dense(84, activation="sigmoid"),
    nn.Dense(10),
)
net.initialize()
X = nd.random.uniform(shape=(1, 1, 28, 28))
shapes = []
for layer in net:
    X = layer(X)
    shapes.append(X.shape)
    print(layer.name, "output shape:\t", X.shape)
assert [shape[-1] for shape in shapes] == [24, 12, 8, 4, 120, 84, 10]

batch_size = 64
train_iter, test_iter = d2l.load_data_fashion_mnist(batch_size=batch_size)
ctx = d2l.try_gpu()
net.initialize(force_reinit=True, ctx=ctx, init=init.Xavier())
trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.9})
d2l.train_ch5(net, train_iter, test_iter, batch_size, trainer, ctx, 2)
sizes = [param.data(ctx).size for param in net.collect_params().values()]
assert sum(sizes) == 44426
assert 0 <= d2l.evaluate_accuracy(test_iter, net, ctx) <= 1
