"""4.2 模型参数的访问、初始化和共享

Needs: -
"""

from mxnet import init, nd
from mxnet.gluon import nn

net = nn.Sequential()
net.add(nn.Dense(256, activation="relu"), nn.Dense(10))
net.initialize()
X = nd.random.uniform(shape=(2, 20))
Y = net(X)

print(net[0].params, type(net[0].params))
assert net[0].params["dense0_weight"] is net[0].weight
assert net[0].weight.data().shape == (256, 20)
assert net[0].weight.grad().sum().asscalar() == 0
assert list(net.collect_params(".*weight")) == ["dense0_weight", "dense1_weight"]

# 初始化
net.initialize(init=init.Normal(sigma=0.01), force_reinit=True)
assert net[0].weight.data().abs().max().asscalar() < 0.1
net.initialize(init=init.Constant(1), force_reinit=True)
assert net[0].weight.data().min().asscalar() == 1
net[0].weight.initialize(init=init.Xavier(), force_reinit=True)
bound = (6 / (20 + 256)) ** 0.5
assert net[0].weight.data().abs().max().asscalar() <= bound


class MyInit(init.Initializer):
    def _init_weight(self, name, data):
        print("Init", name, data.shape)
        data[:] = nd.random.uniform(low=-10, high=10, shape=data.shape)
        data *= data.abs() >= 5


net.initialize(MyInit(), force_reinit=True)
W = net[0].weight.data().abs()
assert ((W == 0) + (W >= 5)).min().asscalar() == 1

before = net[0].weight.data().copy()
net[0].weight.set_data(net[0].weight.data() + 1)
assert abs(net[0].weight.data() - before - 1).max().asscalar() < 1e-5

# 共享
net = nn.Sequential()
shared = nn.Dense(8, activation="relu")
again = nn.Dense(8, activation="relu", params=shared.params)
net.add(nn.Dense(8, activation="relu"), shared, again, nn.Dense(10))
net.initialize()
net(X)
assert (net[1].weight.data()[0] == net[2].weight.data()[0]).min().asscalar() == 1
net[1].weight.set_data(net[1].weight.data() * 2)
assert (net[1].weight.data() == net[2].weight.data()).min().asscalar() == 1
