"""9.7 单发多框检测（SSD）

Text:     chapter_computer-vision/ssd
Run:      gluon-course run ssd
Expected: after 20 epochs on the Pikachu pictures class error and offset error of the
          anchors near 0.0025 (published 0.00245 0.00245 0.00233 0.00234, 0.00257
          0.00267 0.00256 0.00254)
Vary:     --sample --batch-size 8 --epochs 12: ten digits on photographs, smaller
          anchors, hard negative mining, Adam; VOC07 mAP .81 on fresh ones (10 minutes)
"""

import numpy as np
from mxnet import init, nd

from gluon_course import cli, models, optim, train, viz
from gluon_course.base.run import RunOptions
from gluon_course.data import IMAGENET, detection

# Anchors for the composed sample, whose digits are small, and higher than wide
SIZES = ((0.1, 0.14, 0.2), (0.25, 0.32, 0.4), (0.45, 0.55), (0.6, 0.7), (0.7, 0.8))
SAMPLE = {"sizes": SIZES, "ratios": (0.7, 0.45)}
NUM_SHOWN, LEAST_SCORE = 10, 0.3


def main(num_epochs=20, lr=0.2, batch_size=32, run=RunOptions()):
    train_iter, test_iter = detection.pikachu_detection(batch_size, run=run)
    names, most = train_iter.info.class_names, train_iter.max_objects
    options = SAMPLE if run.sample else {}
    net = models.get_model("tiny_ssd", num_classes=len(names), **options)
    callbacks = [train.MeanAP(test_iter, names)]

    # 定义损失函数和评价函数: of the text; for the sample the paper's
    if run.sample:
        task, optimizer, wd = train.SSD(most, negatives=3), "adam", 1e-4
        lr = lr / 100  # Adam scales the gradient
        schedule = optim.Cosine(lr, num_epochs, final_lr=lr / 100)
        callbacks.append(train.LearningRate(schedule, per_step=True))
    else:
        task, optimizer, wd = train.SSD(most), "sgd", 5e-4

    # 训练模型
    trainer = train.Trainer(
        net,
        task,
        optimizer,
        {"learning_rate": lr, "wd": wd},
        init=init.Xavier(),
        run=run,
        callbacks=callbacks,
    )
    result = trainer.fit(train_iter, test_iter, num_epochs)

    # 预测目标
    X, _ = next(iter(test_iter))
    X = X[:NUM_SHOWN]
    pictures = IMAGENET.denormalize(X).clip(0, 1).asnumpy()
    detector = net.detector(score_threshold=LEAST_SCORE)
    found = detector(X.as_in_context(trainer.devices[0]))
    viz.detection_grid(pictures, found, names, run.path("found.png"))

    # 练习: smooth L1 loss, and focal loss of the true class's probability
    x, p = np.arange(-2, 2, 0.1), np.arange(0.01, 1, 0.01)
    curves = [nd.smooth_l1(nd.array(x), scalar=s).asnumpy() for s in (10, 1, 0.5)]
    legend = [f"sigma {sigma}" for sigma in (10, 1, 0.5)]
    viz.plot([x] * 3, curves, legend, "error", "loss", path=run.path("smooth-l1.png"))
    curves = [-((1 - p) ** gamma) * np.log(p) for gamma in (0, 1, 5)]
    legend = [f"gamma {gamma}" for gamma in (0, 1, 5)]
    viz.plot([p] * 3, curves, legend, "probability", "loss", path=run.path("focal.png"))
    return result


if __name__ == "__main__":
    cli.run_script(__file__)
