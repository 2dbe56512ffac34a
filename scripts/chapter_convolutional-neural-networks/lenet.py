"""5.5 卷积神经网络（LeNet）

Text:     chapter_convolutional-neural-networks/lenet
Run:      gluon-course run lenet
Expected: 5 epochs, test accuracy 0.73-0.78 (published 0.750 0.749 0.748 0.754), train
          loss and accuracy (published 0.681 0.730); epoch 1 stays at 0.1
Vary:     --lr 0.5; --epochs 20 goes above 0.85
"""

from mxnet import init

from gluon_course import cli, data, export, models, train
from gluon_course.base.run import RunOptions


def main(num_epochs=5, lr=0.9, batch_size=256, run=RunOptions()):
    train_iter, test_iter = data.fashion_mnist(batch_size, run=run)

    # 两个卷积层、两个最大池化层、三个全连接层
    net = models.get_model("lenet", num_classes=10)
    if run.progress:
        print(export.summary(net, (1, 1, 28, 28)))

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
