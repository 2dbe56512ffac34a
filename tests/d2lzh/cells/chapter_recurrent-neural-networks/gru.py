"""6.7 门控循环单元（GRU）

Needs: jaychou_lyrics.txt.zip
"""

from mxnet import nd
from mxnet.gluon import rnn

from gluon_course import d2lzh as d2l

corpus_indices, char_to_idx, idx_to_char, vocab_size = d2l.load_data_jay_lyrics()
num_inputs, num_hiddens, num_outputs = vocab_size, 32, vocab_size
ctx = d2l.try_gpu()


def get_params():
    def normal(shape):
        return nd.random.normal(scale=0.01, shape=shape, ctx=ctx)

    params = []
    for _ in range(3):  # 更新门、重置门、候选隐藏状态
        params += [
            normal((num_inputs, num_hiddens)),
            normal((num_hiddens, num_hiddens)),
        ]
        params.append(nd.zeros(num_hiddens, ctx=ctx))
    params += [normal((num_hiddens, num_outputs)), nd.zeros(num_outputs, ctx=ctx)]
    for param in params:
        param.attach_grad()
    return params


def init_gru_state(batch_size, num_hiddens, ctx):
    return (nd.zeros(shape=(batch_size, num_hiddens), ctx=ctx),)


def gru(inputs, state, params):
    W_xz, W_hz, b_z, W_xr, W_hr, b_r, W_xh, W_hh, b_h, W_hq, b_q = params
    (H,), outputs = state, []
    for X in inputs:
        Z = nd.sigmoid(nd.dot(X, W_xz) + nd.dot(H, W_hz) + b_z)
        R = nd.sigmoid(nd.dot(X, W_xr) + nd.dot(H, W_hr) + b_r)
        H_tilda = nd.tanh(nd.dot(X, W_xh) + nd.dot(R * H, W_hh) + b_h)
        H = Z * H + (1 - Z) * H_tilda
        outputs.append(nd.dot(H, W_hq) + b_q)
    return outputs, (H,)


corpus = (corpus_indices, idx_to_char, char_to_idx)
num_epochs, num_steps, lr, clipping_theta, batch_size = 2, 20, 1e2, 1e-2, 16
training = (num_epochs, num_steps, lr, clipping_theta, batch_size)
pred_period, pred_len, prefixes = 1, 10, ["分开", "不分开"]
sizes = (num_hiddens, vocab_size, ctx)
report = (pred_period, pred_len, prefixes)
d2l.train_and_predict_rnn(
    gru, get_params, init_gru_state, *sizes, *corpus, False, *training, *report
)

model = d2l.RNNModel(rnn.GRU(num_hiddens), vocab_size)
d2l.train_and_predict_rnn_gluon(model, *sizes, *corpus, *training, *report)
mine = sum(param.size for param in get_params())
theirs = sum(param.data(ctx).size for param in model.collect_params().values())
assert theirs == mine + 3 * num_hiddens  # Gluon有两组偏差
