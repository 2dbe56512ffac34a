"""5.11 残差网络（ResNet）

Needs: Fashion-MNIST
"""

from itertools import islice

from mxnet import gluon, init, nd
from mxnet.gluon import nn

from gluon_course import d2lzh as d2l


class Residual(nn.Block):
    def __init__(self, num_channels, use_1x1conv=False, strides=1, **kwargs):
        super().__init__(**kwargs)
        self.conv1 = nn.Conv2D(num_channels, kernel_size=3, padding=1, strides=strides)
        self.conv2 = nn.Conv2D(num_channels, kernel_size=3, padding=1)
        self.conv3 = None
        if use_1x1conv:
            self.conv3 = nn.Conv2D(num_channels, kernel_size=1, strides=strides)
        self.bn1, self.bn2 = nn.BatchNorm(), nn.BatchNorm()

    def forward(self, X):
        Y = nd.relu(self.bn1(self.conv1(X)))
        Y = self.bn2(self.conv2(Y))
        return nd.relu(Y + (self.conv3(X) if self.conv3 else X))


blk = Residual(6, use_1x1conv=True, strides=2)
blk.initialize()
assert blk(nd.random.uniform(shape=(4, 3, 6, 6))).shape == (4, 6, 3, 3)

# 包里的残差块做同样的计算
packaged = d2l.Residual(6, use_1x1conv=True, strides=2)
packaged.initialize()
X = nd.random.uniform(shape=(4, 3, 6, 6))
packaged(X), blk(X)
for part in ("conv1", "conv2", "conv3"):
    mine = getattr(blk, part)
    getattr(packaged, part).weight.set_data(mine.weight.data())
assert abs(packaged(X) - blk(X)).max().asscalar() < 1e-5


def resnet_block(num_channels, num_residuals, first_block=False):
    blk = nn.Sequential()
    for i in range(num_residuals):
        is_half = i == 0 and not first_block
        blk.add(Residual(num_channels, is_half, strides=2 if is_half else 1))
    return blk


net = nn.Sequential()
net.add(nn.Conv2D(64, kernel_size=7, strides=2, padding=3), nn.BatchNorm())
net.add(nn.Activation("relu"), nn.MaxPool2D(pool_size=3, strides=2, padding=1))
net.add(resnet_block(64, 2, first_block=True), resnet_block(128, 2))
net.add(resnet_block(256, 2), resnet_block(512, 2))
net.add(nn.GlobalAvgPool2D(), nn.Dense(10))
ctx, batch_size = d2l.try_gpu(), 4
net.initialize(ctx=ctx, init=init.Xavier())
train_iter, test_iter = d2l.load_data_fashion_mnist(batch_size, resize=96)
train_iter, test_iter = list(islice(train_iter, 2)), list(islice(test_iter, 1))
trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.05})
d2l.train_ch5(net, train_iter, test_iter, batch_size, trainer, ctx, 1)
trained = [each for each in net.collect_params().values() if each.grad_req != "null"]
assert sum(each.data(ctx).size for each in trained) == 11178378
