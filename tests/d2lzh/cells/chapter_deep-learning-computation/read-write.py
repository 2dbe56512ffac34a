"""4.5 读取和存储

Needs: -
"""

from mxnet import nd
from mxnet.gluon import nn

x = nd.ones(3)
nd.save("x", x)
(x2,) = nd.load("x")
assert (x == x2).min().asscalar() == 1

y = nd.zeros(4)
nd.save("xy", [x, y])
x2, y2 = nd.load("xy")
assert x2.shape == (3,) and y2.shape == (4,)

nd.save("mydict", {"x": x, "y": y})
mydict2 = nd.load("mydict")
print(mydict2)
assert sorted(mydict2) == ["x", "y"]


class MLP(nn.Block):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.hidden = nn.Dense(256, activation="relu")
        self.output = nn.Dense(10)

    def forward(self, x):
        return self.output(self.hidden(x))


net = MLP()
net.initialize()
X = nd.random.uniform(shape=(2, 20))
Y = net(X)
net.save_parameters("mlp.params")

net2 = MLP()
net2.load_parameters("mlp.params")
assert (net2(X) == Y).min().asscalar() == 1
