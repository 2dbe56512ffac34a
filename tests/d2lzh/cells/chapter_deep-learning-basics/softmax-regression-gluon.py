"""3.7 softmax回归的简洁实现

Needs: Fashion-MNIST
"""

from mxnet import gluon, init
from mxnet.gluon import loss as gloss
from mxnet.gluon import nn

from gluon_course import d2lzh as d2l

batch_size = 64
train_iter, test_iter = d2l.load_data_fashion_mnist(batch_size)

net = nn.Sequential()
net.add(nn.Dense(10))
net.initialize(init.Normal(sigma=0.01))
loss = gloss.SoftmaxCrossEntropyLoss()
trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.1})
d2l.train_ch3(net, train_iter, test_iter, loss, 3, batch_size, None, None, trainer)
assert net[0].weight.shape == (10, 784)
assert d2l.evaluate_accuracy(test_iter, net) > 0.8
