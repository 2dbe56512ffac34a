"""3.16 实战Kaggle比赛：房价预测

Needs: kaggle_house_pred_train.csv、kaggle_house_pred_test.csv
"""

import pandas as pd
from mxnet import autograd, gluon, nd
from mxnet.gluon import data as gdata
from mxnet.gluon import loss as gloss
from mxnet.gluon import nn

from gluon_course import d2lzh as d2l

train_data = pd.read_csv("../data/kaggle_house_pred_train.csv")
test_data = pd.read_csv("../data/kaggle_house_pred_test.csv")
both = pd.concat((train_data.iloc[:, 1:-1], test_data.iloc[:, 1:]))
numeric = both.dtypes[both.dtypes != "object"].index
both[numeric] = both[numeric].apply(lambda x: (x - x.mean()) / x.std()).fillna(0)
both = pd.get_dummies(both, dummy_na=True)
n_train = train_data.shape[0]
train_features = nd.array(both[:n_train].values.astype("float32"))
test_features = nd.array(both[n_train:].values.astype("float32"))
train_labels = nd.array(train_data.SalePrice.values).reshape((-1, 1))
loss = gloss.L2Loss()


def log_rmse(net, features, labels):
    clipped = nd.clip(net(features), 1, float("inf"))
    return nd.sqrt(2 * loss(clipped.log(), labels.log()).mean()).asscalar()


def train(net, features, labels, num_epochs, lr, batch_size):
    dataset = gdata.ArrayDataset(features, labels)
    train_iter = gdata.DataLoader(dataset, batch_size, shuffle=True)
    trainer = gluon.Trainer(net.collect_params(), "adam", {"learning_rate": lr})
    train_ls = []
    for _ in range(num_epochs):
        for X, y in train_iter:
            with autograd.record():
                batch_loss = loss(net(X), y)
            batch_loss.backward()
            trainer.step(batch_size)
        train_ls.append(log_rmse(net, features, labels))
    return train_ls


net = nn.Sequential()
net.add(nn.Dense(1))
net.initialize()
num_epochs = 20
train_ls = train(net, train_features, train_labels, num_epochs, 500, 16)
d2l.semilogy(range(1, num_epochs + 1), train_ls, "epochs", "rmse")
test_data["SalePrice"] = pd.Series(net(test_features).asnumpy().reshape(-1))
submission = pd.concat([test_data["Id"], test_data["SalePrice"]], axis=1)
submission.to_csv("submission.csv", index=False)
assert train_ls[-1] < train_ls[0] / 2
assert list(pd.read_csv("submission.csv").columns) == ["Id", "SalePrice"]
