"""7.3 小批量随机梯度下降

Text:     chapter_optimization/minibatch-sgd
Run:      gluon-course run minibatch-sgd
Expected: loss of gradient descent, 6 epochs (published 0.2461), of one sample a step
          (published 0.2490), of batches of 10, written by hand (published 0.2503) and
          by Gluon (published 0.2436); seconds an epoch (published 0.027 2.26 0.20 0.20)
Vary:     --batch-size 100 with the same --lr is slower to learn; --lr 0.5
"""

from gluon_course import cli, data, scratch, viz
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything
from gluon_course.scratch import optimizers


def main(lr=0.05, batch_size=10, num_epochs=2, run=RunOptions()):
    seed_everything(run.seed)
    # 读取数据: the text takes the first 1500 rows here
    features, labels = data.airfoil_noise(1500, run)

    # 从零开始实现
    sgd = optimizers.in_place(optimizers.sgd)

    def train_sgd(lr, batch_size, num_epochs=num_epochs):
        return scratch.train_ch7(
            sgd,
            None,
            {"lr": lr},
            features,
            labels,
            batch_size,
            num_epochs,
            progress=run.progress,
        )

    # 简洁实现
    def train_gluon(lr, batch_size):
        options = {"learning_rate": lr}
        return scratch.train_gluon_ch7(
            "sgd",
            options,
            features,
            labels,
            batch_size,
            num_epochs,
            progress=run.progress,
        )

    results = {
        "gd": train_sgd(1, len(features), 6),
        "sgd": train_sgd(0.005, 1),
        "minibatch": train_sgd(lr, batch_size),
        "gluon": train_gluon(lr, batch_size),
    }
    viz.plot(
        [each.epochs for each in results.values()],
        [each.losses for each in results.values()],
        list(results),
        *("epoch", "loss", run.path("losses.png")),
    )
    facts = {"data": "made-up rows" if run.sample else "airfoil"}
    for name, result in results.items():
        facts[f"{name}_loss"] = result.loss
        facts[f"{name}_s"] = result.seconds_per_epoch
    return facts


if __name__ == "__main__":
    cli.run_script(__file__)
