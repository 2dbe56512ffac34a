"""3.10 多层感知机的简洁实现

Text:     chapter_deep-learning-basics/mlp-gluon
Run:      gluon-course run mlp-gluon
Expected: 5 epochs, test accuracy 0.86-0.88 (published 0.875 0.865 0.875 0.872), train
          loss and accuracy (published 0.3713 0.863); on the Fashion-MNIST of
          31 August 2017, newer than the text's, test accuracy 0.845-0.865 (measured)
Vary:     --num-hiddens 256,256, two hidden layers; --lr 0.1
"""

from mxnet import init

from gluon_course import cli, data, models, train
from gluon_course.base.run import RunOptions


def main(num_epochs=5, lr=0.5, batch_size=256, num_hiddens=(256,), run=RunOptions()):
    train_iter, test_iter = data.fashion_mnist(batch_size, run=run)

    # 定义模型: a hidden layer of 256 units with relu, then 10 outputs
    net = models.get_model("mlp", num_hiddens=num_hiddens, num_classes=10)

    trainer = train.Trainer(
        net,
        train.Classification(),
        "sgd",
        {"learning_rate": lr},
        init=init.Normal(0.01),
        run=run,
    )
    return trainer.fit(train_iter, test_iter, num_epochs)


if __name__ == "__main__":
    cli.run_script(__file__)
