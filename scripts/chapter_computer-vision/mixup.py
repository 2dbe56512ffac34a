"""v2:lecture mixup数据增广

Text:     chapter_computer-vision/mixup
Run:      gluon-course run v2:mixup
Expected: the same net on plain, blended and pasted pictures: mixed labels keep the
          training loss up. With --limit 3000 --epochs 10 the test accuracies are 0.81,
          0.81 and 0.79; the papers train for hundreds of epochs; mixed.png shows both
Vary:     --alpha 1 mixes more; --dataset cifar10; --epochs 50; --model resnet18_small
"""

from mxnet import init

from gluon_course import cli, data, models, train, viz
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_epoch
from gluon_course.data.augmentation import AugmentedLoader, CutMix, Mixup, OneHot


def main(
    num_epochs=5,
    lr=0.001,
    batch_size=128,
    alpha=0.2,
    model="lenet_bn",
    dataset="fashion-mnist",
    run=RunOptions(),
):
    train_iter, test_iter = data.load_images(dataset, batch_size, run=run)
    num_classes = train_iter.info.num_classes
    mixings = {
        "plain": OneHot(num_classes),
        "mixup": Mixup(num_classes, alpha),
        "cutmix": CutMix(num_classes),
    }

    # what the net sees: pictures of two things, and labels that say how much of each
    seed_epoch(run.seed, 1)
    X, y = next(iter(train_iter))
    pictures, titles = [], []
    for name in ("mixup", "cutmix"):
        mixed, labels = mixings[name](X, y)
        pictures += list(mixed[:8])
        for label in labels[:8].asnumpy():
            parts = [(label[k], k) for k in label.argsort()[:-3:-1] if label[k] > 0]
            names = [(train_iter.info.class_names[k], share) for share, k in parts]
            titles.append(", ".join(f"{name} {share:.2f}" for name, share in names))
    viz.image_grid(pictures, titles, columns=8, path=run.path("mixed.png"))

    # the test set is never mixed: its labels are certain
    facts = {}
    test_iter = AugmentedLoader(test_iter, mixing=OneHot(num_classes))
    for name, mixing in mixings.items():
        trainer = train.Trainer(
            models.get_model(model, num_classes=num_classes),
            train.SoftLabels(),
            "adam",
            {"learning_rate": lr},
            init=init.Xavier(),
            run=run.part(name),
        )
        mixed_iter = AugmentedLoader(train_iter, mixing=mixing)
        final = trainer.fit(mixed_iter, test_iter, num_epochs).final
        facts.update({f"{name}_{each}": value for each, value in final.items()})
    return facts


if __name__ == "__main__":
    cli.run_script(__file__)
