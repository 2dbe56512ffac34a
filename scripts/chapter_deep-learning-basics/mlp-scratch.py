"""3.9 多层感知机的从零开始实现

Text:     chapter_deep-learning-basics/mlp-scratch
Run:      gluon-course run mlp-scratch
Expected: 5 epochs, test accuracy 0.86-0.88 (published 0.868 0.871 0.875 0.861), train
          loss and accuracy (published 0.3659 0.864); on the Fashion-MNIST of
          31 August 2017, newer than the text's, test accuracy 0.845-0.865 (measured)
Vary:     --num-hiddens 64; --lr 0.1
"""

from mxnet import gluon, nd

from gluon_course import cli, data, scratch, train
from gluon_course.base.devices import parse_devices
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything


def main(num_epochs=5, lr=0.5, batch_size=256, num_hiddens=256, run=RunOptions()):
    seed_everything(run.seed)
    ctx = parse_devices(run.device)[0]
    train_iter, test_iter = data.fashion_mnist(batch_size, run=run)

    # 定义模型参数
    num_inputs, num_outputs = 784, 10
    W1 = nd.random.normal(scale=0.01, shape=(num_inputs, num_hiddens), ctx=ctx)
    b1 = nd.zeros(num_hiddens, ctx=ctx)
    W2 = nd.random.normal(scale=0.01, shape=(num_hiddens, num_outputs), ctx=ctx)
    b2 = nd.zeros(num_outputs, ctx=ctx)
    params = [W1, b1, W2, b2]
    for param in params:
        param.attach_grad()

    # 定义模型
    def net(X):
        X = X.reshape((-1, num_inputs))
        H = scratch.relu(nd.dot(X, W1) + b1)
        return nd.dot(H, W2) + b2

    # 定义损失函数: softmax and cross-entropy in one are stable
    loss = gluon.loss.SoftmaxCrossEntropyLoss()

    history = scratch.train_ch3(
        net,
        train_iter,
        test_iter,
        loss,
        num_epochs,
        batch_size,
        params,
        lr,
        progress=run.progress,
    )
    train.save_history(history, run)
    return history[-1]


if __name__ == "__main__":
    cli.run_script(__file__)
