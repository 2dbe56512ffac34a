"""9.10 全卷积网络（FCN）

Text:     chapter_computer-vision/fcn
Run:      gluon-course run fcn
Expected: with the base of ImageNet on VOC 2012, 5 epochs: share of the test pixels that
          are right (published .849 .845 .853 .847), train loss (published .3274) and
          share (published .891); borders do not count here; masks.png
Vary:     --model fcn8s; --weights FILE or random. --sample --model fcn8s --epochs 46
          --batch-size 16: digits on photographs, composed anew in each epoch, and a
          small base; mean IoU .86 on fresh pictures, an hour of one core
"""

from mxnet import init, nd

from gluon_course import cli, data, metrics, models, optim, train, viz
from gluon_course.base.devices import parse_devices
from gluon_course.base.run import RunOptions


def main(
    num_epochs=5,
    lr=0.1,
    wd=1e-3,
    batch_size=32,
    crop_height=320,
    crop_width=480,
    model="fcn32s",
    weights="zoo",
    run=RunOptions(),
):
    # 读取数据集: pairs of a crop and its mask; the sample has crops of its own
    crop = (crop_height, crop_width)
    train_iter, test_iter = data.load_voc_segmentation(batch_size, crop, run)
    num_classes = train_iter.info.num_classes

    # 构造模型: ResNet-18 without its last two layers, scores, bilinear enlargement
    options = {"base": "small", "is_fixed": True} if run.sample else {}
    net = models.get_model(model, num_classes=num_classes, **options)
    ctx = parse_devices(run.device)
    net.initialize(init.Xavier(), ctx=ctx)
    path = None if run.sample else data.weights_file("resnet18_v2", weights)
    if path:
        models.load_features(net, path, ctx)

    if run.progress:
        # what can be said of masks through scores at 1/32, 1/16 or 1/8 at all
        bound = metrics.SegmentationScore(num_classes)
        for _, y in test_iter:
            coarse = metrics.through_stride(y, net.stride, num_classes)
            bound.update(coarse, y)
        figures = ", ".join(f"{k} {v:.4f}" for k, v in bound.result().items())
        print(f"bound of stride {net.stride}: {figures}")

    # 训练模型: the loss of each pixel, over the axis of the classes
    optimizer, params, callbacks = "sgd", {"learning_rate": lr, "wd": wd}, []
    if run.sample:
        optimizer, params = "adam", {"learning_rate": lr / 50}
        schedule = optim.Cosine(lr / 50, num_epochs, final_lr=lr / 5000)
        callbacks = [train.LearningRate(schedule, per_step=True)]
    task = train.Segmentation(num_classes)
    trainer = train.Trainer(net, task, optimizer, params, run=run, callbacks=callbacks)
    result = trainer.fit(train_iter, test_iter, num_epochs)

    # 预测像素类别: pictures, what the net says, what is true
    X, y = next(iter(test_iter))
    X, y = X[:4], y[:4]
    classes = nd.argmax(net(X.as_in_context(ctx[0])), axis=1)
    titles = [each for each in ("picture", "found", "true") for _ in range(len(X))]
    viz.image_grid(
        [data.to_pixels(X[i : i + 1]) for i in range(len(X))]
        + [viz.class_colors(each) for each in (*classes, *y)],
        titles,
        columns=len(X),
        path=run.path("masks.png"),
    )
    return result


if __name__ == "__main__":
    cli.run_script(__file__)
