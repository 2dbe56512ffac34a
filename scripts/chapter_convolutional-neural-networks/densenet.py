"""5.12 稠密连接网络（DenseNet）

Text:     chapter_convolutional-neural-networks/densenet
Run:      gluon-course run densenet
Expected: 5 epochs, test accuracy 0.81-0.95 (published 0.905 0.885 0.857 0.879), train
          loss and accuracy (published 0.2142 0.922)
Vary:     --resize 64 is quicker; a smaller --batch-size saves memory
"""

from mxnet import init

from gluon_course import cli, data, export, models, train
from gluon_course.base.run import RunOptions


def main(num_epochs=5, lr=0.1, batch_size=256, resize=96, run=RunOptions()):
    # pictures of 96x96 to keep training short
    train_iter, test_iter = data.fashion_mnist(batch_size, resize, run=run)

    # four dense blocks: every layer sees the outputs of all before it
    net = models.get_model("densenet", num_classes=10)
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
