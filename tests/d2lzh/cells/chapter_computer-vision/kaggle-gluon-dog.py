"""9.13 实战Kaggle比赛：狗的品种识别（ImageNet Dogs）

Needs: kaggle_dog、ResNet-34的预训练权重（测试用pretrained=False）
"""

import zipfile

from mxnet import autograd, gluon, init, nd
from mxnet.gluon import data as gdata
from mxnet.gluon import loss as gloss
from mxnet.gluon import model_zoo, nn

from gluon_course import d2lzh as d2l

with zipfile.ZipFile("../data/kaggle_dog/train_valid_test_tiny.zip", "r") as z:
    z.extractall("kaggle_dog")
data_dir, num_breeds = "kaggle_dog/train_valid_test_tiny", 120

transforms = gdata.vision.transforms
normalize = transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
transform_train = transforms.Compose(
    [
        transforms.RandomResizedCrop(96, scale=(0.08, 1), ratio=(3 / 4, 4 / 3)),
        transforms.RandomFlipLeftRight(),
        transforms.RandomColorJitter(brightness=0.4, contrast=0.4, saturation=0.4),
        transforms.RandomLighting(0.1),
        transforms.ToTensor(),
        normalize,
    ]
)
transform_test = transforms.Compose(
    [
        transforms.Resize(128),
        transforms.CenterCrop(96),
        transforms.ToTensor(),
        normalize,
    ]
)


def load(part, augs):
    d2l.mkdir_if_not_exist([data_dir, part])
    dataset = gdata.vision.ImageFolderDataset(data_dir + "/" + part, flag=1)
    return gdata.DataLoader(dataset.transform_first(augs), batch_size=1)


def get_net(ctx):
    # 课本用pretrained=True下载权重
    finetune_net = model_zoo.vision.resnet34_v2(pretrained=False)
    finetune_net.output_new = nn.HybridSequential(prefix="")
    finetune_net.output_new.add(nn.Dense(256, activation="relu"), nn.Dense(num_breeds))
    finetune_net.initialize(init.Xavier(), ctx=ctx)
    return finetune_net


ctx = d2l.try_gpu()
net, loss = get_net(ctx), gloss.SoftmaxCrossEntropyLoss()
net.hybridize()
# 只训练新的输出层
trainer = gluon.Trainer(
    net.output_new.collect_params(),
    "sgd",
    {"learning_rate": 0.01, "momentum": 0.9, "wd": 1e-4},
)
for X, y in load("train", transform_train):
    y = y.astype("float32").as_in_context(ctx)
    output_features = net.features(X.as_in_context(ctx))
    before = net.features[1].weight.data().copy()
    with autograd.record():
        outputs = net.output_new(output_features)
        batch_loss = loss(outputs, y).sum()
    batch_loss.backward()
    trainer.step(1)
assert output_features.shape == (1, 512) and outputs.shape == (1, num_breeds)
assert (net.features[1].weight.data() == before).min().asscalar() == 1
again = loss(net.output_new(output_features), y).sum()
print(batch_loss.asscalar(), again.asscalar())
assert again.asscalar() < batch_loss.asscalar()

for X, _ in load("test", transform_test):
    probs = nd.softmax(net.output_new(net.features(X.as_in_context(ctx))))
assert probs.shape == (1, num_breeds) and abs(probs.sum().asscalar() - 1) < 1e-5
