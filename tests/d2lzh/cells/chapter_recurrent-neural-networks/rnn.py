"""6.2 循环神经网络

Needs: -
"""

from mxnet import nd

X, W_xh = nd.random.normal(shape=(3, 1)), nd.random.normal(shape=(1, 4))
H, W_hh = nd.random.normal(shape=(3, 4)), nd.random.normal(shape=(4, 4))
apart = nd.dot(X, W_xh) + nd.dot(H, W_hh)
joined = nd.dot(nd.concat(X, H, dim=1), nd.concat(W_xh, W_hh, dim=0))
print(apart, joined)
assert apart.shape == (3, 4)
assert abs(apart - joined).max().asscalar() < 1e-5
