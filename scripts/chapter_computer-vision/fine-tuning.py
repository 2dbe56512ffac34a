"""9.2 微调

Text:     chapter_computer-vision/fine-tuning
Run:      gluon-course run fine-tuning
Expected: 5 epochs; with the weights of ImageNet test accuracy (published 0.786 0.885
          0.927 0.917), from scratch (published 0.861 0.856 0.841 0.821); test.png
Vary:     --weights FILE or random; --frozen; --dataset hotdog-small --size 64
"""

from mxnet import init

from gluon_course import cli, data, export, models, train, viz
from gluon_course.base.devices import parse_devices
from gluon_course.base.run import RunOptions
from gluon_course.data.augmentation import picture_pipeline


def main(
    num_epochs=5,
    lr=0.01,
    scratch_lr=0.1,
    wd=0.001,
    batch_size=128,
    dataset="hotdog",
    model="resnet18_v2",
    weights="zoo",
    size=224,
    frozen=False,
    run=RunOptions(),
):
    # 获取数据集: folders train and test with a folder for each class
    folder = data.sample_folder("hotdog") if run.sample else data.locate(dataset)
    train_iter, test_iter = (
        data.StreamLoader(
            data.PictureFolder(folder / part),
            batch_size=batch_size,
            transform=picture_pipeline("fine-tuning", part == "train", size),
            shuffle=part == "train",
            seed=run.seed,
            name=dataset,
        )
        for part in ("train", "test")
    )
    class_names = train_iter.info.class_names

    # 定义和初始化模型: a new last layer on features of ImageNet, and a net from scratch
    weights = "random" if run.sample and weights == "zoo" else weights
    path = data.weights_file(model, weights)
    if path is None:
        print("no weights: fine-tuning starts from random features")
        tuned = models.zoo_net(model, num_classes=len(class_names))
    else:
        tuned = models.replace_head(models.zoo_net(model, path), len(class_names))
    scratch = models.zoo_net(model, num_classes=len(class_names))
    if frozen:
        models.freeze(models.features_of(tuned))

    # 微调模型
    facts = {"is_pretrained": path is not None}
    for prefix, net, rate in (("", tuned, lr), ("scratch_", scratch, scratch_lr)):
        sgd = {"learning_rate": rate, "wd": wd}
        options = run.part("scratch") if prefix else run
        others = {"init": init.Xavier() if prefix else None, "run": options}
        trainer = train.Trainer(net, train.Classification(), "sgd", sgd, **others)
        final = trainer.fit(train_iter, test_iter, num_epochs).final
        facts.update({prefix + name: value for name, value in final.items()})

    X, ctx = next(iter(test_iter))[0][:10], parse_devices(run.device)[0]
    answers = tuned(X.as_in_context(ctx)).argmax(axis=1).asnumpy()
    names = [class_names[int(each)] for each in answers]
    pixels = data.IMAGENET.denormalize(X).clip(0, 1)
    viz.image_grid(pixels, names, path=run.path("test.png"))
    if run.out is not None:  # for gluon-course predict
        info = train_iter.info
        export.export_model(tuned, run.path("export"), info.shape, info=info)
    return facts


if __name__ == "__main__":
    cli.run_script(__file__)
