"""4.3 模型参数的延后初始化

Needs: -
"""

from mxnet import init, nd
from mxnet.gluon import nn

seen = []


class MyInit(init.Initializer):
    def _init_weight(self, name, data):
        print("Init", name, data.shape)
        seen.append((name, data.shape))


net = nn.Sequential()
net.add(nn.Dense(256, activation="relu"), nn.Dense(10))
net.initialize(init=MyInit())
assert not seen and net[0].weight.shape == (256, 0)

X = nd.random.uniform(shape=(2, 20))
Y = net(X)
assert seen == [("dense0_weight", (256, 20)), ("dense1_weight", (10, 256))]
Y = net(X)
assert len(seen) == 2

# 避免延后初始化
net.initialize(init=MyInit(), force_reinit=True)
assert len(seen) == 4

net = nn.Sequential()
net.add(nn.Dense(256, in_units=20, activation="relu"), nn.Dense(10, in_units=256))
net.initialize(init=MyInit())
assert seen[4:] == [("dense2_weight", (256, 20)), ("dense3_weight", (10, 256))]
