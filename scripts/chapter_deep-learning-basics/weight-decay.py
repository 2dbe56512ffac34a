"""3.12 权重衰减

Text:     chapter_deep-learning-basics/weight-decay
Run:      gluon-course run weight-decay
Expected: norm of w from scratch without and with decay (published 11.61 0.0414), with
          Gluon (published 13.31 0.0327); only with decay does the test loss fall
Vary:     --lambd 0.3, a weaker decay; --lambd 30, a stronger one
"""

import dataclasses

from mxnet import autograd, init, nd

from gluon_course import cli, data, models, scratch, train, viz
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything


def main(num_epochs=100, lr=0.003, batch_size=1, lambd=3.0, run=RunOptions()):
    seed_everything(run.seed)
    # 高维线性回归实验: more weights than training samples
    n_train, n_test, num_inputs = 20, 100, 200
    true_w, true_b = nd.ones((num_inputs, 1)) * 0.01, 0.05
    features = nd.random.normal(shape=(n_train + n_test, num_inputs))
    labels = nd.dot(features, true_w) + true_b
    labels += nd.random.normal(scale=0.01, shape=labels.shape)
    X, y = features[:n_train], labels[:n_train]
    X_test, y_test = features[n_train:], labels[n_train:]
    batches = {"batch_size": batch_size, "shuffle": True, "seed": run.seed}
    train_iter = data.BatchLoader(X, y, **batches)
    test_iter = data.BatchLoader(X_test, y_test, batch_size=n_test)

    def fit_and_plot(lambd):
        """从零开始实现: the penalty is added to the loss."""
        w = nd.random.normal(scale=1, shape=(num_inputs, 1))
        b = nd.zeros(shape=(1,))
        for param in (w, b):
            param.attach_grad()
        net, loss = scratch.linreg, scratch.squared_loss
        train_ls, test_ls = [], []
        for _ in range(num_epochs):
            for x, label in train_iter:
                with autograd.record():
                    l = loss(net(x, w, b), label) + lambd * scratch.l2_penalty(w)
                l.backward()
                scratch.sgd([w, b], lr, batch_size)
            train_ls.append(loss(net(X, w, b), y).mean().asscalar())
            test_ls.append(loss(net(X_test, w, b), y_test).mean().asscalar())
        scratch.check_finite(train_ls[-1], f"epoch {num_epochs}", lr)
        plot(train_ls, test_ls, f"scratch-{lambd:g}")
        return w.norm().asscalar().item()

    def fit_and_plot_gluon(wd):
        """简洁实现: the optimizer decays the weight, and not the bias."""
        net = models.get_model("linear")
        net.collect_params(".*bias").setattr("wd_mult", 0)
        net.initialize(init.Normal(sigma=1))
        options = {"learning_rate": lr, "wd": wd}
        unsaved = dataclasses.replace(run, out=None, progress=False)
        trainer = train.Trainer(net, train.Regression(), "sgd", options, run=unsaved)
        rows = trainer.fit(train_iter, test_iter, num_epochs).history
        losses = ([row[f"{part}_loss"] for row in rows] for part in ("train", "test"))
        plot(*losses, f"gluon-{wd:g}")
        return net[0].weight.data().norm().asscalar().item()

    def plot(train_ls, test_ls, name):
        epochs, texts = list(range(1, num_epochs + 1)), ("epochs", "loss")
        path = run.path(f"{name}.png")
        viz.semilogy(epochs, [train_ls, test_ls], ["train", "test"], *texts, path, name)

    return {
        "scratch_norm": fit_and_plot(lambd=0),
        "scratch_norm_decayed": fit_and_plot(lambd),
        "gluon_norm": fit_and_plot_gluon(wd=0),
        "gluon_norm_decayed": fit_and_plot_gluon(wd=lambd),
    }


if __name__ == "__main__":
    cli.run_script(__file__)
