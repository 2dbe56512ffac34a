"""7.6 RMSProp算法

Text:     chapter_optimization/rmsprop
Run:      gluon-course run rmsprop
Expected: 0.1 x1^2 + 2 x2^2 with rate 0.4, gamma 0.9 (published -0.010599 0.000000);
          loss of rate 0.01, gamma 0.9, by hand and by Gluon (published 0.2466 0.2477)
Vary:     --gamma 0.99 remembers longer; --lr 0.1
"""

from gluon_course import cli, data, scratch, viz
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything
from gluon_course.scratch import optimizers


def f_2d(x1, x2):
    return 0.1 * x1**2 + 2 * x2**2


def gradient(x1, x2):
    return 0.2 * x1, 4 * x2


def main(lr=0.01, gamma=0.9, batch_size=10, num_epochs=2, run=RunOptions()):
    seed_everything(run.seed)
    # 算法: a moving average, so the steps of rate 0.4 do not die out
    trainer = scratch.trainer_2d(optimizers.rmsprop, gradient, lr=0.4, gamma=gamma)
    res = scratch.train_2d(trainer, progress=run.progress)
    viz.show_trace_2d(f_2d, res, run.path("trace.png"), "RMSProp, rate 0.4")

    features, labels = data.airfoil_noise(1503, run)
    settings = {
        "batch_size": batch_size,
        "num_epochs": num_epochs,
        "progress": run.progress,
    }
    # 从零开始实现
    step = optimizers.in_place(optimizers.rmsprop)
    hyperparams = {"lr": lr, "gamma": gamma}
    by_hand = scratch.train_ch7(
        step, [(), ()], hyperparams, features, labels, **settings
    )
    # 简洁实现
    options = {"learning_rate": lr, "gamma1": gamma}
    gluon = scratch.train_gluon_ch7("rmsprop", options, features, labels, **settings)
    viz.plot(
        [by_hand.epochs, gluon.epochs],
        [by_hand.losses, gluon.losses],
        ["scratch", "gluon"],
        *("epoch", "loss", run.path("losses.png")),
    )
    return {
        "data": "made-up rows" if run.sample else "airfoil",
        "x1": res[-1][0],
        "x2": res[-1][1],
        "loss": by_hand.loss,
        "gluon_loss": gluon.loss,
    }


if __name__ == "__main__":
    cli.run_script(__file__)
