"""7.8 Adam算法

Text:     chapter_optimization/adam
Run:      gluon-course run adam
Expected: loss of rate 0.01, by hand and by Gluon (published 0.2433 0.2434), and that of
          Yogi, which zh-v2 adds, on its 1500 rows (published 0.244)
Vary:     --lr 0.1; --lr 0.001 needs more epochs
"""

from gluon_course import cli, data, scratch, viz
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything
from gluon_course.scratch import optimizers


def main(lr=0.01, batch_size=10, num_epochs=2, run=RunOptions()):
    seed_everything(run.seed)
    features, labels = data.airfoil_noise(1503, run)
    settings = {
        "batch_size": batch_size,
        "num_epochs": num_epochs,
        "progress": run.progress,
    }
    # 从零开始实现: the states count the steps, which the text does in hyperparams
    step = optimizers.in_place(optimizers.adam)
    by_hand = scratch.train_ch7(
        step, [(), ()], {"lr": lr}, features, labels, **settings
    )
    # 简洁实现
    options = {"learning_rate": lr}
    gluon = scratch.train_gluon_ch7("adam", options, features, labels, **settings)
    # Yogi (v2:11.10)
    features, labels = data.airfoil_noise(1500, run)
    step = optimizers.in_place(optimizers.yogi)
    yogi = scratch.train_ch7(step, [(), ()], {"lr": lr}, features, labels, **settings)
    viz.plot(
        [by_hand.epochs, gluon.epochs, yogi.epochs],
        [by_hand.losses, gluon.losses, yogi.losses],
        ["scratch", "gluon", "yogi"],
        *("epoch", "loss", run.path("losses.png")),
    )
    return {
        "data": "made-up rows" if run.sample else "airfoil",
        "loss": by_hand.loss,
        "gluon_loss": gluon.loss,
        "yogi_loss": yogi.loss,
    }


if __name__ == "__main__":
    cli.run_script(__file__)
