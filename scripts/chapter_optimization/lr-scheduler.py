"""v2:11.11 学习率调度器

Text:     chapter_optimization/lr-scheduler
Run:      gluon-course run v2:lr-scheduler
Expected: 30 epochs, test accuracy without a schedule (published 0.892), by the square
          root (published 0.805), by factors at 15 and 30 (published 0.904), by a cosine
          (published 0.876) and by one after a warm-up (published 0.875)
Vary:     --schedule square-root, factor, factor-at, cosine, warm-up; --unit epoch
          counts the schedule's steps in epochs, and goes higher
"""

from mxnet import init
from mxnet.gluon import nn

from gluon_course import cli, data, optim, train, viz
from gluon_course.base.errors import ConfigError
from gluon_course.base.registry import nearest
from gluon_course.base.run import RunOptions

SCHEDULES = {
    "none": optim.Constant(0.3),
    "square-root": optim.SquareRoot(0.1),
    "factor": optim.Factor(2.0, 0.9, stop=1e-2),
    "factor-at": optim.MultiFactor(0.5, (15, 30), 0.5),
    "cosine": optim.Cosine(0.3, 20, 0.01),
    "warm-up": optim.WarmUp(5, optim.Cosine(0.3, 15, 0.01)),
}


def main(
    schedule="none", unit="update", num_epochs=30, batch_size=256, run=RunOptions()
):
    for value, known in ((schedule, SCHEDULES), (unit, ("update", "epoch"))):
        if value not in known:
            raise ConfigError(f"{value!r} is not known", nearest(value, known))
    # 学习率调度器: each as a curve, of updates as Gluon's schedulers count
    steps = list(range(31))
    for name, each in SCHEDULES.items():
        path = run.path(f"{name}.png")
        viz.plot(steps, [each(t) for t in steps], (), unit, "learning rate", path, name)

    # 一个简单的问题: LeNet with relu, padded
    net = nn.HybridSequential()
    net.add(
        nn.Conv2D(channels=6, kernel_size=5, padding=2, activation="relu"),
        nn.MaxPool2D(pool_size=2, strides=2),
        nn.Conv2D(channels=16, kernel_size=5, activation="relu"),
        nn.MaxPool2D(pool_size=2, strides=2),
        nn.Dense(120, activation="relu"),
        nn.Dense(84, activation="relu"),
        nn.Dense(10),
    )
    train_iter, test_iter = data.fashion_mnist(batch_size, run=run)
    rate, per_epoch = SCHEDULES[schedule], len(train_iter)
    if unit == "update":
        policy = train.LearningRate(lambda t: rate(round(t * per_epoch)), per_step=True)
    else:
        policy = train.LearningRate(rate)
    trainer = train.Trainer(
        net,
        train.Classification(),
        "sgd",
        {"learning_rate": 0.3},
        init=init.Xavier(),
        run=run,
        callbacks=[policy],
    )
    return trainer.fit(train_iter, test_iter, num_epochs)


if __name__ == "__main__":
    cli.run_script(__file__)
