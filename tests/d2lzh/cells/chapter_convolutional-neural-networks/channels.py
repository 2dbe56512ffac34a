"""5.3 多输入通道和多输出通道

Needs: -
"""

from mxnet import nd

from gluon_course import d2lzh as d2l


def corr2d_multi_in(X, K):
    return nd.add_n(*[d2l.corr2d(x, k) for x, k in zip(X, K)])


def corr2d_multi_in_out(X, K):
    return nd.stack(*[corr2d_multi_in(X, k) for k in K])


def corr2d_multi_in_out_1x1(X, K):
    c_i, h, w = X.shape
    X = X.reshape((c_i, h * w))
    K = K.reshape((K.shape[0], c_i))
    return nd.dot(K, X).reshape((K.shape[0], h, w))


X = nd.stack(nd.arange(9).reshape((3, 3)), nd.arange(1, 10).reshape((3, 3)))
K = nd.stack(nd.arange(4).reshape((2, 2)), nd.arange(1, 5).reshape((2, 2)))
print(corr2d_multi_in(X, K))
assert corr2d_multi_in(X, K).asnumpy().tolist() == [[56, 72], [104, 120]]

K = nd.stack(K, K + 1, K + 2)
Y = corr2d_multi_in_out(X, K)
assert K.shape == (3, 2, 2, 2) and Y.shape == (3, 2, 2)
assert Y[1].asnumpy().tolist() == [[76, 100], [148, 172]]
assert Y[2].asnumpy().tolist() == [[96, 128], [192, 224]]

X = nd.random.uniform(shape=(3, 3, 3))
K = nd.random.uniform(shape=(2, 3, 1, 1))
Y1, Y2 = corr2d_multi_in_out_1x1(X, K), corr2d_multi_in_out(X, K)
assert (Y1 - Y2).norm().asscalar() < 1e-6
