"""9.2 微调

Needs: hotdog、ResNet-18的预训练权重（测试用pretrained=False）
"""

from itertools import islice

from mxnet import gluon, init, nd
from mxnet.gluon import data as gdata
from mxnet.gluon import loss as gloss
from mxnet.gluon import model_zoo

from gluon_course import d2lzh as d2l

train_imgs = gdata.vision.ImageFolderDataset("../data/hotdog/train")
test_imgs = gdata.vision.ImageFolderDataset("../data/hotdog/test")
hotdogs = [train_imgs[i][0] for i in range(4)]
not_hotdogs = [train_imgs[-i - 1][0] for i in range(4)]
d2l.show_images(hotdogs + not_hotdogs, 2, 4, scale=1.4)
assert train_imgs.synsets == ["hotdog", "not-hotdog"]

transforms = gdata.vision.transforms
normalize = transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
train_augs = transforms.Compose(
    [
        transforms.RandomResizedCrop(224),
        transforms.RandomFlipLeftRight(),
        transforms.ToTensor(),
        normalize,
    ]
)
test_augs = transforms.Compose(
    [
        transforms.Resize(256),
        transforms.CenterCrop(224),
        transforms.ToTensor(),
        normalize,
    ]
)

# 课本用pretrained=True下载权重
pretrained_net = model_zoo.vision.resnet18_v2(pretrained=False)
pretrained_net.initialize()
pretrained_net(nd.zeros((1, 3, 224, 224)))

finetune_net = model_zoo.vision.resnet18_v2(classes=2)
finetune_net.features = pretrained_net.features
finetune_net.output.initialize(init.Xavier())
finetune_net.output.collect_params().setattr("lr_mult", 10)


def train_fine_tuning(net, learning_rate, batch_size=3, num_epochs=1):
    train_set = train_imgs.transform_first(train_augs)
    train_iter = gdata.DataLoader(train_set, batch_size, shuffle=True)
    test_iter = gdata.DataLoader(test_imgs.transform_first(test_augs), batch_size)
    ctx = d2l.try_all_gpus()
    net.collect_params().reset_ctx(ctx)
    net.hybridize()
    loss = gloss.SoftmaxCrossEntropyLoss()
    trainer = gluon.Trainer(
        net.collect_params(), "sgd", {"learning_rate": learning_rate, "wd": 0.001}
    )
    train_iter, test_iter = list(islice(train_iter, 2)), list(islice(test_iter, 1))
    d2l.train(train_iter, test_iter, net, loss, trainer, ctx, num_epochs)


train_fine_tuning(finetune_net, 0.01)
assert finetune_net.output.weight.shape == (2, 512)
assert finetune_net.features is pretrained_net.features

# 练习：冻结特征，热狗是ImageNet的第713类
finetune_net.features.collect_params().setattr("grad_req", "null")
hotdog_w = nd.split(pretrained_net.output.weight.data(), 1000, axis=0)[713]
assert hotdog_w.shape == (1, 512)
