"""3.7 softmax回归的简洁实现

Text:     chapter_deep-learning-basics/softmax-regression-gluon
Run:      gluon-course run softmax-regression-gluon
Expected: 5 epochs, test accuracy 0.83-0.85 (published 0.838 0.835 0.842 0.841), train
          loss and accuracy (published 0.4895 0.835); on the Fashion-MNIST of
          31 August 2017, newer than the text's, test accuracy 0.815-0.835 (measured)
Vary:     --lr 0.5; --batch-size 64
"""

from mxnet import init

from gluon_course import cli, data, models, train
from gluon_course.base.run import RunOptions


def main(num_epochs=5, lr=0.1, batch_size=256, run=RunOptions()):
    train_iter, test_iter = data.fashion_mnist(batch_size, run=run)

    # 定义和初始化模型: one dense layer with 10 outputs
    net = models.get_model("softmax", num_classes=10)

    # softmax和交叉熵损失函数: together in one function, which does not overflow
    task = train.Classification()

    trainer = train.Trainer(
        net, task, "sgd", {"learning_rate": lr}, init=init.Normal(0.01), run=run
    )
    return trainer.fit(train_iter, test_iter, num_epochs)


if __name__ == "__main__":
    cli.run_script(__file__)
