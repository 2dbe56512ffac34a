"""5.8 网络中的网络（NiN）

Text:     chapter_convolutional-neural-networks/nin
Run:      gluon-course run nin
Expected: 5 epochs, test accuracy 0.67-0.92: the builds differ widely
          (published 0.753 0.774 0.836 0.812), train loss and accuracy (published
          0.7465 0.725)
Vary:     --lr 0.05; --resize 96 is quicker
"""

from mxnet import init

from gluon_course import cli, data, export, models, train
from gluon_course.base.run import RunOptions


def main(num_epochs=5, lr=0.1, batch_size=128, resize=224, run=RunOptions()):
    # 28x28 pictures enlarged to the size of ImageNet's
    train_iter, test_iter = data.fashion_mnist(batch_size, resize, run=run)

    # convolutions followed by 1x1 ones, global pooling instead of dense layers
    net = models.get_model("nin", num_classes=10)
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
