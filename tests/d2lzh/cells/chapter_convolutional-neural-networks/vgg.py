"""5.7 使用重复元素的网络（VGG）

Needs: Fashion-MNIST
"""

from itertools import islice

from mxnet import gluon, init, nd
from mxnet.gluon import nn

from gluon_course import d2lzh as d2l


def vgg_block(num_convs, num_channels):
    blk = nn.Sequential()
    for _ in range(num_convs):
        blk.add(nn.Conv2D(num_channels, kernel_size=3, padding=1, activation="relu"))
    blk.add(nn.MaxPool2D(pool_size=2, strides=2))
    return blk


def vgg(conv_arch):
    net = nn.Sequential()
    for num_convs, num_channels in conv_arch:
        net.add(vgg_block(num_convs, num_channels))
    net.add(nn.Dense(4096, activation="relu"), nn.Dropout(0.5))
    net.add(nn.Dense(4096, activation="relu"), nn.Dropout(0.5), nn.Dense(10))
    return net


conv_arch = ((1, 64), (1, 128), (2, 256), (2, 512), (2, 512))
ratio = 16
small_conv_arch = [(pair[0], pair[1] // ratio) for pair in conv_arch]
net = vgg(small_conv_arch)
lr, num_epochs, batch_size, ctx = 0.05, 1, 4, d2l.try_gpu()
net.initialize(ctx=ctx, init=init.Xavier())
X = nd.random.uniform(shape=(1, 1, 224, 224), ctx=ctx)
shapes = []
for blk in net:
    X = blk(X)
    shapes.append(X.shape)
    print(blk.name, "output shape:\t", X.shape)
assert [shape[-1] for shape in shapes[:5]] == [112, 56, 28, 14, 7]
assert len(net) == 10 and shapes[4] == (1, 32, 7, 7)

train_iter, test_iter = d2l.load_data_fashion_mnist(batch_size, resize=224)
train_iter, test_iter = list(islice(train_iter, 2)), list(islice(test_iter, 1))
trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": lr})
d2l.train_ch5(net, train_iter, test_iter, batch_size, trainer, ctx, num_epochs)
assert net(train_iter[0][0].as_in_context(ctx)).shape == (4, 10)
