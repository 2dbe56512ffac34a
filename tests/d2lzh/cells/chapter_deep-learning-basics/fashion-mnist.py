"""3.5 图像分类数据集（Fashion-MNIST）

Needs: Fashion-MNIST
"""

import time

import numpy as np
from mxnet.gluon import data as gdata

from gluon_course import d2lzh as d2l

mnist_train = gdata.vision.FashionMNIST(train=True)
mnist_test = gdata.vision.FashionMNIST(train=False)
print(len(mnist_train), len(mnist_test))
feature, label = mnist_train[0]
assert feature.shape == (28, 28, 1) and label.dtype == np.int32

d2l.use_svg_display()
X, y = mnist_train[0:9]
d2l.show_fashion_mnist(X, d2l.get_fashion_mnist_labels(y))
assert len(d2l.plt.gcf().axes) == 9
assert d2l.get_fashion_mnist_labels([0, 9]) == ["t-shirt", "ankle boot"]

to_tensor = gdata.vision.transforms.ToTensor()
test_iter = gdata.DataLoader(
    mnist_test.transform_first(to_tensor), 256, shuffle=False, num_workers=0
)
train_iter, mine = d2l.load_data_fashion_mnist(256)
start = time.time()
for X, y in train_iter:
    continue
print("%.2f sec" % (time.time() - start))
assert len(train_iter) == -(-len(mnist_train) // 256)
assert X.shape[1:] == (1, 28, 28) and X.dtype == np.float32

# 两种读法得到同样的批量
for (X, y), (their_X, their_y) in zip(mine, test_iter):
    assert (their_X == X).min().asscalar() == 1
    assert (y.asnumpy() == their_y.asnumpy()).all() and y.dtype == their_y.dtype
