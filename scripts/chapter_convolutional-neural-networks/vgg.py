"""5.7 使用重复元素的网络（VGG）

Text:     chapter_convolutional-neural-networks/vgg
Run:      gluon-course run vgg
Expected: 5 epochs, test accuracy 0.90-0.92 (published 0.912 0.911 0.911 0.909), train
          loss and accuracy (published 0.2646 0.903)
Vary:     --resize 96 is quicker; --ratio 1 is the whole VGG-11
"""

from mxnet import init

from gluon_course import cli, data, export, models, train
from gluon_course.base.run import RunOptions


def main(
    num_epochs=5,
    lr=0.05,
    batch_size=128,
    resize=224,
    ratio=4,
    run=RunOptions(),
):
    # 28x28 pictures enlarged to the size of ImageNet's
    train_iter, test_iter = data.fashion_mnist(batch_size, resize, run=run)

    # VGG-11 with a quarter of the channels, as the section trains it
    net = models.get_model("vgg11", num_classes=10, channel_ratio=ratio)
    if run.progress:
        print(export.summary(net, (1, 1, resize, resize)))

    trainer = train.Trainer(
        net,
        train.Classification(),
        "sgd",
        {"learning_rate": lr},
        init=init.Xavier(),
        run=run,
    )
    return trainer.fit(train_iter, test_iter, num_epochs)


if __name__ == "__main__":
    cli.run_script(__file__)
