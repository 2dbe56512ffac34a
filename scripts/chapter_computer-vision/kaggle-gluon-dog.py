"""9.13 实战Kaggle比赛：狗的品种识别（ImageNet Dogs）

Text:     chapter_computer-vision/kaggle-gluon-dog
Run:      gluon-course run kaggle-gluon-dog
Expected: on the text's small set one epoch: train loss (published 5.21), validation
          loss (published 4.76); submission.csv has the probability of each breed
Vary:     --folder FOLDER --epochs 10 --batch-size 128 on the whole contest; --weights
          FILE or random; --balanced draws rare breeds more often
"""

from mxnet import init
from mxnet.gluon import nn

from gluon_course import cli, data, export, models, optim, predict, train
from gluon_course.base.devices import parse_devices
from gluon_course.base.run import RunOptions


def main(
    num_epochs=1,
    lr=0.01,
    wd=1e-4,
    lr_period=10,
    lr_decay=0.1,
    batch_size=1,
    valid_ratio=0.1,
    size=224,
    model="resnet34_v2",
    weights="zoo",
    balanced=False,
    folder="",
    run=RunOptions(),
):
    # 整理数据集
    if not folder:
        folder = data.sample_folder("dog") if run.sample else data.locate("dog-tiny")
    folders = data.reorg_dog_data(folder, run.path("pictures"), valid_ratio)
    sizes = (batch_size, size, balanced)
    loaders = data.contest_loaders(folders, "kaggle-dog", *sizes, run=run)

    # 定义模型: features of ImageNet that stay as they are, and a head of two layers
    ctx = parse_devices(run.device)[0]
    weights = "random" if run.sample and weights == "zoo" else weights
    path = data.weights_file(model, weights)
    net = models.zoo_net(model, path)
    if path is None:
        print("no weights: the head is trained on random features")
        net.initialize(init.Xavier())
    net.collect_params().reset_ctx(ctx)
    features = models.features_of(net)
    parts = (loaders.train, loaders.valid, loaders.train_valid, loaders.test)
    streams = [data.FeatureLoader(each, features, ctx) for each in parts]

    def fit(train_iter, valid_iter, options):
        """训练模型: only the head learns, at a rate that falls."""
        head = nn.HybridSequential()
        head.add(nn.Dense(256, activation="relu"), nn.Dense(len(loaders.class_names)))
        sgd = {"learning_rate": lr, "momentum": 0.9, "wd": wd}
        decay = train.LearningRate(optim.StepDecay(lr, lr_period, lr_decay))
        others = {"init": init.Xavier(), "run": options, "callbacks": [decay]}
        trainer = train.Trainer(head, train.Classification(), "sgd", sgd, **others)
        return trainer.fit(train_iter, valid_iter, num_epochs)

    final = fit(*streams[:2], run).final
    facts = {name.replace("test_", "valid_"): value for name, value in final.items()}

    # 对测试集分类并在Kaggle提交结果, with a head trained on all pictures
    head = fit(streams[2], None, run.part("all")).net
    rows = predict.predict_all(head, streams[3], ctx)[1]
    if run.out is not None:
        answers = (loaders.test_ids, rows, loaders.class_names)
        data.write_probabilities(run.path("submission.csv"), *answers)
        whole, info = nn.HybridSequential(), loaders.train.info
        whole.add(features, head)
        export.export_model(whole, run.path("export"), info.shape, info=info)
    return {**facts, "num_test": len(rows), "is_pretrained": path is not None}


if __name__ == "__main__":
    cli.run_script(__file__)
