"""3.2 线性回归的从零开始实现

Text:     chapter_deep-learning-basics/linear-regression-scratch
Run:      gluon-course run linear-regression-scratch
Expected: 3 epochs, loss 0.00005 (published 0.000051 0.00005); w near [2, -3.4]
          (published 1.9995 -3.3996), b near 4.2 (published 4.1994)
Vary:     --lr 0.003 is too slow for 3 epochs; --batch-size 100
"""

from mxnet import autograd, nd

from gluon_course import cli, scratch, train, viz
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
    viz.scatter(
        features[:, 1], labels, "features[:, 1]", "labels", run.path("data.png")
    )

    # 初始化模型参数
    w = nd.random.normal(scale=0.01, shape=(num_inputs, 1))
    b = nd.zeros(shape=(1,))
    w.attach_grad()
    b.attach_grad()

    # 训练模型
    net, loss, history = scratch.linreg, scratch.squared_loss, []
    for epoch in range(1, num_epochs + 1):
        for X, y in scratch.data_iter(batch_size, features, labels):
            with autograd.record():
                l = loss(net(X, w, b), y)
            l.backward()  # sums the batch first
            scratch.sgd([w, b], lr, batch_size)
        train_l = loss(net(features, w, b), labels).mean().asscalar().item()
        scratch.check_finite(train_l, f"epoch {epoch}", lr)
        history.append({"epoch": epoch, "loss": train_l, "lr": lr})
        if run.progress:
            print(f"epoch {epoch}, loss {train_l:f}")
    train.save_history(history, run)

    w_1, w_2 = w.reshape((-1,)).asnumpy().tolist()
    facts = {"w_1": w_1, "w_2": w_2, "b": b.asscalar().item()}
    return {**history[-1], **facts}


if __name__ == "__main__":
    cli.run_script(__file__)
