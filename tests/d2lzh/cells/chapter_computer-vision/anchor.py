"""9.4 锚框

Needs: catdog.jpg
"""

import numpy as np
from mxnet import contrib, image, nd

from gluon_course import d2lzh as d2l

np.set_printoptions(2)
img = image.imread("../img/catdog.jpg").asnumpy()
h, w = img.shape[0:2]
X = nd.random.uniform(shape=(1, 3, h, w))
Y = contrib.nd.MultiBoxPrior(X, sizes=[0.75, 0.5, 0.25], ratios=[1, 2, 0.5])
assert Y.shape == (1, 2042040, 4)
boxes = Y.reshape((h, w, 5, 4))
print(boxes[250, 250, 0, :])
first = boxes[250, 250, 0, :].asnumpy().round(2).tolist()
assert np.allclose(first, [0.06, 0.07, 0.63, 0.82])

d2l.set_figsize()
bbox_scale = nd.array((w, h, w, h))
fig = d2l.plt.imshow(img)
labels = ["s=0.75, r=1", "s=0.75, r=2", "s=0.75, r=0.5", "s=0.5, r=1", "s=0.25, r=1"]
d2l.show_bboxes(fig.axes, boxes[250, 250, :, :] * bbox_scale, labels)
assert [each.get_text() for each in fig.axes.texts] == labels

# 给锚框标注类别和偏移量
ground_truth = nd.array([[0, 0.1, 0.08, 0.52, 0.92], [1, 0.55, 0.2, 0.9, 0.88]])
anchors = nd.array(
    [
        [0, 0.1, 0.2, 0.3],
        [0.15, 0.2, 0.4, 0.4],
        [0.63, 0.05, 0.88, 0.98],
        [0.66, 0.45, 0.8, 0.8],
        [0.57, 0.3, 0.92, 0.9],
    ]
)
fig = d2l.plt.imshow(img)
d2l.show_bboxes(fig.axes, ground_truth[:, 1:] * bbox_scale, ["dog", "cat"], "k")
d2l.show_bboxes(fig.axes, anchors * bbox_scale, ["0", "1", "2", "3", "4"])
offsets, mask, classes = contrib.nd.MultiBoxTarget(
    anchors.expand_dims(axis=0), ground_truth.expand_dims(axis=0), nd.zeros((1, 3, 5))
)
print(classes, mask)
assert classes.asnumpy().tolist() == [[0, 1, 2, 0, 2]]
assert mask.shape == offsets.shape == (1, 20)

# 非极大值抑制
anchors = nd.array(
    [
        [0.1, 0.08, 0.52, 0.92],
        [0.08, 0.2, 0.56, 0.95],
        [0.15, 0.3, 0.62, 0.91],
        [0.55, 0.2, 0.9, 0.88],
    ]
)
cls_probs = nd.array([[0] * 4, [0.9, 0.8, 0.7, 0.1], [0.1, 0.2, 0.3, 0.9]])
output = contrib.nd.MultiBoxDetection(
    cls_probs.expand_dims(axis=0),
    nd.zeros((1, 16)),
    anchors.expand_dims(axis=0),
    nms_threshold=0.5,
)
kept = [row for row in output[0].asnumpy() if row[0] != -1]
fig = d2l.plt.imshow(img)
for row in kept:
    label = ("dog=", "cat=")[int(row[0])] + str(row[1])
    d2l.show_bboxes(fig.axes, [nd.array(row[2:]) * bbox_scale], label)
assert sorted((int(row[0]), round(float(row[1]), 2)) for row in kept) == [
    (0, 0.9),
    (1, 0.9),
]
