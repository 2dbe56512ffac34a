"""5.9 含并行连结的网络（GoogLeNet）

Text:     chapter_convolutional-neural-networks/googlenet
Run:      gluon-course run googlenet
Expected: 5 epochs, test accuracy 0.83-0.91 (published 0.858 0.864 0.882 0.883), train
          loss and accuracy (published 0.3367 0.872)
Vary:     --resize 64 is quicker; --epochs 10
"""

from mxnet import init

from gluon_course import cli, data, export, models, train
from gluon_course.base.run import RunOptions


def main(num_epochs=5, lr=0.1, batch_size=128, resize=96, run=RunOptions()):
    # pictures of 96x96 to keep training short
    train_iter, test_iter = data.fashion_mnist(batch_size, resize, run=run)

    # nine Inception blocks of four parallel paths
    net = models.get_model("googlenet", num_classes=10)
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
