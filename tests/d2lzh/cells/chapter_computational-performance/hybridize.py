"""8.1 命令式和符号式混合编程

Needs: -
"""

from time import time

from mxnet import nd, sym
from mxnet.gluon import nn


def add(a, b):
    return a + b


def fancy_func(a, b, c, d):
    return add(add(a, b), add(c, d))


source = "def add(a, b):\n    return a + b\nresult = add(add(1, 2), add(3, 4))\n"
program = {}
exec(compile(source, "", "exec"), program)
assert fancy_func(1, 2, 3, 4) == program["result"] == 10


def get_net():
    net = nn.HybridSequential()
    net.add(nn.Dense(256, activation="relu"), nn.Dense(128, activation="relu"))
    net.add(nn.Dense(2))
    net.initialize()
    return net


def benchmark(net, x):
    start = time()
    for _ in range(50):
        _ = net(x)
    nd.waitall()
    return time() - start


x = nd.random.normal(shape=(1, 512))
net = get_net()
before = net(x)
print("before hybridizing: %.4f sec" % benchmark(net, x))
net.hybridize()
print("after hybridizing: %.4f sec" % benchmark(net, x))
assert abs(net(x) - before).max().asscalar() < 1e-5
net.export("my_mlp")
print(net(sym.var("data")))
assert net(sym.var("data")).list_arguments()[0] == "data"

calls = []


class HybridNet(nn.HybridBlock):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.hidden, self.output = nn.Dense(10), nn.Dense(2)

    def hybrid_forward(self, F, x):
        print("F: ", F, "x: ", x)
        calls.append(F)
        return self.output(F.relu(self.hidden(x)))


net = HybridNet()
net.initialize()
x = nd.random.normal(shape=(1, 4))
net(x), net(x)
assert calls == [nd, nd]
net.hybridize()
net(x), net(x)
assert calls == [nd, nd, sym]
