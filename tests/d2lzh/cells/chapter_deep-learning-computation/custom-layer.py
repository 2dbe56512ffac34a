"""4.4 自定义层

Needs: -
"""

from mxnet import gluon, nd
from mxnet.gluon import nn


class CenteredLayer(nn.Block):
    def forward(self, x):
        return x - x.mean()


layer = CenteredLayer()
print(layer(nd.array([1, 2, 3, 4, 5])))
assert layer(nd.array([1, 2, 3, 4, 5])).asnumpy().tolist() == [-2, -1, 0, 1, 2]

net = nn.Sequential()
net.add(nn.Dense(128), CenteredLayer())
net.initialize()
y = net(nd.random.uniform(shape=(4, 8)))
assert abs(y.mean().asscalar()) < 1e-7

params = gluon.ParameterDict()
params.get("param2", shape=(2, 3))
assert list(params) == ["param2"]


class MyDense(nn.Block):
    def __init__(self, units, in_units, **kwargs):
        super().__init__(**kwargs)
        self.weight = self.params.get("weight", shape=(in_units, units))
        self.bias = self.params.get("bias", shape=(units,))

    def forward(self, x):
        return nd.relu(nd.dot(x, self.weight.data()) + self.bias.data())


dense = MyDense(units=3, in_units=5)
dense.initialize()
print(dense.params)
assert dense(nd.random.uniform(shape=(2, 5))).shape == (2, 3)

net = nn.Sequential()
net.add(MyDense(8, in_units=64), MyDense(1, in_units=8))
net.initialize()
assert net(nd.random.uniform(shape=(2, 64))).shape == (2, 1)
