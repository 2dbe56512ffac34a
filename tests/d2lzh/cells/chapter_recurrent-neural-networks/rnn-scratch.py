"""6.4 循环神经网络的从零开始实现

Needs: jaychou_lyrics.txt.zip
"""

from mxnet import autograd, nd

from gluon_course import d2lzh as d2l

corpus_indices, char_to_idx, idx_to_char, vocab_size = d2l.load_data_jay_lyrics()

onehot = d2l.to_onehot(nd.arange(10).reshape((2, 5)), vocab_size)
assert len(onehot) == 5 and onehot[0].shape == (2, vocab_size)
assert onehot[1].argmax(axis=1).asnumpy().tolist() == [1, 6]

num_hiddens, ctx = 64, d2l.try_gpu()


def get_params():
    def normal(shape):
        return nd.random.normal(scale=0.01, shape=shape, ctx=ctx)

    params = [normal((vocab_size, num_hiddens)), normal((num_hiddens, num_hiddens))]
    params += [nd.zeros(num_hiddens, ctx=ctx), normal((num_hiddens, vocab_size))]
    params.append(nd.zeros(vocab_size, ctx=ctx))
    for param in params:
        param.attach_grad()
    return params


def init_rnn_state(batch_size, num_hiddens, ctx):
    return (nd.zeros(shape=(batch_size, num_hiddens), ctx=ctx),)


def rnn(inputs, state, params):
    W_xh, W_hh, b_h, W_hq, b_q = params
    (H,), outputs = state, []
    for X in inputs:
        H = nd.tanh(nd.dot(X, W_xh) + nd.dot(H, W_hh) + b_h)
        outputs.append(nd.dot(H, W_hq) + b_q)
    return outputs, (H,)


sizes = (num_hiddens, vocab_size, ctx)
text = d2l.predict_rnn(
    "分开", 10, rnn, get_params(), init_rnn_state, *sizes, idx_to_char, char_to_idx
)
print(text)
assert len(text) == 12 and text.startswith("分开")

# 裁剪梯度：只有超过theta时才缩小
params = get_params()
with autograd.record():
    outputs, _ = rnn(onehot, init_rnn_state(2, num_hiddens, ctx), params)
    total = nd.concat(*outputs, dim=0).sum() * 100
total.backward()
d2l.grad_clipping(params, 0.5, ctx)
norm = sum((param.grad**2).sum().asscalar() for param in params) ** 0.5
assert abs(norm - 0.5) < 1e-4
before = params[4].grad.copy()
d2l.grad_clipping(params, None, ctx)
assert (params[4].grad == before).min().asscalar() == 1

corpus = (corpus_indices, idx_to_char, char_to_idx)
num_epochs, num_steps, lr, clipping_theta, batch_size = 4, 20, 1e2, 1e-2, 16
training = (num_epochs, num_steps, lr, clipping_theta, batch_size)
report = (2, 10, ["分开", "不分开"])
for is_random in (True, False):
    data_iter = d2l.data_iter_random if is_random else d2l.data_iter_consecutive
    for X, Y in data_iter(corpus_indices, batch_size, num_steps, ctx):
        assert X.shape == Y.shape == (batch_size, num_steps)
    d2l.train_and_predict_rnn(
        rnn, get_params, init_rnn_state, *sizes, *corpus, is_random, *training, *report
    )
