"""6.5 循环神经网络的简洁实现

Needs: jaychou_lyrics.txt.zip
"""

from mxnet import init, nd
from mxnet.gluon import nn, rnn

from gluon_course import d2lzh as d2l

corpus_indices, char_to_idx, idx_to_char, vocab_size = d2l.load_data_jay_lyrics()

num_hiddens, batch_size, num_steps = 64, 16, 20
rnn_layer = rnn.RNN(num_hiddens)
rnn_layer.initialize()
state = rnn_layer.begin_state(batch_size=2)
assert state[0].shape == (1, 2, num_hiddens)
X = nd.random.uniform(shape=(num_steps, 2, vocab_size))
Y, state_new = rnn_layer(X, state)
assert Y.shape == (num_steps, 2, num_hiddens) and len(state_new) == 1


class RNNModel(nn.Block):
    def __init__(self, rnn_layer, vocab_size, **kwargs):
        super().__init__(**kwargs)
        self.rnn, self.vocab_size = rnn_layer, vocab_size
        self.dense = nn.Dense(vocab_size)

    def forward(self, inputs, state):
        X = nd.one_hot(inputs.T, self.vocab_size)
        Y, state = self.rnn(X, state)
        return self.dense(Y.reshape((-1, Y.shape[-1]))), state

    def begin_state(self, *args, **kwargs):
        return self.rnn.begin_state(*args, **kwargs)


ctx = d2l.try_gpu()
for model in (RNNModel(rnn_layer, vocab_size), d2l.RNNModel(rnn_layer, vocab_size)):
    model.initialize(init.Normal(0.01), force_reinit=True, ctx=ctx)
    output, _ = model(nd.zeros((2, num_steps)), model.begin_state(batch_size=2))
    assert output.shape == (num_steps * 2, vocab_size)
    text = d2l.predict_rnn_gluon(
        "分开", 10, model, vocab_size, ctx, idx_to_char, char_to_idx
    )
    assert len(text) == 12

    corpus, sizes = (corpus_indices, idx_to_char, char_to_idx), (64, vocab_size, ctx)
    training = (4, num_steps, 1e2, 1e-2, batch_size)
    report = (2, 10, ["分开", "不分开"])
    d2l.train_and_predict_rnn_gluon(model, *sizes, *corpus, *training, *report)
assert model.rnn is rnn_layer and model.dense.weight.shape == (vocab_size, num_hiddens)
