"""3.11 模型选择、欠拟合和过拟合

Text:     chapter_deep-learning-basics/underfit-overfit
Run:      gluon-course run underfit-overfit
Expected: train and test loss, fitted as a cubic polynomial (published 0.0072 0.0120),
          as a line (published 44.0 160.7: underfitting), as a cubic from 2 samples
          (published 0.403 103.3: overfitting)
Vary:     --lr 0.005; --epochs 1000
"""

import dataclasses

from mxnet import nd

from gluon_course import cli, data, models, train, viz
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything


def main(num_epochs=100, lr=0.01, batch_size=10, run=RunOptions()):
    seed_everything(run.seed)
    # 生成数据集
    n_train, n_test = 100, 100
    true_w, true_b = nd.array([1.2, -3.4, 5.6]), 5
    features = nd.random.normal(shape=(n_train + n_test, 1))
    poly_features = nd.concat(features, features**2, features**3)
    labels = nd.dot(poly_features, true_w) + true_b
    labels += nd.random.normal(scale=0.1, shape=labels.shape)

    def fit_and_plot(name, X, n):
        """Train one dense layer on n samples: its losses and what it has learnt."""
        batches = {"batch_size": min(batch_size, n), "shuffle": True, "seed": run.seed}
        train_iter = data.BatchLoader(X[:n], labels[:n], **batches)
        test_iter = data.BatchLoader(X[n_train:], labels[n_train:], batch_size=n_test)
        net = models.get_model("linear")
        unsaved = dataclasses.replace(run, out=None, progress=False)
        options = {"learning_rate": lr}
        trainer = train.Trainer(net, train.Regression(), "sgd", options, run=unsaved)
        rows = trainer.fit(train_iter, test_iter, num_epochs).history
        viz.semilogy(
            [row["epoch"] for row in rows],
            [[row[f"{part}_loss"] for row in rows] for part in ("train", "test")],
            ["train", "test"],
            *("epochs", "loss", run.path(f"{name}.png"), name),
        )
        train_loss = trainer.evaluate(train_iter)["loss"]
        test_loss = trainer.evaluate(test_iter)["loss"]
        if run.progress:
            print(f"{name}: train loss {train_loss:.4f}, test loss {test_loss:.4f}")
        return {
            f"{name}_train_loss": train_loss,
            f"{name}_test_loss": test_loss,
            f"{name}_w": net[0].weight.data()[0],
            f"{name}_b": net[0].bias.data().asscalar().item(),
        }

    return {
        # 三阶多项式函数拟合（正常）
        **fit_and_plot("cubic", poly_features, n_train),
        # 线性函数拟合（欠拟合）
        **fit_and_plot("linear", features, n_train),
        # 训练样本不足（过拟合）
        **fit_and_plot("few", poly_features, 2),
    }


if __name__ == "__main__":
    cli.run_script(__file__)
