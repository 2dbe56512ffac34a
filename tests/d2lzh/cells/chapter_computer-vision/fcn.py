"""9.10 全卷积网络（FCN）

Needs: VOC2012、catdog.jpg、ResNet-18的预训练权重（测试用pretrained=False）
"""

import numpy as np
from mxnet import gluon, image, init, nd
from mxnet.gluon import data as gdata
from mxnet.gluon import loss as gloss
from mxnet.gluon import model_zoo, nn

from gluon_course import d2lzh as d2l

# 卷积写成矩阵乘法
X, K = nd.arange(1, 17).reshape((1, 1, 4, 4)), nd.arange(1, 10).reshape((1, 1, 3, 3))
conv = nn.Conv2D(channels=1, kernel_size=3)
conv.initialize(init.Constant(K))
W, k = nd.zeros((4, 16)), nd.zeros(11)
k[:3], k[4:7], k[8:] = K[0, 0, 0], K[0, 0, 1], K[0, 0, 2]
W[0, 0:11], W[1, 1:12], W[2, 4:15], W[3, 5:16] = k, k, k, k
product = nd.dot(W, X.reshape(16)).reshape((1, 1, 2, 2))
assert (conv(X) == product).min().asscalar() == 1
assert product[0, 0].asnumpy().tolist() == [[348, 393], [528, 573]]


def bilinear_kernel(in_channels, out_channels, kernel_size):
    factor = (kernel_size + 1) // 2
    center = factor - 1 if kernel_size % 2 == 1 else factor - 0.5
    og = np.ogrid[:kernel_size, :kernel_size]
    filt = (1 - abs(og[0] - center) / factor) * (1 - abs(og[1] - center) / factor)
    weight = np.zeros((in_channels, out_channels, kernel_size, kernel_size), "float32")
    weight[range(in_channels), range(out_channels), :, :] = filt
    return nd.array(weight)


conv_trans = nn.Conv2DTranspose(3, kernel_size=4, padding=1, strides=2)
conv_trans.initialize(init.Constant(bilinear_kernel(3, 3, 4)))
img = image.imread("../img/catdog.jpg").astype("float32") / 255
Y = conv_trans(img.transpose((2, 0, 1)).expand_dims(axis=0))
assert Y.shape[2:] == (1122, 1456)

# 课本用pretrained=True下载权重
pretrained_net = model_zoo.vision.resnet18_v2(pretrained=False)
net = nn.HybridSequential()
for layer in pretrained_net.features[:-2]:
    net.add(layer)
net.initialize()
assert net(nd.random.uniform(shape=(1, 3, 64, 96))).shape == (1, 512, 2, 3)
net.add(nn.Conv2D(21, kernel_size=1))
net.add(nn.Conv2DTranspose(21, kernel_size=64, padding=16, strides=32))
net[-1].initialize(init.Constant(bilinear_kernel(21, 21, 64)))
net[-2].initialize(init=init.Xavier())

crop_size, batch_size, colormap2label = (64, 96), 2, nd.zeros(256**3)
for i, (red, green, blue) in enumerate(d2l.VOC_COLORMAP):
    colormap2label[(red * 256 + green) * 256 + blue] = i
voc_dir = d2l.download_voc_pascal(data_dir="../data")
train_iter, test_iter = (
    gdata.DataLoader(
        d2l.VOCSegDataset(is_train, crop_size, voc_dir, colormap2label),
        batch_size,
        shuffle=is_train,
        last_batch="discard",
    )
    for is_train in (True, False)
)
ctx = d2l.try_all_gpus()
loss = gloss.SoftmaxCrossEntropyLoss(axis=1)
net.collect_params().reset_ctx(ctx)
trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.1, "wd": 1e-3})
d2l.train(train_iter, test_iter, net, loss, trainer, ctx, num_epochs=1)

test_images, test_labels = d2l.read_voc_images(is_train=False)
palette, rows = nd.array(d2l.VOC_COLORMAP, dtype="uint8"), [[], [], []]
for i in (1, 2):
    X = image.fixed_crop(test_images[i], 0, 0, 96, 64)
    normal = test_iter._dataset.normalize_image(X).transpose((2, 0, 1))
    pred = nd.argmax(net(normal.expand_dims(axis=0)), axis=1)
    colors = palette[pred[0].astype("int32"), :]
    label = image.fixed_crop(test_labels[i], 0, 0, 96, 64)
    for row, picture in zip(rows, (X, colors, label)):
        row.append(picture)
d2l.show_images(rows[0] + rows[1] + rows[2], 3, 2)
assert pred.shape == (1, 64, 96) and colors.shape == (64, 96, 3)
