"""v2:lecture 单次检测：YOLO

Text:     chapter_computer-vision/yolo
Run:      gluon-course run v2:yolo
Expected: each object is one prior's; decoding its targets gives back its box; VOC07
          mAP of the tiny net on fresh composed pictures .53, as it learns the 2,000 by
          heart; .74 with --num-train 6000 --epochs 10 (27 minutes of one core)
Vary:     --model yolo3_darknet53; --num-train 500; --dataset voc2012 --side 320
"""

from mxnet import init, nd

from gluon_course import cli, models, optim, train, viz
from gluon_course.base.run import RunOptions
from gluon_course.data import IMAGENET, detection
from gluon_course.nn import decode_yolo, yolo_target

NUM_SHOWN, LEAST_SCORE = 8, 0.3


def main(
    num_epochs=30,
    lr=0.002,
    batch_size=16,
    num_train=2000,
    num_test=400,
    model="yolo3_tiny",
    dataset="composed",
    side=128,
    run=RunOptions(),
):
    train_iter, test_iter = detection.load_boxes(
        dataset, batch_size, num_train, num_test, side, run
    )
    names = train_iter.info.class_names
    net = models.get_model(model, num_classes=len(names))

    # the grid: the cell with an object's centre is to find it, from one of its shapes
    schedule = optim.Cosine(lr, num_epochs, final_lr=lr / 100)
    trainer = train.Trainer(
        net,
        train.YOLO(),
        "adam",
        {"learning_rate": lr},
        init=init.Xavier(),
        run=run,
        callbacks=[
            train.ClipGradients(5),
            train.LearningRate(schedule, per_step=True),
            train.MeanAP(test_iter, names),
        ],
    )
    result = trainer.fit(train_iter, test_iter, num_epochs)

    # the targets of some pictures, and the boxes that they stand for
    X, labels = (each[:NUM_SHOWN] for each in next(iter(test_iter)))
    ctx = trainer.devices[0]
    priors = net(X.as_in_context(ctx))[0].as_in_context(labels.ctx)
    places, mask, classes = yolo_target(priors, labels)
    pictures = IMAGENET.denormalize(X).clip(0, 1).asnumpy()
    table = nd.concat(classes.expand_dims(2), mask, decode_yolo(priors, places), dim=2)
    viz.detection_grid(pictures, table, names, run.path("targets.png"))

    # what the net finds
    found = net.detector(score_threshold=LEAST_SCORE)(X.as_in_context(ctx))
    viz.detection_grid(pictures, found, names, run.path("found.png"))
    return result


if __name__ == "__main__":
    cli.run_script(__file__)
