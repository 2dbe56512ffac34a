"""3.6 softmax回归的从零开始实现

Needs: Fashion-MNIST
"""

from mxnet import autograd, nd

from gluon_course import d2lzh as d2l

batch_size = 64
train_iter, test_iter = d2l.load_data_fashion_mnist(batch_size)

W = nd.random.normal(scale=0.01, shape=(784, 10))
b = nd.zeros(10)
W.attach_grad()
b.attach_grad()


def softmax(X):
    X_exp = X.exp()
    return X_exp / X_exp.sum(axis=1, keepdims=True)


def net(X):
    return softmax(nd.dot(X.reshape((-1, 784)), W) + b)


def cross_entropy(y_hat, y):
    return -nd.pick(y_hat, y).log()


def accuracy(y_hat, y):
    return (y_hat.argmax(axis=1) == y.astype("float32")).mean().asscalar()


X_prob = softmax(nd.random.normal(shape=(2, 5)))
assert abs(X_prob.sum(axis=1) - 1).max().asscalar() < 1e-6
y_hat = nd.array([[0.1, 0.3, 0.6], [0.3, 0.2, 0.5]])
assert accuracy(y_hat, nd.array([0, 2], dtype="int32")) == 0.5

untrained = d2l.evaluate_accuracy(test_iter, net)
d2l.train_ch3(net, train_iter, test_iter, cross_entropy, 2, batch_size, [W, b], 0.1)

for X, y in train_iter:
    with autograd.record():
        loss = cross_entropy(net(X), y).sum()
    loss.backward()
    d2l.sgd([W, b], 0.1, batch_size)
trained = d2l.evaluate_accuracy(test_iter, net)
print(untrained, trained)
assert trained > 0.8 > untrained

for X, y in test_iter:
    break
true_labels = d2l.get_fashion_mnist_labels(y.asnumpy())
pred_labels = d2l.get_fashion_mnist_labels(net(X).argmax(axis=1).asnumpy())
titles = [true + "\n" + pred for true, pred in zip(true_labels, pred_labels)]
d2l.show_fashion_mnist(X[0:9], titles[0:9])
assert "\n" in d2l.plt.gcf().axes[8].get_title()
