"""7.4 动量法

Text:     chapter_optimization/momentum
Run:      gluon-course run momentum
Expected: 0.1 x1^2 + 2 x2^2 by gradient descent of rate 0.4 (published -0.943467
          -0.000073) and 0.6 (published -0.387814 -1673.365109), with momentum 0.5
          (published -0.062843 0.001202 and 0.007188 0.002553); losses of rate 0.02 with
          momentum 0.5 and 0.9 and of 0.004 with 0.9, by hand and by Gluon
          (published 0.2475 0.2556 0.2434 0.2441)
Vary:     --momentum 0.99 with --lr 0.0004
"""

from gluon_course import cli, data, scratch, viz
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything
from gluon_course.scratch import optimizers


def f_2d(x1, x2):
    """A long valley: 20 times steeper along x2."""
    return 0.1 * x1**2 + 2 * x2**2


def gradient(x1, x2):
    return 0.2 * x1, 4 * x2


def main(lr=0.004, momentum=0.9, batch_size=10, num_epochs=2, run=RunOptions()):
    seed_everything(run.seed)
    facts = {"data": "made-up rows" if run.sample else "airfoil"}
    # 梯度下降的问题, and 动量法 as its cure
    for eta in (0.4, 0.6):
        for name, gamma in (("gd", 0.0), ("momentum", 0.5)):
            settings = {"lr": eta, "momentum": gamma}
            trainer = scratch.trainer_2d(optimizers.momentum, gradient, **settings)
            res = scratch.train_2d(trainer, progress=run.progress)
            path = run.path(f"{name}-{eta:g}.png")
            viz.show_trace_2d(f_2d, res, path, f"{name}, rate {eta:g}")
            facts[f"{name}_{eta:g}_x1"], facts[f"{name}_{eta:g}_x2"] = res[-1]

    # 从零开始实现
    features, labels = data.airfoil_noise(1503, run)
    sizes = {"batch_size": batch_size, "num_epochs": num_epochs}
    step = optimizers.in_place(optimizers.momentum)
    results = {}
    for name, settings in {
        "weak": {"lr": 0.02, "momentum": 0.5},
        "strong": {"lr": 0.02, "momentum": 0.9},
        "slow": {"lr": lr, "momentum": momentum},
    }.items():
        results[name] = scratch.train_ch7(
            step, [(), ()], settings, features, labels, **sizes, progress=run.progress
        )
    # 简洁实现
    options = {"learning_rate": lr, "momentum": momentum}
    results["gluon"] = scratch.train_gluon_ch7(
        "sgd", options, features, labels, **sizes, progress=run.progress
    )
    viz.plot(
        [each.epochs for each in results.values()],
        [each.losses for each in results.values()],
        list(results),
        *("epoch", "loss", run.path("losses.png")),
    )
    return {**facts, **{f"{name}_loss": each.loss for name, each in results.items()}}


if __name__ == "__main__":
    cli.run_script(__file__)
