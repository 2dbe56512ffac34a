"""9.1 图像增广

Needs: cat1.jpg、CIFAR-10
"""

from itertools import islice

import mxnet as mx
from mxnet import gluon, image, init
from mxnet.gluon import data as gdata
from mxnet.gluon import loss as gloss

from gluon_course import d2lzh as d2l

transforms = gdata.vision.transforms
d2l.set_figsize()
img = image.imread("../img/cat1.jpg")
d2l.plt.imshow(img.asnumpy())
assert img.shape == (400, 500, 3)


def apply(img, aug, num_rows=2, num_cols=4, scale=1.5):
    Y = [aug(img) for _ in range(num_rows * num_cols)]
    axes = d2l.show_images(Y, num_rows, num_cols, scale)
    assert len(axes) == num_rows and len(axes[0]) == num_cols
    return Y[0]


crop = transforms.RandomResizedCrop((200, 200), scale=(0.1, 1), ratio=(0.5, 2))
color = transforms.RandomColorJitter(0.5, 0.5, 0.5, 0.5)
apply(img, transforms.RandomFlipTopBottom())
apply(img, transforms.RandomBrightness(0.5))
apply(img, transforms.RandomHue(0.5))
flip = transforms.RandomFlipLeftRight()
assert apply(img, transforms.Compose([flip, color, crop])).shape == (200, 200, 3)

pictures = gdata.vision.CIFAR10(train=True)[0:32][0]
d2l.show_images(pictures, 4, 8, scale=0.8)
train_augs = transforms.Compose([flip, transforms.ToTensor()])
test_augs = transforms.Compose([transforms.ToTensor()])


def load_cifar10(is_train, augs, batch_size):
    dataset = gdata.vision.CIFAR10(train=is_train).transform_first(augs)
    return gdata.DataLoader(dataset, batch_size, shuffle=is_train, num_workers=0)


def train_with_data_aug(train_augs, test_augs, lr=0.001):
    batch_size, ctx, net = 8, d2l.try_all_gpus(), d2l.resnet18(10)
    net.initialize(ctx=ctx, init=init.Xavier())
    trainer = gluon.Trainer(net.collect_params(), "adam", {"learning_rate": lr})
    loss = gloss.SoftmaxCrossEntropyLoss()
    train_iter = list(islice(load_cifar10(True, train_augs, batch_size), 2))
    test_iter = load_cifar10(False, test_augs, batch_size)
    d2l.train(train_iter, test_iter, net, loss, trainer, ctx, num_epochs=1)
    return train_iter[0], net, test_iter, ctx


(X, y), net, test_iter, ctx = train_with_data_aug(train_augs, test_augs)
Xs, ys, batch_size = d2l._get_batch((X, y), [mx.cpu(0), mx.cpu(1)])
assert batch_size == 8 and [part.shape[0] for part in Xs] == [4, 4]
assert str(ys[1].dtype) == str(Xs[1].dtype) and ys[1].context == mx.cpu(1)
assert d2l._make_list(ctx) is ctx and d2l._make_list(mx.cpu()) == [mx.cpu()]
assert 0 <= d2l.evaluate_accuracy(test_iter, net, ctx) <= 1
