"""9.7 单发多框检测（SSD）

Needs: pikachu、pikachu.jpg
"""

from mxnet import autograd, contrib, gluon, image, init, nd
from mxnet.gluon import loss as gloss
from mxnet.gluon import nn

from gluon_course import d2lzh as d2l

sizes = [[0.2, 0.272], [0.37, 0.447], [0.54, 0.619], [0.71, 0.79], [0.88, 0.961]]
num_anchors, num_classes = 4, 1


def down_sample_blk(num_channels):
    blk = nn.Sequential()
    for _ in range(2):
        blk.add(nn.Conv2D(num_channels, kernel_size=3, padding=1))
        blk.add(nn.BatchNorm(in_channels=num_channels), nn.Activation("relu"))
    blk.add(nn.MaxPool2D(2))
    return blk


def get_blk(i):
    if i == 4:
        return nn.GlobalMaxPool2D()
    blk = nn.Sequential()
    blk.add(*[down_sample_blk(c) for c in ([16, 32, 64] if i == 0 else [128])])
    return blk


def concat_preds(preds):
    return nd.concat(*[p.transpose((0, 2, 3, 1)).flatten() for p in preds], dim=1)


class TinySSD(nn.Block):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        for i in range(5):
            cls = nn.Conv2D(num_anchors * (num_classes + 1), kernel_size=3, padding=1)
            setattr(self, "blk_%d" % i, get_blk(i))
            setattr(self, "cls_%d" % i, cls)
            setattr(self, "bbox_%d" % i, nn.Conv2D(num_anchors * 4, 3, padding=1))

    def forward(self, X):
        anchors, cls_preds, bbox_preds = [], [], []
        for i in range(5):
            X = getattr(self, "blk_%d" % i)(X)
            anchors.append(contrib.nd.MultiBoxPrior(X, sizes[i], [1, 2, 0.5]))
            cls_preds.append(getattr(self, "cls_%d" % i)(X))
            bbox_preds.append(getattr(self, "bbox_%d" % i)(X))
        cls_preds = concat_preds(cls_preds).reshape((0, -1, num_classes + 1))
        return nd.concat(*anchors, dim=1), cls_preds, concat_preds(bbox_preds)


net = TinySSD()
net.initialize(init=init.Xavier())
anchors, cls_preds, bbox_preds = net(nd.zeros((1, 3, 256, 256)))
assert anchors.shape == (1, 5444, 4)
assert cls_preds.shape == (1, 5444, 2) and bbox_preds.shape == (1, 21776)

batch_size, ctx = 4, d2l.try_gpu()
train_iter, _ = d2l.load_data_pikachu(batch_size, edge_size=64)
net.collect_params().reset_ctx(ctx)
trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.2, "wd": 5e-4})
cls_loss, bbox_loss = gloss.SoftmaxCrossEntropyLoss(), gloss.L1Loss()
losses = []
for _ in range(3):
    train_iter.reset()
    for batch in train_iter:
        X = batch.data[0].as_in_context(ctx)
        Y = batch.label[0].as_in_context(ctx)
        with autograd.record():
            anchors, cls_preds, bbox_preds = net(X)
            offsets, mask, classes = contrib.nd.MultiBoxTarget(
                anchors, Y, cls_preds.transpose((0, 2, 1))
            )
            loss = cls_loss(cls_preds, classes)
            loss = loss + bbox_loss(bbox_preds * mask, offsets * mask)
        loss.backward()
        trainer.step(batch_size)
        losses.append(loss.mean().asscalar())
print(losses)
assert losses[-1] < losses[0]

img = image.imread("../img/pikachu.jpg")
feature = image.imresize(img, 64, 64).astype("float32").transpose((2, 0, 1))
anchors, cls_preds, bbox_preds = net(feature.expand_dims(axis=0).as_in_context(ctx))
cls_probs = cls_preds.softmax().transpose((0, 2, 1))
output = contrib.nd.MultiBoxDetection(cls_probs, bbox_preds, anchors)
assert output.shape[2] == 6

# 练习：平滑L1
x = nd.arange(-2, 2, 0.1)
for line, scalar in zip(["-", "--", "-."], [10, 1, 0.5]):
    y = nd.smooth_l1(x, scalar=scalar)
    d2l.plt.plot(x.asnumpy(), y.asnumpy(), line, label="sigma=%.1f" % scalar)
d2l.plt.legend()
