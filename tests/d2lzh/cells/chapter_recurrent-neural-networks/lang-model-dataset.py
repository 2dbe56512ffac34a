"""6.3 语言模型数据集（歌词）

Needs: jaychou_lyrics.txt.zip
"""

import random
import zipfile

from mxnet import nd

with zipfile.ZipFile("../data/jaychou_lyrics.txt.zip") as zin:
    corpus_chars = zin.read("jaychou_lyrics.txt").decode("utf-8")
print(corpus_chars[:40])
corpus_chars = corpus_chars.replace("\n", " ").replace("\r", " ")[0:10000]

idx_to_char = list(set(corpus_chars))
char_to_idx = {char: i for i, char in enumerate(idx_to_char)}
corpus_indices = [char_to_idx[char] for char in corpus_chars]
sample = corpus_indices[:20]
assert "".join(idx_to_char[i] for i in sample) == corpus_chars[:20]


def data_iter_random(corpus_indices, batch_size, num_steps, ctx=None):
    num_examples = (len(corpus_indices) - 1) // num_steps
    starts = [i * num_steps for i in range(num_examples)]
    random.shuffle(starts)
    for i in range(0, num_examples // batch_size * batch_size, batch_size):
        chosen = starts[i : i + batch_size]
        X = [corpus_indices[j : j + num_steps] for j in chosen]
        Y = [corpus_indices[j + 1 : j + 1 + num_steps] for j in chosen]
        yield nd.array(X, ctx), nd.array(Y, ctx)


def data_iter_consecutive(corpus_indices, batch_size, num_steps, ctx=None):
    corpus_indices = nd.array(corpus_indices, ctx=ctx)
    batch_len = len(corpus_indices) // batch_size
    indices = corpus_indices[0 : batch_size * batch_len]
    indices = indices.reshape((batch_size, batch_len))
    for i in range(0, (batch_len - 1) // num_steps * num_steps, num_steps):
        X = indices[:, i : i + num_steps]
        yield X, indices[:, i + 1 : i + num_steps + 1]


my_seq = list(range(30))
for data_iter in (data_iter_random, data_iter_consecutive):
    batches = list(data_iter(my_seq, batch_size=2, num_steps=6))
    for X, Y in batches:
        print("X: ", X, "\nY:", Y, "\n")
        assert X.shape == (2, 6) and (Y == X + 1).min().asscalar() == 1
    assert len(batches) == 2
assert batches[1][0][0, 0].asscalar() == batches[0][0][0, -1].asscalar() + 1
