"""10.12 机器翻译

Needs: fr-en-small.txt
"""

import collections
import math

from mxnet import autograd, gluon, init, nd
from mxnet.contrib import text
from mxnet.gluon import data as gdata
from mxnet.gluon import loss as gloss
from mxnet.gluon import nn, rnn

PAD, BOS, EOS, max_seq_len = "<pad>", "<bos>", "<eos>", 7


def read_data(path="../data/fr-en-small.txt"):
    vocabs, arrays = [], []
    with open(path) as f:
        pairs = [line.rstrip().split("\t") for line in f]
    for side in zip(*pairs):
        seqs = [line.split(" ") + [EOS] for line in side]
        seqs = [seq + [PAD] * (max_seq_len - len(seq)) for seq in seqs]
        counter = collections.Counter(token for seq in seqs for token in seq)
        vocab = text.vocab.Vocabulary(counter, reserved_tokens=[PAD, BOS, EOS])
        vocabs.append(vocab)
        arrays.append(nd.array([vocab.to_indices(seq) for seq in seqs]))
    return (*vocabs, gdata.ArrayDataset(*arrays))


in_vocab, out_vocab, dataset = read_data()
print(dataset[0])
assert dataset[0][0].shape == (max_seq_len,)


class Encoder(nn.Block):
    def __init__(self, vocab_size, embed_size, num_hiddens, num_layers, **kwargs):
        super().__init__(**kwargs)
        self.embedding = nn.Embedding(vocab_size, embed_size)
        self.rnn = rnn.GRU(num_hiddens, num_layers)

    def forward(self, inputs, state):
        return self.rnn(self.embedding(inputs).swapaxes(0, 1), state)


encoder = Encoder(vocab_size=10, embed_size=8, num_hiddens=16, num_layers=2)
encoder.initialize()
output, state = encoder(nd.zeros((4, 7)), encoder.rnn.begin_state(batch_size=4))
assert output.shape == (7, 4, 16) and state[0].shape == (2, 4, 16)


def attention_model(attention_size):
    model = nn.Sequential()
    model.add(nn.Dense(attention_size, "tanh", use_bias=False, flatten=False))
    model.add(nn.Dense(1, use_bias=False, flatten=False))
    return model


def attention_forward(model, enc_states, dec_state):
    dec_states = nd.broadcast_axis(dec_state.expand_dims(0), 0, enc_states.shape[0])
    e = model(nd.concat(enc_states, dec_states, dim=2))
    return (nd.softmax(e, axis=0) * enc_states).sum(axis=0)


model = attention_model(10)
model.initialize()
context = attention_forward(model, nd.zeros((10, 4, 8)), nd.zeros((4, 8)))
assert context.shape == (4, 8)


class Decoder(nn.Block):
    def __init__(self, vocab_size, embed_size, num_hiddens, num_layers, **kwargs):
        super().__init__(**kwargs)
        self.embedding = nn.Embedding(vocab_size, embed_size)
        self.attention = attention_model(10)
        self.rnn = rnn.GRU(num_hiddens, num_layers)
        self.out = nn.Dense(vocab_size, flatten=False)

    def forward(self, cur_input, state, enc_states):
        c = attention_forward(self.attention, enc_states, state[0][-1])
        joined = nd.concat(self.embedding(cur_input), c, dim=1)
        output, state = self.rnn(joined.expand_dims(0), state)
        return self.out(output).squeeze(axis=0), state


loss = gloss.SoftmaxCrossEntropyLoss()


def batch_loss(encoder, decoder, X, Y):
    batch_size = X.shape[0]
    enc_outputs, state = encoder(X, encoder.rnn.begin_state(batch_size=batch_size))
    dec_input = nd.array([out_vocab.token_to_idx[BOS]] * batch_size)
    mask, num_not_pad, total = nd.ones(shape=(batch_size,)), 0, 0
    for y in Y.T:
        dec_output, state = decoder(dec_input, state, enc_outputs)
        total = total + (mask * loss(dec_output, y)).sum()
        dec_input, num_not_pad = y, num_not_pad + mask.sum().asscalar()
        mask = mask * (y != out_vocab.token_to_idx[EOS])
    return total / num_not_pad


encoder, decoder = Encoder(len(in_vocab), 32, 32, 1), Decoder(len(out_vocab), 32, 32, 1)
trainers = []
for net in (encoder, decoder):
    net.initialize(init.Xavier(), force_reinit=True)
    adam = gluon.Trainer(net.collect_params(), "adam", {"learning_rate": 0.02})
    trainers.append(adam)
means = []
for _ in range(8):
    means.append(0)
    for X, Y in gdata.DataLoader(dataset, 4, shuffle=True):
        with autograd.record():
            part = batch_loss(encoder, decoder, X, Y)
        part.backward()
        for trainer in trainers:
            trainer.step(1)
        means[-1] += part.asscalar() / 4
print(means)
assert means[-1] < means[0] / 2


def translate(input_seq):
    tokens = input_seq.split(" ") + [EOS]
    tokens += [PAD] * (max_seq_len - len(tokens))
    enc_input = nd.array([in_vocab.to_indices(tokens)])
    enc_outputs, state = encoder(enc_input, encoder.rnn.begin_state(batch_size=1))
    dec_input, output_tokens = nd.array([out_vocab.token_to_idx[BOS]]), []
    for _ in range(max_seq_len):
        dec_output, state = decoder(dec_input, state, enc_outputs)
        dec_input = dec_output.argmax(axis=1)
        token = out_vocab.idx_to_token[int(dec_input.asscalar())]
        if token == EOS:
            break
        output_tokens.append(token)
    return output_tokens


def bleu(pred_tokens, label_tokens, k):
    len_pred, len_label = len(pred_tokens), len(label_tokens)
    score = math.exp(min(0, 1 - len_label / len_pred))
    for n in range(1, k + 1):
        grams = [" ".join(label_tokens[i : i + n]) for i in range(len_label - n + 1)]
        left, matches = collections.Counter(grams), 0
        for i in range(len_pred - n + 1):
            gram = " ".join(pred_tokens[i : i + n])
            if left[gram] > 0:
                matches, left[gram] = matches + 1, left[gram] - 1
        score *= math.pow(matches / (len_pred - n + 1), math.pow(0.5, n))
    return score


print(translate("elle est calme ."))
label = ["they", "are", "canadian", "."]
assert bleu(label, label, 2) == 1
assert round(bleu(["they", "are", "russian", "."], label, 2), 3) == 0.658
