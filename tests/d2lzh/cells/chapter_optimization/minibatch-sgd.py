"""7.3 小批量随机梯度下降

Needs: airfoil_self_noise.dat
"""

import numpy as np
from mxnet import nd

from gluon_course import d2lzh as d2l


def get_data_ch7():
    data = np.genfromtxt("../data/airfoil_self_noise.dat", delimiter="\t")
    data = (data - data.mean(axis=0)) / data.std(axis=0)
    return nd.array(data[:1500, :-1]), nd.array(data[:1500, -1])


features, labels = get_data_ch7()
assert features.shape == (1500, 5)
# 包里的函数保留全部1503行
packaged, _ = d2l.get_data_ch7()
assert packaged.shape == (1503, 5)
assert abs(packaged[:1500] - features).max().asscalar() < 1e-5
assert abs(packaged.mean(axis=0)).max().asscalar() < 1e-5


def sgd(params, states, hyperparams):
    for p in params:
        p[:] -= hyperparams["lr"] * p.grad


def train_sgd(lr, batch_size, num_epochs=2):
    d2l.train_ch7(sgd, None, {"lr": lr}, features, labels, batch_size, num_epochs)


train_sgd(1, 1500, 6)
train_sgd(0.05, 10)
line = d2l.plt.gca().lines[0].get_ydata()
assert line[0] > line[-1] > 0
d2l.train_gluon_ch7("sgd", {"learning_rate": 0.05}, features, labels, 10)
line = d2l.plt.gca().lines[0].get_ydata()
assert line[0] > line[-1] > 0
