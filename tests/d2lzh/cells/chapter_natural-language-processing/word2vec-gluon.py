"""10.3 word2vec的实现

Needs: ptb.zip
"""

import math
import random
import zipfile

from mxnet import autograd, gluon, nd
from mxnet.gluon import data as gdata
from mxnet.gluon import loss as gloss
from mxnet.gluon import nn

from gluon_course import d2lzh as d2l

with zipfile.ZipFile("../data/ptb.zip") as zin:
    lines = zin.read("ptb/ptb.train.txt").decode("utf-8").splitlines()
raw_dataset = [line.split() for line in lines]
counter = d2l.count_tokens(raw_dataset)
counter = {token: n for token, n in counter.items() if n >= 5}
idx_to_token = list(counter)
token_to_idx = {token: idx for idx, token in enumerate(idx_to_token)}
dataset = [[token_to_idx[tk] for tk in st if tk in counter] for st in raw_dataset]
num_tokens = sum(len(st) for st in dataset)
assert num_tokens == sum(counter.values())


def discard(idx):
    share = counter[idx_to_token[idx]] / num_tokens
    return random.uniform(0, 1) < 1 - math.sqrt(1e-2 / share)


subsampled = [[tk for tk in st if not discard(tk)] for st in dataset]
assert sum(len(st) for st in subsampled) < num_tokens


def get_centers_and_contexts(dataset, max_window_size):
    centers, contexts = [], []
    for st in dataset:
        for i, center in enumerate(st):
            window = random.randint(1, max_window_size)
            around = range(max(0, i - window), min(len(st), i + 1 + window))
            context = [st[j] for j in around if j != i]
            if context:
                centers.append(center)
                contexts.append(context)
    return centers, contexts


centers, contexts = get_centers_and_contexts(subsampled, 5)
weights = [counter[w] ** 0.75 for w in idx_to_token]
population = range(len(weights))
negatives = []
for context in contexts:
    drawn = random.choices(population, weights, k=len(context) * 5 * 3)
    chosen = [each for each in drawn if each not in set(context)]
    negatives.append(chosen[: len(context) * 5])


def batchify(data):
    max_len = max(len(c) + len(n) for _, c, n in data)
    pads = [max_len - len(c) - len(n) for _, c, n in data]
    rows = [c + n + [0] * p for (_, c, n), p in zip(data, pads)]
    masks = [[1] * (max_len - p) + [0] * p for p in pads]
    labels = [[1] * len(c) + [0] * (max_len - len(c)) for _, c, _ in data]
    first = nd.array([center for center, _, _ in data]).reshape((-1, 1))
    return first, nd.array(rows), nd.array(masks), nd.array(labels)


data = gdata.SimpleDataset(list(zip(centers, contexts, negatives)))
data_iter = gdata.DataLoader(data, 64, shuffle=True, batchify_fn=batchify)
for batch in data_iter:
    print([each.shape for each in batch])
    break
assert batch[0].shape == (64, 1) and batch[1].shape == batch[3].shape

loss = gloss.SigmoidBinaryCrossEntropyLoss()
pred = nd.array([[1.5, 0.3, -1, 2], [1.1, -0.6, 2.2, 0.4]])
label, mask = nd.array([[1, 0, 0, 0], [1, 1, 0, 0]]), nd.array([[1] * 4, [1] * 3 + [0]])
demo = loss(pred, label, mask) * mask.shape[1] / mask.sum(axis=1)
assert [round(float(each), 7) for each in demo.asnumpy()] == [0.8739896, 1.2099689]

net = nn.Sequential()
for _ in range(2):
    net.add(nn.Embedding(input_dim=len(idx_to_token), output_dim=20))
net.initialize()
trainer = gluon.Trainer(net.collect_params(), "adam", {"learning_rate": 0.02})
means = []
for _ in range(3):
    total, n = 0, 0
    for center, rows, mask, label in data_iter:
        with autograd.record():
            pred = nd.batch_dot(net[0](center), net[1](rows).swapaxes(1, 2))
            masked = loss(pred.reshape(label.shape), label, mask)
            batch_loss = masked * mask.shape[1] / mask.sum(axis=1)
        batch_loss.backward()
        trainer.step(64)
        total, n = total + batch_loss.sum().asscalar(), n + batch_loss.size
    means.append(total / n)
print(means)
assert means[-1] < means[0]
