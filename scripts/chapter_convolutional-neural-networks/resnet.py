"""5.11 残差网络（ResNet）

Text:     chapter_convolutional-neural-networks/resnet
Run:      gluon-course run resnet
Expected: 5 epochs, test accuracy 0.90-0.93 (published 0.916 0.910 0.911 0.913), train
          loss and accuracy (published 0.1113 0.961)
Vary:     --resize 64 is quicker; a smaller --batch-size saves memory
"""

from mxnet import init

from gluon_course import cli, data, export, models, train
from gluon_course.base.run import RunOptions


def main(num_epochs=5, lr=0.05, batch_size=256, resize=96, run=RunOptions()):
    # pictures of 96x96 to keep training short
    train_iter, test_iter = data.fashion_mnist(batch_size, resize, run=run)

    # ResNet-18: eight residual blocks, shortcuts around two convolutions each
    net = models.get_model("resnet18", num_classes=10)
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
