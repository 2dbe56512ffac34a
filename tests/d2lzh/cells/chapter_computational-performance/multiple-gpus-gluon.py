"""8.5 多GPU计算的简洁实现

Needs: 2块GPU、Fashion-MNIST
"""

from itertools import islice

import mxnet as mx
from mxnet import autograd, gluon, init, nd
from mxnet.gluon import loss as gloss
from mxnet.gluon import utils as gutils

from gluon_course import d2lzh as d2l

net = d2l.resnet18(10)
ctx = [mx.gpu(0), mx.gpu(1)]
net.initialize(init=init.Normal(sigma=0.01), ctx=ctx)
x = nd.random.uniform(shape=(4, 1, 28, 28))
gpu_x = gutils.split_and_load(x, ctx)
print(net(gpu_x[0]), net(gpu_x[1]))
weight = net[0].params.get("weight")
assert weight.data(ctx[0])[0].context == mx.gpu(0)
assert (weight.data(ctx[0]).asnumpy() == weight.data(ctx[1]).asnumpy()).all()
trained = [each for each in net.collect_params().values() if each.grad_req != "null"]
assert sum(each.data(ctx[0]).size for each in trained) == 11175818
try:
    weight.data()
except RuntimeError:
    print("not initialized on", mx.cpu())


def train(num_gpus, batch_size, lr):
    train_iter, test_iter = d2l.load_data_fashion_mnist(batch_size)
    ctx = [mx.gpu(i) for i in range(num_gpus)]
    print("running on:", ctx)
    net.initialize(init=init.Normal(sigma=0.01), ctx=ctx, force_reinit=True)
    trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": lr})
    loss = gloss.SoftmaxCrossEntropyLoss()
    for X, y in islice(train_iter, 2):
        gpu_Xs = gutils.split_and_load(X, ctx)
        gpu_ys = gutils.split_and_load(y, ctx)
        with autograd.record():
            ls = [loss(net(gpu_X), gpu_y) for gpu_X, gpu_y in zip(gpu_Xs, gpu_ys)]
        for each in ls:
            each.backward()
        trainer.step(batch_size)
        nd.waitall()
    test_acc = d2l.evaluate_accuracy(list(islice(test_iter, 1)), net, ctx)
    print("test acc %.2f" % test_acc)
    assert 0 <= test_acc <= 1


train(num_gpus=1, batch_size=4, lr=0.1)
train(num_gpus=2, batch_size=8, lr=0.2)
first, second = weight.data(mx.gpu(0)), weight.data(mx.gpu(1))
assert abs(first.asnumpy() - second.asnumpy()).max() < 1e-6
