"""6.8 长短期记忆（LSTM）

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
    for _ in range(4):  # 输入门、遗忘门、输出门、候选记忆细胞
        params += [
            normal((num_inputs, num_hiddens)),
            normal((num_hiddens, num_hiddens)),
        ]
        params.append(nd.zeros(num_hiddens, ctx=ctx))
    params += [normal((num_hiddens, num_outputs)), nd.zeros(num_outputs, ctx=ctx)]
    for param in params:
        param.attach_grad()
    return params


def init_lstm_state(batch_size, num_hiddens, ctx):
    shape = (batch_size, num_hiddens)
    return nd.zeros(shape=shape, ctx=ctx), nd.zeros(shape=shape, ctx=ctx)


def lstm(inputs, state, params):
    W_xi, W_hi, b_i, W_xf, W_hf, b_f, W_xo, W_ho, b_o, W_xc, W_hc, b_c = params[:12]
    W_hq, b_q = params[12:]
    (H, C), outputs = state, []
    for X in inputs:
        I = nd.sigmoid(nd.dot(X, W_xi) + nd.dot(H, W_hi) + b_i)
        F = nd.sigmoid(nd.dot(X, W_xf) + nd.dot(H, W_hf) + b_f)
        O = nd.sigmoid(nd.dot(X, W_xo) + nd.dot(H, W_ho) + b_o)
        C = F * C + I * nd.tanh(nd.dot(X, W_xc) + nd.dot(H, W_hc) + b_c)
        H = O * C.tanh()
        outputs.append(nd.dot(H, W_hq) + b_q)
    return outputs, (H, C)


corpus = (corpus_indices, idx_to_char, char_to_idx)
num_epochs, num_steps, lr, clipping_theta, batch_size = 2, 20, 1e2, 1e-2, 16
training = (num_epochs, num_steps, lr, clipping_theta, batch_size)
pred_period, pred_len, prefixes = 1, 10, ["分开", "不分开"]
sizes = (num_hiddens, vocab_size, ctx)
report = (pred_period, pred_len, prefixes)
d2l.train_and_predict_rnn(
    lstm, get_params, init_lstm_state, *sizes, *corpus, False, *training, *report
)

# 英文字符也可以：包里还有《时间机器》
corpus_indices, char_to_idx, idx_to_char, vocab_size = d2l.load_data_time_machine()
assert " " in char_to_idx and "D" not in char_to_idx and "\n" not in char_to_idx
corpus, sizes = (corpus_indices, idx_to_char, char_to_idx), (32, vocab_size, ctx)
model = d2l.RNNModel(rnn.LSTM(num_hiddens), vocab_size)
d2l.train_and_predict_rnn_gluon(model, *sizes, *corpus, *training, 1, 10, ["night"])
assert len(model.begin_state(batch_size=2, ctx=ctx)) == 2
