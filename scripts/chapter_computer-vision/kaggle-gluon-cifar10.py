"""9.12 实战Kaggle比赛：图像分类（CIFAR-10）

Text:     chapter_computer-vision/kaggle-gluon-cifar10
Run:      gluon-course run kaggle-gluon-cifar10
Expected: on the text's 100 pictures one epoch says nothing: validation accuracy
          (published 0.100); a file submission.csv with the class of each test picture.
          The text's rate is meant for batches of 128: with one picture a step the loss
          leaps (with plain Gluon as far as 1.6e8), and by some seeds, 0 among them,
          it leaves the numbers here; the run then stops and says so
Vary:     --lr 0.001 for one picture a step; --folder FOLDER --epochs 300 --batch-size
          128 on the whole contest; --num-runs 3 averages three nets, each over mirrored
          views; --balanced
"""

import dataclasses

from mxnet import init

from gluon_course import cli, data, models, optim, predict, train
from gluon_course.base.devices import parse_devices
from gluon_course.base.run import RunOptions


def main(
    num_epochs=1,
    lr=0.1,
    wd=5e-4,
    lr_period=80,
    lr_decay=0.1,
    batch_size=1,
    valid_ratio=0.1,
    num_runs=1,
    balanced=False,
    folder="",
    run=RunOptions(),
):
    # 获取和整理数据集: a folder for each class, a part of the pictures held out
    if not folder:
        folder = data.locate("cifar10-tiny") if not run.sample else None
    folder = folder or data.sample_folder("cifar10")
    folders = data.reorg_cifar10_data(folder, run.path("pictures"), valid_ratio)
    loaders = data.contest_loaders(
        folders, "kaggle-cifar10", batch_size, is_balanced=balanced, run=run
    )

    def fit(train_iter, valid_iter, options):
        """训练模型: momentum, and a rate that falls every ``lr_period`` epochs."""
        net = models.get_model("resnet18_small", num_classes=len(loaders.class_names))
        sgd = {"learning_rate": lr, "momentum": 0.9, "wd": wd}
        decay = train.LearningRate(optim.StepDecay(lr, lr_period, lr_decay))
        trainer = train.Trainer(
            *(net, train.Classification(), "sgd", sgd),
            init=init.Xavier(),
            run=options,
            callbacks=[decay],
        )
        return trainer.fit(train_iter, valid_iter, num_epochs)

    # 训练模型, watched on the pictures held out
    final = fit(loaders.train, loaders.valid, run).final
    facts = {name.replace("test_", "valid_"): value for name, value in final.items()}

    # 对测试集分类并在Kaggle提交结果: nets of all pictures, averaged over runs and views
    ctx, rows = parse_devices(run.device)[0], []
    for number in range(num_runs):
        options = dataclasses.replace(
            run.part(f"all-{number + 1}"), seed=run.seed + number
        )
        net = fit(loaders.train_valid, None, options).net
        rows.append(predict.predict_views(net, loaders.test, ctx=ctx)[1])
    classes = predict.average_predictions(rows).argmax(axis=1)
    labels = [loaders.class_names[each] for each in classes]
    if run.out is not None:
        data.write_labels(run.path("submission.csv"), loaders.test_ids, labels)
    return {**facts, "num_test": len(labels), "first_label": labels[0]}


if __name__ == "__main__":
    cli.run_script(__file__)
