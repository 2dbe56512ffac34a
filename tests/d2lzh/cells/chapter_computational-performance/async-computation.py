"""8.2 异步计算

Needs: -
"""

import os
import subprocess
import time

from mxnet import autograd, gluon, nd
from mxnet.gluon import loss as gloss
from mxnet.gluon import nn


class Benchmark:
    def __init__(self, prefix=None):
        self.prefix = prefix + " " if prefix else ""

    def __enter__(self):
        self.start = time.time()

    def __exit__(self, *args):
        print("%stime: %.4f sec" % (self.prefix, time.time() - self.start))


with Benchmark("Workloads are queued."):
    x = nd.random.uniform(shape=(500, 500))
    y = nd.dot(x, x).sum()
with Benchmark("Workloads are finished."):
    print("sum =", y)
with Benchmark():
    nd.dot(x, x).wait_to_read()
with Benchmark():
    nd.dot(x, x)
    nd.waitall()
with Benchmark():
    nd.dot(x, x).norm().asscalar()

with Benchmark("synchronous."):
    for _ in range(50):
        y = x + 1
        y.wait_to_read()
with Benchmark("asynchronous."):
    for _ in range(50):
        y = x + 1
    nd.waitall()
assert (y == x + 1).min().asscalar() == 1


def data_iter():
    for i in range(5):
        yield nd.random.normal(shape=(64, 32)), nd.ones((64,))
        print("batch %d" % (i + 1))


net = nn.Sequential()
net.add(nn.Dense(64, activation="relu"), nn.Dense(16, activation="relu"), nn.Dense(1))
net.initialize()
trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.05})
loss = gloss.L2Loss()


def get_mem():
    res = subprocess.check_output(["ps", "u", "-p", str(os.getpid())])
    return int(str(res).split()[15]) / 1e3


mem, losses = get_mem(), []
for X, y in data_iter():
    with autograd.record():
        batch_loss = loss(net(X), y)
    losses.append(batch_loss.mean().asscalar())
    batch_loss.backward()
    trainer.step(X.shape[0])
nd.waitall()
print("increased memory: %f MB" % (get_mem() - mem))
assert losses[-1] < losses[0]
