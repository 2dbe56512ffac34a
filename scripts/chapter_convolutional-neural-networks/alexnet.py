"""5.6 深度卷积神经网络（AlexNet）

Text:     chapter_convolutional-neural-networks/alexnet
Run:      gluon-course run alexnet
Expected: 5 epochs, test accuracy 0.85-0.88 (published 0.860 0.870 0.864 0.867), train
          loss and accuracy (published 0.4226 0.845)
Vary:     --resize 96 is quicker; a smaller --batch-size saves memory
"""

from mxnet import init

from gluon_course import cli, data, export, models, train
from gluon_course.base.run import RunOptions


def main(num_epochs=5, lr=0.01, batch_size=128, resize=224, run=RunOptions()):
    # 28x28 pictures enlarged to the size of ImageNet's
    train_iter, test_iter = data.fashion_mnist(batch_size, resize, run=run)

    # five convolutions, two wide dense layers with dropout
    net = models.get_model("alexnet", num_classes=10)
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
