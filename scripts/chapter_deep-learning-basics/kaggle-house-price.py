"""3.16 实战Kaggle比赛：房价预测

Text:     chapter_deep-learning-basics/kaggle-house-price
Run:      gluon-course run kaggle-house-price
Expected: 5 folds of 100 epochs, mean validation log-rmse 0.165-0.175 (published 0.1702
          0.1703 0.1705 0.1703), mean training (published 0.1653), all houses
          (published 0.1624); a file submission.csv for the competition. Boosted trees
          on the same folds: mean validation 0.127-0.131, training 0.036-0.039
Vary:     --lr 1 --epochs 300; --weight-decay 100; --k 10
"""

import dataclasses

from gluon_course import cli, data, models, train, viz
from gluon_course.base.devices import parse_devices
from gluon_course.base.run import RunOptions
from gluon_course.explain.trees import tree_k_fold
from gluon_course.metrics import log_rmse


def main(
    num_epochs=100, lr=5.0, weight_decay=0.0, batch_size=64, k=5, run=RunOptions()
):
    ctx = parse_devices(run.device)[0]
    houses = data.house_prices(run)
    X = houses.train_features.as_in_context(ctx)
    y = houses.train_labels.as_in_context(ctx)

    def make(X, y, run):
        """A net with one dense layer, its trainer and its batches."""
        net = models.get_model("linear")
        options = {"learning_rate": lr, "wd": weight_decay}
        trainer = train.Trainer(net, train.Regression(), "adam", options, run=run)
        sizes = {"batch_size": batch_size, "shuffle": True, "seed": run.seed}
        return net, trainer, data.BatchLoader(X, y, info=houses.info, **sizes)

    # K折交叉验证
    facts, train_ls, valid_ls = {}, [], []
    for i in range(k):
        X_train, y_train, X_valid, y_valid = data.k_fold(k, i, X, y)
        unsaved = dataclasses.replace(run, out=None, progress=False)
        net, trainer, train_iter = make(X_train, y_train, unsaved)
        curves = [], []
        for epoch in range(1, num_epochs + 1):
            trainer.fit(train_iter, num_epochs=epoch)
            curves[0].append(log_rmse(net(X_train), y_train))
            curves[1].append(log_rmse(net(X_valid), y_valid))
        epochs, texts = list(range(1, num_epochs + 1)), ("epochs", "log-rmse")
        path = run.path(f"fold-{i + 1}.png")
        viz.semilogy(epochs, curves, ["train", "valid"], *texts, path)
        train_ls.append(curves[0][-1])
        valid_ls.append(curves[1][-1])
        facts[f"fold_{i + 1}"] = valid_ls[-1]
        if run.progress:
            print(f"fold {i}, train rmse {train_ls[-1]:f}, valid rmse {valid_ls[-1]:f}")
    facts["train_log_rmse"] = sum(train_ls) / k
    facts["valid_log_rmse"] = sum(valid_ls) / k

    # boosted trees on the same folds, for comparison
    frames = data.house_frames(run)
    errors = tree_k_fold(frames.train_features, frames.train_labels, k, run.seed)
    for name, values in zip(("train", "valid"), zip(*errors)):
        facts[f"trees_{name}_log_rmse"] = sum(values) / k

    # 预测并在Kaggle提交结果, trained on all houses
    net, trainer, train_iter = make(X, y, dataclasses.replace(run, progress=False))
    trainer.fit(train_iter, num_epochs=num_epochs)
    facts["final_train_log_rmse"] = log_rmse(net(X), y)
    preds = net(houses.test_features.as_in_context(ctx))
    if run.out is not None:
        data.write_submission(run.path("submission.csv"), houses.test_ids, preds)
    return facts


if __name__ == "__main__":
    cli.run_script(__file__)
