"""9.9 语义分割和数据集

Needs: VOC2012
"""

from mxnet import nd
from mxnet.gluon import data as gdata

from gluon_course import d2lzh as d2l

voc_dir = d2l.download_voc_pascal()
print(voc_dir)
train_features, train_labels = d2l.read_voc_images()
assert len(train_features) == len(train_labels) == 6
n = 5
imgs = train_features[1:n] + train_labels[1:n]
d2l.show_images(imgs, 2, n - 1)

assert len(d2l.VOC_COLORMAP) == len(d2l.VOC_CLASSES) == 21
assert d2l.VOC_COLORMAP[1] == [128, 0, 0] and d2l.VOC_CLASSES[1] == "aeroplane"
assert d2l.VOC_CLASSES[0] == "background" and d2l.VOC_CLASSES[-1] == "tv/monitor"
colormap2label = nd.zeros(256**3)
for i, colormap in enumerate(d2l.VOC_COLORMAP):
    colormap2label[(colormap[0] * 256 + colormap[1]) * 256 + colormap[2]] = i
y = d2l.voc_label_indices(train_labels[1], colormap2label)
print(y[15:25, 25:35])
assert y.shape == (80, 120) and y[0, 0].asscalar() == 0 and y[30, 60].asscalar() == 1

# 图像和标签裁剪同样的区域
feature, label = d2l.voc_rand_crop(train_features[1], train_labels[1], 40, 60)
assert feature.shape == label.shape == (40, 60, 3)
same, other = d2l.voc_rand_crop(train_labels[1], train_labels[1], 40, 60)
assert (same == other).min().asscalar() == 1

crop_size = (32, 48)
voc_train = d2l.VOCSegDataset(True, crop_size, voc_dir, colormap2label)
voc_test = d2l.VOCSegDataset(False, crop_size, voc_dir, colormap2label)
assert (len(voc_train), len(voc_test)) == (6, 5)
too_large = d2l.VOCSegDataset(True, (60, 100), voc_dir, colormap2label)
assert len(too_large) == 5  # 比裁剪尺寸小的图像被丢弃
white = voc_train.normalize_image(nd.ones((1, 1, 3)) * 255)
assert abs(white[0, 0, 0].asscalar() - (1 - 0.485) / 0.229) < 1e-4
assert len(voc_train.filter(train_features)) == 6
train_iter = gdata.DataLoader(voc_train, 2, shuffle=True, last_batch="discard")
for X, Y in train_iter:
    print(X.shape, Y.shape)
    break
assert X.shape == (2, 3, 32, 48) and Y.shape == (2, 32, 48)
