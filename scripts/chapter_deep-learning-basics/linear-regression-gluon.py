"""3.3 线性回归的简洁实现

Text:     chapter_deep-learning-basics/linear-regression-gluon
Run:      gluon-course run linear-regression-gluon
Expected: 3 epochs, loss 0.00005 (published 0.000051); w near [2, -3.4] (published
          1.99995 -3.40001), b near 4.2 (published 4.1994)
Vary:     --lr 0.003 is too slow for 3 epochs; --batch-size 100
"""

from mxnet import init, nd

from gluon_course import cli, data, models, train
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything


def main(num_epochs=3, lr=0.03, batch_size=10, run=RunOptions()):
    seed_everything(run.seed)
    # 生成数据集
    num_inputs, num_examples = 2, 1000
    true_w, true_b = nd.array([2, -3.4]), 4.2
    features = nd.random.normal(scale=1, shape=(num_examples, num_inputs))
    labels = nd.dot(features, true_w) + true_b
    labels += nd.random.normal(scale=0.01, shape=labels.shape)

    # 读取数据
    train_iter = data.BatchLoader(
        features, labels, batch_size=batch_size, shuffle=True, seed=run.seed
    )
    every_sample = data.BatchLoader(features, labels, batch_size=num_examples)

    # 定义模型: one dense layer with one output
    net = models.get_model("linear")

    trainer = train.Trainer(
        net,
        train.Regression(),
        "sgd",
        {"learning_rate": lr},
        init=init.Normal(sigma=0.01),
        run=run,
    )
    trainer.fit(train_iter, every_sample, num_epochs)

    (dense,) = net
    w_1, w_2 = dense.weight.data()[0].asnumpy().tolist()
    return {
        "loss": trainer.evaluate(every_sample)["loss"],
        "w_1": w_1,
        "w_2": w_2,
        "b": dense.bias.data().asscalar().item(),
    }


if __name__ == "__main__":
    cli.run_script(__file__)
