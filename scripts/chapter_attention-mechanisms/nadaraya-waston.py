"""v2:10.2 注意力汇聚：Nadaraya-Watson 核回归

Text:     chapter_attention-mechanisms/nadaraya-waston
Run:      gluon-course run v2:nadaraya-waston
Expected: the average misses the curve, the Gaussian kernel follows it smoothly, the
          learnt one more closely: its weights are narrower; regression.png, weights.png
Vary:     --epochs 20; --lr 0.1; --noise 0.1
"""

import numpy as np
from mxnet import autograd, gluon, nd

from gluon_course import cli, nn, viz
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything


def main(num_epochs=5, lr=0.5, num_examples=50, noise=0.5, run=RunOptions()):
    # 生成数据集
    seed_everything(run.seed)
    random = np.random.RandomState(run.seed)
    x_train = np.sort(random.uniform(0, 5, num_examples))
    y_train = curve(x_train) + random.normal(0, noise, num_examples)
    x_test = np.arange(0, 5, 5 / num_examples)
    x, y, X = (nd.array(each) for each in (x_train, y_train, x_test))
    truth = curve(x_test)

    # 平均汇聚, 非参数注意力汇聚
    average = np.full(len(x_test), y_train.mean())
    keys = nd.tile(x, (len(x_test), 1))
    plain = nn.kernel_weights(nd, X, keys)
    smooth = nd.dot(plain, y).asnumpy()

    # 带参数注意力汇聚: each training example looks at all others, not at itself
    net = nn.NWKernelRegression()
    net.initialize()
    others = ~np.eye(num_examples, dtype=bool)
    rows = [np.tile(each, (num_examples, 1))[others] for each in (x_train, y_train)]
    near, known = (nd.array(each.reshape(num_examples, -1)) for each in rows)
    trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": lr})
    losses = []
    for _ in range(num_epochs):
        with autograd.record():
            loss = ((net(x, near, known)[0] - y) ** 2 / 2).sum()
        loss.backward()
        trainer.step(1)
        losses.append(float(loss.asscalar()))
    learnt, weights = net(X, keys, nd.tile(y, (len(x_test), 1)))
    if run.progress:
        print("loss of each epoch:", *(f"{each:.4f}" for each in losses))
        print(f"w after the last: {net.width.data().asscalar():.4f}")

    names = ["truth", "average", "kernel", "learnt"]
    curves = [truth, average, smooth, learnt.asnumpy()]
    viz.plot(x_test, curves, names, "x", "y", path=run.path("regression.png"))
    viz.show_heatmaps(
        [plain, weights],
        "training inputs, sorted",
        "test inputs, sorted",
        ["kernel", "learnt"],
        path=run.path("weights.png"),
    )
    facts = {
        f"{name}_error": float(np.abs(each - truth).mean())
        for name, each in zip(names[1:], curves[1:])
    }
    widths = [(each.asnumpy() > 0.02).sum(axis=1).mean() for each in (plain, weights)]
    return {**facts, "loss": losses[-1], "keys": widths[0], "learnt_keys": widths[1]}


def curve(x):
    """The function of the section, 2 sin x + x ** 0.8."""
    return 2 * np.sin(x) + x**0.8


if __name__ == "__main__":
    cli.run_script(__file__)
