"""8.4 多GPU计算

Needs: 2块GPU、Fashion-MNIST
"""

import mxnet as mx
from mxnet import autograd, nd
from mxnet.gluon import loss as gloss

from gluon_course import d2lzh as d2l

shapes = [(20, 1, 3, 3), (20,), (50, 20, 5, 5), (50,)]
shapes += [(800, 128), (128,), (128, 10), (10,)]
params = [
    nd.random.normal(scale=0.01, shape=shape) if len(shape) > 1 else nd.zeros(shape)
    for shape in shapes
]
loss = gloss.SoftmaxCrossEntropyLoss()


def lenet(X, params):
    for i, kernel in ((0, (3, 3)), (2, (5, 5))):
        X = nd.Convolution(
            X, params[i], params[i + 1], kernel=kernel, num_filter=shapes[i][0]
        )
        X = nd.Pooling(nd.relu(X), pool_type="avg", kernel=(2, 2), stride=(2, 2))
    H = nd.relu(nd.dot(X.flatten(), params[4]) + params[5])
    return nd.dot(H, params[6]) + params[7]


def get_params(params, ctx):
    new_params = [p.copyto(ctx) for p in params]
    for p in new_params:
        p.attach_grad()
    return new_params


def allreduce(data):
    for i in range(1, len(data)):
        data[0][:] += data[i].copyto(data[0].context)
    for i in range(1, len(data)):
        data[0].copyto(data[i])


data = [nd.ones((1, 2), ctx=mx.gpu(i)) * (i + 1) for i in range(2)]
allreduce(data)
assert data[1].context == mx.gpu(1) and data[1].asnumpy().tolist() == [[3, 3]]


def split_and_load(data, ctx):
    m = data.shape[0] // len(ctx)
    assert m * len(ctx) == data.shape[0], "# examples is not divided by # devices."
    return [data[i * m : (i + 1) * m].as_in_context(c) for i, c in enumerate(ctx)]


def train_batch(X, y, gpu_params, ctx, lr):
    parts = zip(split_and_load(X, ctx), split_and_load(y, ctx), gpu_params)
    with autograd.record():
        ls = [loss(lenet(gpu_X, W), gpu_y) for gpu_X, gpu_y, W in parts]
    for each in ls:
        each.backward()
    for i in range(len(gpu_params[0])):
        allreduce([gpu_params[c][i].grad for c in range(len(ctx))])
    for W in gpu_params:
        d2l.sgd(W, lr, X.shape[0])


def train(num_gpus, batch_size, lr):
    train_iter, test_iter = d2l.load_data_fashion_mnist(batch_size)
    ctx = [mx.gpu(i) for i in range(num_gpus)]
    print("running on:", ctx)
    gpu_params = [get_params(params, c) for c in ctx]
    for X, y in train_iter:
        train_batch(X, y, gpu_params, ctx, lr)
        nd.waitall()

    def net(x):
        return lenet(x, gpu_params[0])

    print("test acc %.2f" % d2l.evaluate_accuracy(test_iter, net, ctx[0]))
    assert (gpu_params[0][0].asnumpy() == gpu_params[-1][0].asnumpy()).all()


train(num_gpus=1, batch_size=20, lr=0.2)
train(num_gpus=2, batch_size=20, lr=0.2)
