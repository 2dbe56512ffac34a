"""7.7 AdaDelta算法

Text:     chapter_optimization/adadelta
Run:      gluon-course run adadelta
Expected: loss with rho 0.9 and no learning rate at all, by hand and by Gluon
          (published 0.2440 0.2449)
Vary:     --rho 0.99; --eps 1e-9 begins with steps too small to see
"""

from gluon_course import cli, data, scratch, viz
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything
from gluon_course.scratch import optimizers


def main(rho=0.9, eps=1e-5, batch_size=10, num_epochs=2, run=RunOptions()):
    seed_everything(run.seed)
    features, labels = data.airfoil_noise(1503, run)
    settings = {
        "batch_size": batch_size,
        "num_epochs": num_epochs,
        "progress": run.progress,
    }
    # 从零开始实现: two averages for each parameter
    step = optimizers.in_place(optimizers.adadelta)
    hyperparams = {"rho": rho, "eps": eps}
    by_hand = scratch.train_ch7(
        step, [(), ()], hyperparams, features, labels, **settings
    )
    # 简洁实现
    options = {"rho": rho, "epsilon": eps}
    gluon = scratch.train_gluon_ch7("adadelta", options, features, labels, **settings)
    viz.plot(
        [by_hand.epochs, gluon.epochs],
        [by_hand.losses, gluon.losses],
        ["scratch", "gluon"],
        *("epoch", "loss", run.path("losses.png")),
    )
    return {
        "data": "made-up rows" if run.sample else "airfoil",
        "loss": by_hand.loss,
        "gluon_loss": gluon.loss,
    }


if __name__ == "__main__":
    cli.run_script(__file__)
