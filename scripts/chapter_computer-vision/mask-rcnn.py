"""v2:lecture 实例分割：Mask R-CNN

Text:     chapter_computer-vision/mask-rcnn
Run:      gluon-course run v2:mask-rcnn
Expected: with --num-train 6000 --epochs 7 --lr 0.002 (33 minutes of one core) on fresh
          composed pictures VOC07 mAP of the boxes .88, AP of the masks at IoU 0.5 .84,
          their mean IoU .70
Vary:     --model mask_rcnn_resnet18; --num-train 500; --dataset voc2012 --side 320
"""

import numpy as np
from mxnet import init

from gluon_course import cli, models, optim, train, viz
from gluon_course.base.masks import paste_masks
from gluon_course.base.run import RunOptions
from gluon_course.data import IMAGENET, detection

NUM_SHOWN, LEAST_SCORE = 8, 0.5


def main(
    num_epochs=20,
    lr=0.001,
    batch_size=8,
    num_train=2000,
    num_test=400,
    model="mask_rcnn_tiny",
    dataset="composed",
    side=128,
    run=RunOptions(),
):
    # pictures, labels and a mask for each row of the labels
    train_iter, test_iter = detection.load_instances(
        dataset, batch_size, num_train, num_test, side, run
    )
    names = train_iter.info.class_names
    net = models.get_model(model, num_classes=len(names))
    schedule = optim.Cosine(lr, num_epochs, final_lr=lr / 100)
    trainer = train.Trainer(
        net,
        train.MaskRCNN(train_iter.max_objects),
        "adam",
        {"learning_rate": lr},
        init=init.Xavier(),
        run=run,
        callbacks=[
            train.ClipGradients(5),
            train.LearningRate(schedule, per_step=True),
            train.MeanAP(test_iter, names),
            train.MaskAP(test_iter, names),
        ],
    )
    result = trainer.fit(train_iter, test_iter, num_epochs)

    # a mask of 28 x 28 fills each box: stretched to the picture's pixels
    X, *_ = next(iter(test_iter))
    X = X[:NUM_SHOWN]
    pictures = IMAGENET.denormalize(X).clip(0, 1).asnumpy().transpose(0, 2, 3, 1)
    pictures = np.rint(pictures * 255).astype(np.uint8)
    detector = net.mask_detector(score_threshold=LEAST_SCORE)
    outputs = detector(X.as_in_context(trainer.devices[0]))
    found, parts = (each.asnumpy() for each in outputs)
    shown = []
    for pixels, rows, masks in zip(pictures, found, parts):
        is_box, size = rows[:, 0] >= 0, pixels.shape[1::-1]
        pasted = paste_masks(masks[is_box], rows[is_box, 2:], size)
        shown.append(viz.instance_overlay(pixels, pasted))  # the best is on top
    viz.detection_grid(shown, found, names, run.path("found.png"))
    return result


if __name__ == "__main__":
    cli.run_script(__file__)
