"""9.12 实战Kaggle比赛：图像分类（CIFAR-10）

Needs: kaggle_cifar10
"""

import os
import shutil
import zipfile

import pandas as pd
from mxnet import autograd, gluon, init
from mxnet.gluon import data as gdata
from mxnet.gluon import loss as gloss
from mxnet.gluon import nn

from gluon_course import d2lzh as d2l

data_dir, train_dir, test_dir = "../data/kaggle_cifar10", "train_tiny", "test_tiny"
for f in ("train_tiny.zip", "test_tiny.zip", "trainLabels.csv.zip"):
    with zipfile.ZipFile(data_dir + "/" + f, "r") as z:
        z.extractall("cifar10")
data_dir = "cifar10"
with open(os.path.join(data_dir, "trainLabels.csv")) as f:
    tokens = [line.rstrip().split(",") for line in f.readlines()[1:]]
    idx_label = {int(idx): label for idx, label in tokens}

# 每类留一成作验证
n_valid_per_label, counts = 1, {}
for name in sorted(os.listdir(os.path.join(data_dir, train_dir))):
    label = idx_label[int(name.split(".")[0])]
    counts[label] = counts.get(label, 0) + 1
    is_valid = counts[label] <= n_valid_per_label
    for part in ("train_valid", "valid" if is_valid else "train"):
        d2l.mkdir_if_not_exist([data_dir, "input", part, label])
        source = os.path.join(data_dir, train_dir, name)
        shutil.copy(source, os.path.join(data_dir, "input", part, label))
d2l.mkdir_if_not_exist([data_dir, "input", "test", "unknown"])
for name in os.listdir(os.path.join(data_dir, test_dir)):
    source = os.path.join(data_dir, test_dir, name)
    shutil.copy(source, os.path.join(data_dir, "input", "test", "unknown"))

transforms = gdata.vision.transforms
normalize = transforms.Normalize([0.4914, 0.4822, 0.4465], [0.2023, 0.1994, 0.2010])
transform_train = transforms.Compose(
    [
        transforms.Resize(40),
        transforms.RandomResizedCrop(32, scale=(0.64, 1.0), ratio=(1.0, 1.0)),
        transforms.RandomFlipLeftRight(),
        transforms.ToTensor(),
        normalize,
    ]
)
transform_test = transforms.Compose([transforms.ToTensor(), normalize])


def load(part, augs, batch_size, shuffle):
    folder = os.path.join(data_dir, "input", part)
    dataset = gdata.vision.ImageFolderDataset(folder, flag=1)
    return gdata.DataLoader(dataset.transform_first(augs), batch_size, shuffle=shuffle)


net = nn.HybridSequential()
net.add(nn.Conv2D(16, kernel_size=3, padding=1), nn.BatchNorm(), nn.Activation("relu"))
net.add(nn.GlobalAvgPool2D(), nn.Dense(2))
ctx = d2l.try_gpu()
net.initialize(ctx=ctx, init=init.Xavier())
net.hybridize()
loss, lr = gloss.SoftmaxCrossEntropyLoss(), 0.1
trainer = gluon.Trainer(
    net.collect_params(), "sgd", {"learning_rate": lr, "momentum": 0.9, "wd": 5e-4}
)
for epoch in range(2):
    if epoch > 0 and epoch % 1 == 0:
        trainer.set_learning_rate(trainer.learning_rate * 0.1)
    for X, y in load("train", transform_train, 6, True):
        y = y.astype("float32").as_in_context(ctx)
        with autograd.record():
            batch_loss = loss(net(X.as_in_context(ctx)), y).sum()
        batch_loss.backward()
        trainer.step(6)
    valid_acc = d2l.evaluate_accuracy(load("valid", transform_test, 6, True), net, ctx)
    print(
        "epoch %d, valid acc %f, lr %s" % (epoch + 1, valid_acc, trainer.learning_rate)
    )
assert abs(trainer.learning_rate - 0.01) < 1e-9 and 0 <= valid_acc <= 1

preds = []
for X, _ in load("test", transform_test, 6, False):
    preds.extend(net(X.as_in_context(ctx)).argmax(axis=1).astype(int).asnumpy())
ids = sorted(range(1, len(preds) + 1), key=str)
df = pd.DataFrame({"id": ids, "label": preds})
df["label"] = df["label"].apply(lambda x: ["cat", "frog"][x])
df.to_csv("submission.csv", index=False)
assert len(pd.read_csv("submission.csv")) == 2
