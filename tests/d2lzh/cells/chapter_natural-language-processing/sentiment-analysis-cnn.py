"""10.8 文本情感分类：使用卷积神经网络（textCNN）

Needs: aclImdb、glove.6B.100d
"""

from mxnet import gluon, init, nd
from mxnet.contrib import text
from mxnet.gluon import data as gdata
from mxnet.gluon import loss as gloss
from mxnet.gluon import nn

from gluon_course import d2lzh as d2l


def corr1d(X, K):
    w = K.shape[0]
    Y = nd.zeros(X.shape[0] - w + 1)
    for i in range(Y.shape[0]):
        Y[i] = (X[i : i + w] * K).sum()
    return Y


def corr1d_multi_in(X, K):
    return nd.add_n(*[corr1d(x, k) for x, k in zip(X, K)])


X, K = nd.arange(7), nd.array([1, 2])
assert corr1d(X, K).asnumpy().tolist() == [2, 5, 8, 11, 14, 17]
X, K = nd.stack(X, X + 1, X + 2), nd.array([[1, 2], [3, 4], [-1, -3]])
assert corr1d_multi_in(X, K).asnumpy().tolist() == [2, 8, 14, 20, 26, 32]

batch_size = 5
d2l.download_imdb(data_dir="../data")
train_data, test_data = d2l.read_imdb("train"), d2l.read_imdb("test")
vocab = d2l.get_vocab_imdb(train_data)
features, labels = d2l.preprocess_imdb(train_data, vocab)
test_features, test_labels = d2l.preprocess_imdb(test_data, vocab)
# 测试只取前20个词，课本用全部500个
train_set = gdata.ArrayDataset(features[:, :20], labels)
test_set = gdata.ArrayDataset(test_features[:, :20], test_labels)
train_iter = gdata.DataLoader(train_set, batch_size, shuffle=True)
test_iter = gdata.DataLoader(test_set, batch_size)


class TextCNN(nn.Block):
    def __init__(self, vocab, embed_size, kernel_sizes, num_channels, **kwargs):
        super().__init__(**kwargs)
        self.embedding = nn.Embedding(len(vocab), embed_size)
        self.constant_embedding = nn.Embedding(len(vocab), embed_size)
        self.dropout, self.decoder = nn.Dropout(0.5), nn.Dense(2)
        self.pool, self.convs = nn.GlobalMaxPool1D(), nn.Sequential()
        for c, k in zip(num_channels, kernel_sizes):
            self.convs.add(nn.Conv1D(c, k, activation="relu"))

    def forward(self, inputs):
        both = self.embedding(inputs), self.constant_embedding(inputs)
        embeddings = nd.concat(*both, dim=2).transpose((0, 2, 1))
        pooled = [nd.flatten(self.pool(conv(embeddings))) for conv in self.convs]
        return self.decoder(self.dropout(nd.concat(*pooled, dim=1)))


ctx = d2l.try_all_gpus()
net = TextCNN(vocab, embed_size=100, kernel_sizes=[3, 4, 5], num_channels=[20] * 3)
net.initialize(init.Xavier(), ctx=ctx)
glove_embedding = text.embedding.create(
    "glove", pretrained_file_name="glove.6B.100d.txt", vocabulary=vocab
)
net.embedding.weight.set_data(glove_embedding.idx_to_vec)
net.constant_embedding.weight.set_data(glove_embedding.idx_to_vec)
net.constant_embedding.collect_params().setattr("grad_req", "null")

loss = gloss.SoftmaxCrossEntropyLoss()
trainer = gluon.Trainer(net.collect_params(), "adam", {"learning_rate": 0.01})
d2l.train(train_iter, test_iter, net, loss, trainer, ctx, num_epochs=10)
sentence = ["a", "great", "film", "with", "a", "warm", "story"]
assert d2l.predict_sentiment(net, vocab, sentence) == "positive"
sentence = ["a", "bad", "film", "with", "a", "dull", "story"]
assert d2l.predict_sentiment(net, vocab, sentence) == "negative"
