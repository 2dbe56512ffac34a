"""9.6 目标检测数据集（皮卡丘）

Needs: pikachu
"""

from mxnet import nd

from gluon_course import d2lzh as d2l

d2l._download_pikachu("../data/pikachu")

batch_size, edge_size = 6, 256
train_iter, val_iter = d2l.load_data_pikachu(batch_size, edge_size)
batch = train_iter.next()
print(batch.data[0].shape, batch.label[0].shape)
assert batch.data[0].shape == (6, 3, 256, 256) and batch.label[0].shape == (6, 1, 5)

imgs = batch.data[0][0:6].transpose((0, 2, 3, 1)) / 255
axes = d2l.show_images(imgs, 2, 3).flatten()
for ax, label in zip(axes, batch.label[0][0:6]):
    d2l.show_bboxes(ax, [label[0][1:5] * edge_size], colors=["w"])
assert len(axes[0].patches) == 1

label = val_iter.next().label[0]
assert (label[:, 0, 0] == 0).min().asscalar() == 1
assert abs(label[0, 0, 1:] - nd.array([0.3, 0.3, 0.7, 0.7])).max().asscalar() < 1e-6
train_iter.reset()
assert len(list(train_iter)) == 2
