"""7.2 梯度下降和随机梯度下降

Text:     chapter_optimization/gd-sgd
Run:      gluon-course run gd-sgd
Expected: x^2 from 10, after 10 steps of rate 0.2, 0.05 and 1.1 (published 0.0604661760
          3.4867844010 61.917364224); x1^2 + 2 x2^2 from (-5, -2) after 20 steps
          (published -0.057646 -0.000073); with noise another end each time, within 0.5
          (published 0.031165 -0.029834)
Vary:     --eta 0.5 is too large in two dimensions; --noise 0
"""

import numpy as np

from gluon_course import cli, scratch, viz
from gluon_course.base.run import RunOptions
from gluon_course.scratch import optimizers


def main(eta=0.1, noise=1.0, run=RunOptions()):
    random = np.random.RandomState(run.seed)
    facts = {}
    # 一维梯度下降, and the learning rate 学习率
    for rate in (0.2, 0.05, 1.1):
        res = scratch.gd_1d(rate)
        if run.progress:
            print(f"epoch 10, x: {res[-1]:.10f}")
        path = run.path(f"rate-{rate:g}.png")
        viz.show_trace_1d(np.square, res, path, f"learning rate {rate:g}")
        facts[f"x_{rate:g}"] = res[-1]

    # 多维梯度下降
    def f_2d(x1, x2):
        return x1**2 + 2 * x2**2

    def gradient(x1, x2):
        return 2 * x1, 4 * x2

    # 随机梯度下降: the gradient of an example is the true one with noise
    def noisy_gradient(x1, x2):
        g1, g2 = gradient(x1, x2)
        return g1 + random.normal(0.1, noise), g2 + random.normal(0.1, noise)

    for name, slope in (("gd", gradient), ("sgd", noisy_gradient)):
        trainer = scratch.trainer_2d(optimizers.sgd, slope, lr=eta)
        res = scratch.train_2d(trainer, progress=run.progress)
        viz.show_trace_2d(f_2d, res, run.path(f"{name}.png"), f"{name}, rate {eta:g}")
        facts[f"{name}_x1"], facts[f"{name}_x2"] = res[-1]
    return facts


if __name__ == "__main__":
    cli.run_script(__file__)
