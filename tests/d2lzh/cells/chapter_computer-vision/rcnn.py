"""9.8 区域卷积神经网络（R-CNN）系列

Needs: -
"""

from mxnet import nd

X = nd.arange(16).reshape((1, 1, 4, 4))
rois = nd.array([[0, 0, 0, 20, 20], [0, 0, 10, 30, 30]])
Y = nd.ROIPooling(X, rois, pooled_size=(2, 2), spatial_scale=0.1)
print(Y)
assert Y.shape == (2, 1, 2, 2)
assert Y[0, 0].asnumpy().tolist() == [[5, 6], [9, 10]]
assert Y[1, 0].asnumpy().tolist() == [[9, 11], [13, 15]]
