"""7.4 动量法

Needs: airfoil_self_noise.dat
"""

from mxnet import nd

from gluon_course import d2lzh as d2l

eta, gamma = 0.4, 0.5


def f_2d(x1, x2):
    return 0.1 * x1**2 + 2 * x2**2


def gd_2d(x1, x2, s1, s2):
    return (x1 - eta * 0.2 * x1, x2 - eta * 4 * x2, 0, 0)


def momentum_2d(x1, x2, v1, v2):
    v1 = gamma * v1 + eta * 0.2 * x1
    v2 = gamma * v2 + eta * 4 * x2
    return x1 - v1, x2 - v2, v1, v2


def end_point(trainer):
    points = d2l.train_2d(trainer)
    d2l.show_trace_2d(f_2d, points)
    return [round(float(each), 6) for each in points[-1]]


assert end_point(gd_2d) == [-0.943467, -0.000073]
assert end_point(momentum_2d) == [-0.062843, 0.001202]
eta = 0.6
assert end_point(gd_2d) == [-0.387814, -1673.365109]
assert end_point(momentum_2d) == [0.007188, 0.002553]

features, labels = d2l.get_data_ch7()


def init_momentum_states():
    return (nd.zeros((features.shape[1], 1)), nd.zeros(1))


def sgd_momentum(params, states, hyperparams):
    for p, v in zip(params, states):
        v[:] = hyperparams["momentum"] * v + hyperparams["lr"] * p.grad
        p[:] -= v


hyperparams = {"lr": 0.004, "momentum": 0.9}
d2l.train_ch7(sgd_momentum, init_momentum_states(), hyperparams, features, labels)
scratch = d2l.plt.gca().lines[0].get_ydata()[-1]
hyperparams = {"learning_rate": 0.004, "momentum": 0.9}
d2l.train_gluon_ch7("sgd", hyperparams, features, labels)
assert abs(d2l.plt.gca().lines[0].get_ydata()[-1] - scratch) < 0.1
