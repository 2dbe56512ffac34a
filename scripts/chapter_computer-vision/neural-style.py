"""9.11 样式迁移

Text:     chapter_computer-vision/neural-style
Run:      gluon-course run neural-style
Expected: 150 x 225 at epoch 450: content, style, roughness (published 5.38 7.47 4.32);
          300 x 450 from it, at 250 (published 8.90 8.12 2.70); progress.png, made.png
Vary:     --style-weight 1e4; --weights FILE; --weights random, and --sample with two
          photographs: other losses, colours and textures; then --channel-ratio 4
"""

from mxnet import init, nd

from gluon_course import cli, data, models, train, viz
from gluon_course.base.devices import parse_devices
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything


def main(
    num_epochs=500,
    lr=0.01,
    lr_decay_epoch=200,
    height=150,
    width=225,
    large_num_epochs=300,
    large_lr_decay_epoch=100,
    style_weight=1e3,
    tv_weight=10.0,
    channel_ratio=1,
    weights="zoo",
    run=RunOptions(),
):
    seed_everything(run.seed)
    ctx = parse_devices(run.device)[0]
    # 读取内容图像和样式图像
    content, style = data.style_pictures(run)

    # 抽取特征: five layers for the style, one for the content
    net = models.VGG19Features(channel_ratio=channel_ratio)
    net.initialize(init.Xavier("gaussian", "in", 2), ctx=ctx)
    is_random = run.sample and weights == "zoo"
    path = None if is_random else data.weights_file("vgg19", weights)
    if path:
        models.load_features(net, path, ctx)
    else:
        print("The features are random, not those of a trained VGG-19: --weights FILE")
    net.hybridize()

    # 定义损失函数, 训练: the picture is the parameter
    counts = train.StyleWeights(1, style_weight, tv_weight)
    facts, shown, names = {"features": "loaded" if path else "random"}, [], []

    def keep(row, image):
        shown.append(data.to_pixels(image))
        names.append(f"{image.shape[2]} x {image.shape[3]}, epoch {row['epoch']}")

    def make(size, epochs, decay, start=None):
        pair = [data.to_style_input(each, size, ctx) for each in (content, style)]
        rest = {"lr_decay_epoch": decay, "start": start, "on_progress": keep}
        result = train.transfer_style(net, *pair, epochs, lr=lr, weights=counts, **rest)
        # the text prints every 50th epoch
        rows = [row for row in result.history if row["epoch"] % 50 == 0]
        return result.image, (rows or result.history)[-1]

    small, row = make((height, width), num_epochs, lr_decay_epoch)
    facts.update(row)
    # the larger picture begins as the smaller one, enlarged
    size = (2 * height, 2 * width)
    start = nd.contrib.BilinearResize2D(small, height=size[0], width=size[1])
    large, row = make(size, large_num_epochs, large_lr_decay_epoch, start)
    facts.update({f"large_{name}": value for name, value in row.items()})

    viz.image_grid(shown, names, path=run.path("progress.png"))
    if run.out is not None:
        viz.save_pixels(run.path("made.png"), data.to_pixels(large))
    return facts


if __name__ == "__main__":
    cli.run_script(__file__)
