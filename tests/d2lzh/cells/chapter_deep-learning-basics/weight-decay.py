"""3.12 权重衰减

Needs: -
"""

from mxnet import autograd, gluon, init, nd
from mxnet.gluon import data as gdata
from mxnet.gluon import loss as gloss
from mxnet.gluon import nn

from gluon_course import d2lzh as d2l

n_train, n_test, num_inputs = 20, 100, 200
true_w, true_b = nd.ones((num_inputs, 1)) * 0.01, 0.05
features = nd.random.normal(shape=(n_train + n_test, num_inputs))
labels = d2l.linreg(features, true_w, true_b)
labels += nd.random.normal(scale=0.01, shape=labels.shape)
train_features, train_labels = features[:n_train], labels[:n_train]
batch_size, num_epochs, lr = 1, 10, 0.006


def fit_and_plot(lambd):
    w = nd.random.normal(scale=1, shape=(num_inputs, 1))
    b = nd.zeros(shape=(1,))
    w.attach_grad()
    b.attach_grad()
    train_ls = []
    for _ in range(num_epochs):
        for X, y in d2l.data_iter(batch_size, train_features, train_labels):
            with autograd.record():
                penalty = (w**2).sum() / 2
                loss = d2l.squared_loss(d2l.linreg(X, w, b), y) + lambd * penalty
            loss.backward()
            d2l.sgd([w, b], lr, batch_size)
        y_hat = d2l.linreg(train_features, w, b)
        train_ls.append(d2l.squared_loss(y_hat, train_labels).mean().asscalar())
    d2l.semilogy(range(1, num_epochs + 1), train_ls, "epochs", "loss")
    print("L2 norm of w:", w.norm().asscalar())
    return w.norm().asscalar()


def fit_and_plot_gluon(wd):
    net = nn.Sequential()
    net.add(nn.Dense(1))
    net.initialize(init.Normal(sigma=1))
    weights, biases = net.collect_params(".*weight"), net.collect_params(".*bias")
    trainer_w = gluon.Trainer(weights, "sgd", {"learning_rate": lr, "wd": wd})
    trainer_b = gluon.Trainer(biases, "sgd", {"learning_rate": lr})
    loss = gloss.L2Loss()
    dataset = gdata.ArrayDataset(train_features, train_labels)
    for _ in range(num_epochs):
        for X, y in gdata.DataLoader(dataset, batch_size, shuffle=True):
            with autograd.record():
                batch_loss = loss(net(X), y)
            batch_loss.backward()
            trainer_w.step(batch_size)
            trainer_b.step(batch_size)
    print("L2 norm of w:", net[0].weight.data().norm().asscalar())
    return net[0].weight.data().norm().asscalar()


assert fit_and_plot(lambd=3) < 1 < 8 < fit_and_plot(lambd=0)
assert fit_and_plot_gluon(3) < 1 < 8 < fit_and_plot_gluon(0)
