"""3.6 softmax回归的从零开始实现

Text:     chapter_deep-learning-basics/softmax-regression-scratch
Run:      gluon-course run softmax-regression-scratch
Expected: 5 epochs, test accuracy 0.83-0.85 (published 0.842 0.839 0.841 0.840), train
          loss and accuracy (published 0.4897 0.834), untrained about 0.1
          (published 0.0925); on the Fashion-MNIST of 31 August 2017, newer
          than the text's, test accuracy 0.815-0.835 (measured)
Vary:     --lr 0.5; --lr 100 stops: the loss is not finite
"""

from mxnet import nd

from gluon_course import cli, data, scratch, train, viz
from gluon_course.base.devices import parse_devices
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything


def main(num_epochs=5, lr=0.1, batch_size=256, run=RunOptions()):
    seed_everything(run.seed)
    ctx = parse_devices(run.device)[0]
    train_iter, test_iter = data.fashion_mnist(batch_size, run=run)

    # 初始化模型参数
    num_inputs, num_outputs = 784, 10
    W = nd.random.normal(scale=0.01, shape=(num_inputs, num_outputs), ctx=ctx)
    b = nd.zeros(num_outputs, ctx=ctx)
    for param in (W, b):
        param.attach_grad()

    # 定义模型
    def net(X):
        return scratch.softmax(nd.dot(X.reshape((-1, num_inputs)), W) + b)

    untrained = scratch.evaluate_accuracy(test_iter, net, ctx)

    # 训练模型
    history = scratch.train_ch3(
        net,
        train_iter,
        test_iter,
        scratch.cross_entropy,
        num_epochs,
        batch_size,
        [W, b],
        lr,
        progress=run.progress,
    )
    train.save_history(history, run)

    # 预测: true class above, predicted class below
    X, y = next(iter(test_iter))
    names = test_iter.info.class_names
    predicted = net(X[:9].as_in_context(ctx)).argmax(axis=1)
    pairs = zip(y[:9].asnumpy().astype(int), predicted.asnumpy().astype(int))
    titles = [f"{names[true]}\n{names[pred]}" for true, pred in pairs]
    viz.image_grid(X[:9], titles, columns=9, path=run.path("predictions.png"))
    return {"untrained_test_acc": untrained, **history[-1]}


if __name__ == "__main__":
    cli.run_script(__file__)
