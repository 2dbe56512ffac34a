"""3.3 线性回归的简洁实现

Needs: -
"""

from mxnet import autograd, gluon, init, nd
from mxnet.gluon import data as gdata
from mxnet.gluon import loss as gloss
from mxnet.gluon import nn

features = nd.random.normal(scale=1, shape=(1000, 2))
labels = 2 * features[:, 0] - 3.4 * features[:, 1] + 4.2
labels += nd.random.normal(scale=0.01, shape=labels.shape)

batch_size = 10
dataset = gdata.ArrayDataset(features, labels)
data_iter = gdata.DataLoader(dataset, batch_size, shuffle=True)
for X, _ in data_iter:
    assert X.shape == (10, 2)
    break

net = nn.Sequential()
net.add(nn.Dense(1))
net.initialize(init.Normal(sigma=0.01))
loss = gloss.L2Loss()
trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.03})
for epoch in range(1, 4):
    for X, y in data_iter:
        with autograd.record():
            batch_loss = loss(net(X), y)
        batch_loss.backward()
        trainer.step(batch_size)
    mean = loss(net(features), labels).mean().asnumpy()
    print("epoch %d, loss: %f" % (epoch, mean))

dense = net[0]
print(dense.weight.data(), dense.bias.data())
assert mean < 1e-4
assert abs(dense.weight.data()[0, 0].asscalar() - 2) < 0.01
