"""v2:8.1 序列模型

Text:     chapter_recurrent-neural-networks/sequence
Run:      gluon-course run v2:sequence
Expected: loss on the first 600 points (published .0269); one step ahead the curve is
          followed, 64 steps ahead it is not; series.png, onward.png, steps.png
Vary:     --tau 16 looks further back; --noise 0
"""

from mxnet import init, nd

from gluon_course import cli, data, models, predict, train, viz
from gluon_course.base.run import RunOptions


def main(num_epochs=5, lr=0.01, batch_size=16, tau=4, noise=0.2, run=RunOptions()):
    # 一个正弦函数和一些可加性噪声
    time, x = data.noisy_sine(1000, noise, run.seed)
    viz.plot(time, x, xlabel="time", ylabel="x", path=run.path("series.png"))
    features, labels = data.windows(x, tau)
    # 只有前n_train个样本用于训练
    n_train = 600
    train_iter = data.BatchLoader(
        features[:n_train],
        labels[:n_train],
        batch_size=batch_size,
        shuffle=True,
        seed=run.seed,
        info=data.DataInfo("noisy-sine", "noisy sine", (tau,)),
    ).limit(run.limit or n_train)

    # 训练: 4 values, 10 hidden units, the next value
    net = models.get_model("mlp", num_hiddens=10, num_classes=1)
    trainer = train.Trainer(
        net,
        train.Regression(),
        "adam",
        {"learning_rate": lr},
        init=init.Xavier(),
        run=run,
    )
    trainer.fit(train_iter, num_epochs=num_epochs)
    facts = {"loss": trainer.evaluate(train_iter)["loss"]}

    # 预测: one step ahead, then on its own predictions from the end of the training
    device = trainer.devices[0]
    time, x = time.as_in_context(device), x.as_in_context(device)
    onestep = net(features.as_in_context(device)).reshape(-1)
    known = n_train + tau
    onward = predict.predict_onward(net, x[n_train:known], len(x) - known)
    viz.plot(
        [time, time[tau:], time[known:]],
        [x, onestep, onward.clip(-2, 2)],  # its feedback may grow
        ["data", "1-step preds", "multistep preds"],
        *("time", "x", run.path("onward.png")),
    )

    # k步预测: the same times for every k
    steps = (1, 4, 16, 64)
    ahead = predict.predict_ahead(net, x, tau, max(steps))
    count = ahead.shape[1]
    for k in steps:
        truth = nd.sin(0.01 * time[tau + k - 1 : tau + k - 1 + count])
        facts[f"error_{k}"] = nd.sqrt(((ahead[k - 1] - truth) ** 2).mean()).asscalar()
    facts["error_onward"] = nd.sqrt(
        ((onward - nd.sin(0.01 * time[known:])) ** 2).mean()
    ).asscalar()
    viz.plot(
        [time[tau + k - 1 : tau + k - 1 + count] for k in steps],
        [ahead[k - 1] for k in steps],
        [f"{k}-step preds" for k in steps],
        *("time", "x", run.path("steps.png")),
    )
    return facts


if __name__ == "__main__":
    cli.run_script(__file__)
