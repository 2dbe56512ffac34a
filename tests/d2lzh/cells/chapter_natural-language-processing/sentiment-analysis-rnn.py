"""10.7 文本情感分类：使用循环神经网络

Needs: aclImdb、glove.6B.100d
"""

from mxnet import gluon, init, nd
from mxnet.contrib import text
from mxnet.gluon import data as gdata
from mxnet.gluon import loss as gloss
from mxnet.gluon import nn, rnn

from gluon_course import d2lzh as d2l

d2l.download_imdb()
train_data, test_data = d2l.read_imdb("train"), d2l.read_imdb("test")
assert len(train_data) == 20 and sorted({label for _, label in test_data}) == [0, 1]
tokenized = d2l.get_tokenized_imdb(train_data)
assert tokenized[0][:2] == train_data[0][0].lower().split(" ")[:2]
vocab = d2l.get_vocab_imdb(train_data)
print(len(vocab))
counts = d2l.count_tokens(tokenized)
assert len(vocab) == 2 + sum(count >= 5 for count in counts.values())
assert "<pad>" in vocab.token_to_idx and "great" in vocab.token_to_idx

batch_size = 10
features, labels = d2l.preprocess_imdb(train_data, vocab)
assert features.shape == (20, 500) and labels.shape == (20,)
assert features[0, 499].asscalar() == vocab.token_to_idx["<pad>"]
# 测试只取前20个词，课本用全部500个
train_set = gdata.ArrayDataset(features[:, :20], labels)
test_features, test_labels = d2l.preprocess_imdb(test_data, vocab)
test_set = gdata.ArrayDataset(test_features[:, :20], test_labels)
train_iter = gdata.DataLoader(train_set, batch_size, shuffle=True)
test_iter = gdata.DataLoader(test_set, batch_size)


class BiRNN(nn.Block):
    def __init__(self, vocab, embed_size, num_hiddens, num_layers, **kwargs):
        super().__init__(**kwargs)
        self.embedding = nn.Embedding(len(vocab), embed_size)
        self.encoder = rnn.LSTM(
            num_hiddens,
            num_layers=num_layers,
            bidirectional=True,
            input_size=embed_size,
        )
        self.decoder = nn.Dense(2)

    def forward(self, inputs):
        outputs = self.encoder(self.embedding(inputs.T))
        return self.decoder(nd.concat(outputs[0], outputs[-1]))


embed_size, num_hiddens, num_layers, ctx = 100, 16, 2, d2l.try_all_gpus()
net = BiRNN(vocab, embed_size, num_hiddens, num_layers)
net.initialize(init.Xavier(), ctx=ctx)
glove_embedding = text.embedding.create(
    "glove", pretrained_file_name="glove.6B.100d.txt", vocabulary=vocab
)
net.embedding.weight.set_data(glove_embedding.idx_to_vec)
net.embedding.collect_params().setattr("grad_req", "null")

lr, num_epochs, loss = 0.01, 6, gloss.SoftmaxCrossEntropyLoss()
trainer = gluon.Trainer(net.collect_params(), "adam", {"learning_rate": lr})
d2l.train(train_iter, test_iter, net, loss, trainer, ctx, num_epochs)
sentence = ["a", "great", "film", "with", "a", "warm", "story"]
assert d2l.predict_sentiment(net, vocab, sentence) == "positive"
sentence = ["a", "bad", "film", "with", "a", "dull", "story"]
assert d2l.predict_sentiment(net, vocab, sentence) == "negative"
