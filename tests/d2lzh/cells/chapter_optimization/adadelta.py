"""7.7 AdaDelta算法

Needs: airfoil_self_noise.dat
"""

from mxnet import nd

from gluon_course import d2lzh as d2l

features, labels = d2l.get_data_ch7()


def init_adadelta_states():
    shapes = ((features.shape[1], 1), 1)
    return tuple((nd.zeros(shape), nd.zeros(shape)) for shape in shapes)


def adadelta(params, states, hyperparams):
    rho, eps = hyperparams["rho"], 1e-5
    for p, (s, delta) in zip(params, states):
        s[:] = rho * s + (1 - rho) * p.grad.square()
        g = ((delta + eps).sqrt() / (s + eps).sqrt()) * p.grad
        p[:] -= g
        delta[:] = rho * delta + (1 - rho) * g * g


d2l.train_ch7(adadelta, init_adadelta_states(), {"rho": 0.9}, features, labels)
scratch = d2l.plt.gca().lines[0].get_ydata()
assert scratch[-1] < scratch[0]
d2l.train_gluon_ch7("adadelta", {"rho": 0.9}, features, labels)
assert abs(d2l.plt.gca().lines[0].get_ydata()[-1] - scratch[-1]) < 0.05
