"""3.10 多层感知机的简洁实现

Needs: Fashion-MNIST
"""

from mxnet import gluon, init
from mxnet.gluon import loss as gloss
from mxnet.gluon import nn

from gluon_course import d2lzh as d2l

net = nn.Sequential()
net.add(nn.Dense(256, activation="relu"), nn.Dense(10))
net.initialize(init.Normal(sigma=0.01))

batch_size = 64
train_iter, test_iter = d2l.load_data_fashion_mnist(batch_size)
loss = gloss.SoftmaxCrossEntropyLoss()
trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.5})
num_epochs = 6
d2l.train_ch3(
    net, train_iter, test_iter, loss, num_epochs, batch_size, None, None, trainer
)
sizes = [param.data().size for param in net.collect_params().values()]
assert sum(sizes) == 203530
assert d2l.evaluate_accuracy(test_iter, net) > 0.5
