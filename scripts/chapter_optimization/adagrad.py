"""7.5 AdaGrad算法

Text:     chapter_optimization/adagrad
Run:      gluon-course run adagrad
Expected: 0.1 x1^2 + 2 x2^2 with rate 0.4 (published -2.382563 -0.158591) and 2
          (published -0.002295 -0.000000); loss of rate 0.1, by hand and by Gluon
          (published 0.2436 0.2433)
Vary:     --lr 0.01 stops far too early; --lr 1
"""

from gluon_course import cli, data, scratch, viz
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything
from gluon_course.scratch import optimizers


def f_2d(x1, x2):
    return 0.1 * x1**2 + 2 * x2**2


def gradient(x1, x2):
    return 0.2 * x1, 4 * x2


def main(lr=0.1, batch_size=10, num_epochs=2, run=RunOptions()):
    seed_everything(run.seed)
    facts = {"data": "made-up rows" if run.sample else "airfoil"}
    # 特点: the steps only shrink, so a rate of 0.4 does not get far
    for eta in (0.4, 2):
        trainer = scratch.trainer_2d(optimizers.adagrad, gradient, lr=eta)
        res = scratch.train_2d(trainer, progress=run.progress)
        path = run.path(f"rate-{eta:g}.png")
        viz.show_trace_2d(f_2d, res, path, f"AdaGrad, rate {eta:g}")
        facts[f"{eta:g}_x1"], facts[f"{eta:g}_x2"] = res[-1]

    features, labels = data.airfoil_noise(1503, run)
    settings = {
        "batch_size": batch_size,
        "num_epochs": num_epochs,
        "progress": run.progress,
    }
    # 从零开始实现
    step = optimizers.in_place(optimizers.adagrad)
    by_hand = scratch.train_ch7(
        step, [(), ()], {"lr": lr}, features, labels, **settings
    )
    # 简洁实现
    options = {"learning_rate": lr}
    gluon = scratch.train_gluon_ch7("adagrad", options, features, labels, **settings)
    viz.plot(
        [by_hand.epochs, gluon.epochs],
        [by_hand.losses, gluon.losses],
        ["scratch", "gluon"],
        *("epoch", "loss", run.path("losses.png")),
    )
    return {**facts, "loss": by_hand.loss, "gluon_loss": gluon.loss}


if __name__ == "__main__":
    cli.run_script(__file__)
