"""9.1 图像增广

Text:     chapter_computer-vision/image-augmentation
Run:      gluon-course run image-augmentation
Expected: pictures of every change; ResNet-18 with random flips, 10 epochs: train loss
          (published 0.1847), train accuracy (published 0.936), test accuracy
          (published 0.816 0.834 0.846 0.854); without flips the training accuracy is
          higher and the test accuracy lower
Vary:     --dataset cifar10-subset --epochs 3; --pipeline strong
"""

from mxnet import init, nd

from gluon_course import cli, data, models, train, viz
from gluon_course.base.pictures import read_image
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_epoch
from gluon_course.data import augmentation


def main(
    num_epochs=10,
    lr=0.001,
    batch_size=256,
    dataset="cifar10",
    pipeline="flip",
    run=RunOptions(),
):
    # 常用的图像增广方法: eight copies of a photograph, each changed in its own way
    seed_epoch(run.seed, 1)
    if run.sample:
        photo = read_image(data.sample_photos()["flower"])
    else:
        photo = read_image(data.locate("pictures") / "cat1.jpg")
    copies = nd.repeat(data.ToTensor()(photo[None]), 8, axis=0)
    jitter = {"brightness": 0.5, "contrast": 0.5, "saturation": 0.5, "hue": 0.5}
    steps = {
        "flip-left-right": augmentation.RandomFlipLeftRight(),
        "flip-top-bottom": augmentation.RandomFlipTopBottom(),
        "crop": augmentation.RandomResizedCrop(200, (0.1, 1), (0.5, 2)),
        "brightness": augmentation.RandomBrightness(0.5),
        "contrast": augmentation.RandomContrast(0.5),
        "saturation": augmentation.RandomSaturation(0.5),
        "hue": augmentation.RandomHue(0.5),
        "color-jitter": augmentation.RandomColorJitter(**jitter),
        "lighting": augmentation.RandomLighting(0.3),
        "erasing": augmentation.RandomErasing(1),
    }
    for name, step in steps.items():
        viz.image_grid(step(copies), columns=4, path=run.path(f"{name}.png"))

    # 使用图像增广训练模型: the same net with the changes and without
    train_iter, test_iter = data.load_images(dataset, batch_size, run=run)
    side = train_iter.info.shape[-1]
    changes = augmentation.batch_pipeline(pipeline, side)
    facts = {"augmentations": list(steps)}
    for prefix, options, loader in (
        ("", run, augmentation.AugmentedLoader(train_iter, *changes)),
        ("plain_", run.part("plain"), train_iter),
    ):
        trainer = train.Trainer(
            models.get_model("resnet18_small", num_classes=10),
            train.Classification(),
            "adam",
            {"learning_rate": lr},
            init=init.Xavier(),
            run=options,
        )
        final = trainer.fit(loader, test_iter, num_epochs).final
        facts.update({prefix + name: value for name, value in final.items()})
    return facts


if __name__ == "__main__":
    cli.run_script(__file__)
