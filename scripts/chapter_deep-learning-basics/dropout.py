"""3.13 丢弃法

Text:     chapter_deep-learning-basics/dropout
Run:      gluon-course run dropout
Expected: 5 epochs; from scratch: test accuracy 0.85-0.87 (published 0.859 0.865 0.866
          0.863), train loss and accuracy (published 0.4171 0.848); with Gluon: test
          accuracy 0.85-0.87 (published 0.861 0.866 0.866 0.860), train loss and
          accuracy (published 0.4246 0.846); on the Fashion-MNIST of 31 August 2017,
          newer than the text's, both test accuracies 0.835-0.855 (measured)
Vary:     --drop-prob1 0.5 --drop-prob2 0.2, exchanged; both 0 turn it off
"""

from mxnet import autograd, gluon, init, nd

from gluon_course import cli, data, models, scratch, train
from gluon_course.base.devices import parse_devices
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything


def main(
    num_epochs=5,
    lr=0.5,
    batch_size=256,
    drop_prob1=0.2,
    drop_prob2=0.5,
    run=RunOptions(),
):
    seed_everything(run.seed)
    ctx = parse_devices(run.device)[0]
    X = nd.arange(16).reshape((2, 8))
    facts = {f"dropout_{p}": scratch.dropout(X, p) for p in (0, 0.5, 1)}

    # 从零开始实现
    widths, params = (784, 256, 256, 10), []
    for num_inputs, num_outputs in zip(widths[:-1], widths[1:]):
        shape = (num_inputs, num_outputs)
        params += [nd.random.normal(scale=0.01, shape=shape, ctx=ctx)]
        params += [nd.zeros(num_outputs, ctx=ctx)]
    for param in params:
        param.attach_grad()
    W1, b1, W2, b2, W3, b3 = params

    def net(X):
        H1 = scratch.relu(nd.dot(X.reshape((-1, 784)), W1) + b1)
        if autograd.is_training():  # only while training
            H1 = scratch.dropout(H1, drop_prob1)
        H2 = scratch.relu(nd.dot(H1, W2) + b2)
        if autograd.is_training():
            H2 = scratch.dropout(H2, drop_prob2)
        return nd.dot(H2, W3) + b3

    loss = gluon.loss.SoftmaxCrossEntropyLoss()
    iters = data.fashion_mnist(batch_size, run=run)
    history = scratch.train_ch3(
        net, *iters, loss, num_epochs, batch_size, params, lr, progress=run.progress
    )
    train.save_history(history, run.part("scratch"))
    facts.update({f"scratch_{key}": value for key, value in history[-1].items()})

    # 简洁实现
    net = models.get_model(
        "mlp", num_hiddens=(256, 256), dropout=(drop_prob1, drop_prob2)
    )
    trainer = train.Trainer(
        net,
        train.Classification(),
        "sgd",
        {"learning_rate": lr},
        init=init.Normal(0.01),
        run=run,
    )
    iters = data.fashion_mnist(batch_size, run=run)
    return {**facts, **trainer.fit(*iters, num_epochs).final}


if __name__ == "__main__":
    cli.run_script(__file__)
