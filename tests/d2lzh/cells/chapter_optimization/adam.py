"""7.8 Adam算法

Needs: airfoil_self_noise.dat
"""

from mxnet import nd

from gluon_course import d2lzh as d2l

features, labels = d2l.get_data_ch7()


def init_adam_states():
    shapes = ((features.shape[1], 1), 1)
    return tuple((nd.zeros(shape), nd.zeros(shape)) for shape in shapes)


def adam(params, states, hyperparams):
    beta1, beta2, eps, t = 0.9, 0.999, 1e-6, hyperparams["t"]
    for p, (v, s) in zip(params, states):
        v[:] = beta1 * v + (1 - beta1) * p.grad
        s[:] = beta2 * s + (1 - beta2) * p.grad.square()
        v_bias_corr, s_bias_corr = v / (1 - beta1**t), s / (1 - beta2**t)
        p[:] -= hyperparams["lr"] * v_bias_corr / (s_bias_corr.sqrt() + eps)
    hyperparams["t"] += 1


hyperparams = {"lr": 0.01, "t": 1}
d2l.train_ch7(adam, init_adam_states(), hyperparams, features, labels)
scratch = d2l.plt.gca().lines[0].get_ydata()
assert hyperparams["t"] == 1 + 2 * 151  # 1503行，每批10行，两个周期
assert scratch[-1] < scratch[0]
d2l.train_gluon_ch7("adam", {"learning_rate": 0.01}, features, labels)
assert abs(d2l.plt.gca().lines[0].get_ydata()[-1] - scratch[-1]) < 0.05
