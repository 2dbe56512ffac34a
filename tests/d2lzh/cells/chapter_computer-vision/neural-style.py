"""9.11 样式迁移

Needs: rainier.jpg、autumn_oak.jpg、VGG-19的预训练权重（测试用pretrained=False）
"""

from mxnet import autograd, gluon, image, init, nd
from mxnet.gluon import model_zoo, nn

from gluon_course import d2lzh as d2l

d2l.set_figsize()
content_img, style_img = (
    image.imread("../img/" + name) for name in ("rainier.jpg", "autumn_oak.jpg")
)
d2l.plt.imshow(content_img.asnumpy())
rgb_mean, rgb_std = nd.array([0.485, 0.456, 0.406]), nd.array([0.229, 0.224, 0.225])


def preprocess(img, image_shape):
    img = image.imresize(img, *image_shape)
    img = (img.astype("float32") / 255 - rgb_mean) / rgb_std
    return img.transpose((2, 0, 1)).expand_dims(axis=0)


def postprocess(img):
    img = img[0].as_in_context(rgb_std.context)
    return (img.transpose((1, 2, 0)) * rgb_std + rgb_mean).clip(0, 1)


# 课本用pretrained=True下载权重
pretrained_net = model_zoo.vision.vgg19(pretrained=False)
style_layers, content_layers = [0, 5, 10, 19, 28], [25]
net = nn.Sequential()
for i in range(max(content_layers + style_layers) + 1):
    net.add(pretrained_net.features[i])
ctx, image_shape = d2l.try_gpu(), (75, 50)
net.initialize(init.Xavier(), ctx=ctx)


def extract_features(X):
    contents, styles = [], []
    for i in range(len(net)):
        X = net[i](X)
        if i in style_layers:
            styles.append(X)
        if i in content_layers:
            contents.append(X)
    return contents, styles


def gram(X):
    num_channels, n = X.shape[1], X.size // X.shape[1]
    X = X.reshape((num_channels, n))
    return nd.dot(X, X.T) / (num_channels * n)


def tv_loss(Y_hat):
    down = (Y_hat[:, :, 1:, :] - Y_hat[:, :, :-1, :]).abs().mean()
    return 0.5 * (down + (Y_hat[:, :, :, 1:] - Y_hat[:, :, :, :-1]).abs().mean())


class GeneratedImage(nn.Block):
    def __init__(self, img_shape, **kwargs):
        super().__init__(**kwargs)
        self.weight = self.params.get("weight", shape=img_shape)

    def forward(self):
        return self.weight.data()


content_X = preprocess(content_img, image_shape).as_in_context(ctx)
contents_Y, _ = extract_features(content_X)
_, styles_Y = extract_features(preprocess(style_img, image_shape).as_in_context(ctx))
styles_gram = [gram(Y) for Y in styles_Y]
gen_img = GeneratedImage(content_X.shape)
gen_img.initialize(init.Constant(content_X), ctx=ctx, force_reinit=True)
trainer = gluon.Trainer(gen_img.collect_params(), "adam", {"learning_rate": 0.01})
X, losses = gen_img(), []
for i in range(6):
    with autograd.record():
        contents_hat, styles_hat = extract_features(X)
        pairs = zip(styles_hat, styles_gram)
        style = nd.add_n(*[(gram(Y) - gram_Y).square().mean() for Y, gram_Y in pairs])
        content = (contents_hat[0] - contents_Y[0]).square().mean()
        total = content + 1e3 * style + 10 * tv_loss(X)
    total.backward()
    trainer.step(1)
    losses.append(total.asscalar())
    print("epoch %3d, loss %.2f" % (i, losses[-1]))
    if i == 3:
        trainer.set_learning_rate(trainer.learning_rate * 0.1)
d2l.plt.imsave("neural-style-1.png", postprocess(X).asnumpy())
assert losses[-1] < losses[0]
assert postprocess(X).shape == (50, 75, 3) and abs(trainer.learning_rate - 0.001) < 1e-9
