"""3.11 模型选择、欠拟合和过拟合

Needs: -
"""

from mxnet import autograd, gluon, nd
from mxnet.gluon import data as gdata
from mxnet.gluon import loss as gloss
from mxnet.gluon import nn

from gluon_course import d2lzh as d2l

n_train, true_w, true_b = 100, [1.2, -3.4, 5.6], 5
features = nd.random.normal(shape=(200, 1))
poly_features = nd.concat(features, nd.power(features, 2), nd.power(features, 3))
labels = nd.dot(poly_features, nd.array(true_w).reshape((3, 1))).reshape((-1,))
labels = labels + true_b + nd.random.normal(scale=0.1, shape=labels.shape)
num_epochs, loss = 30, gloss.L2Loss()


def fit_and_plot(train_features, test_features, train_labels, test_labels):
    net = nn.Sequential()
    net.add(nn.Dense(1))
    net.initialize()
    batch_size = min(10, train_labels.shape[0])
    train_iter = gdata.DataLoader(
        gdata.ArrayDataset(train_features, train_labels), batch_size, shuffle=True
    )
    trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.01})
    train_ls, test_ls = [], []
    for _ in range(num_epochs):
        for X, y in train_iter:
            with autograd.record():
                batch_loss = loss(net(X), y)
            batch_loss.backward()
            trainer.step(batch_size)
        train_ls.append(loss(net(train_features), train_labels).mean().asscalar())
        test_ls.append(loss(net(test_features), test_labels).mean().asscalar())
    print("final epoch: train loss", train_ls[-1], "test loss", test_ls[-1])
    d2l.semilogy(
        range(1, num_epochs + 1),
        train_ls,
        "epochs",
        "loss",
        range(1, num_epochs + 1),
        test_ls,
        ["train", "test"],
    )
    return train_ls[-1], test_ls[-1]


cubic, _ = fit_and_plot(
    poly_features[:n_train], poly_features[n_train:], labels[:n_train], labels[n_train:]
)
linear, _ = fit_and_plot(
    features[:n_train], features[n_train:], labels[:n_train], labels[n_train:]
)
few, few_test = fit_and_plot(
    poly_features[:2], poly_features[n_train:], labels[:2], labels[n_train:]
)
assert cubic < linear / 5
assert few < few_test
