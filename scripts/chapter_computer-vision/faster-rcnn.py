"""v2:lecture 区域提议网络：Faster R-CNN

Text:     chapter_computer-vision/faster-rcnn
Run:      gluon-course run v2:faster-rcnn
Expected: on the composed sample the proposals cover more of the objects than as many
          anchors; VOC07 mean average precision of the boxes rises
Vary:     --model faster_rcnn_resnet18; --num-train 500; --dataset voc2012 --side 320
"""

from mxnet import init, nd

from gluon_course import cli, models, optim, train, viz
from gluon_course.base.run import RunOptions
from gluon_course.data import IMAGENET, detection
from gluon_course.nn import iou, propose

NUM_SHOWN, LEAST_SCORE = 8, 0.5


def main(
    num_epochs=20,
    lr=0.001,
    batch_size=8,
    num_train=2000,
    num_test=400,
    model="faster_rcnn_tiny",
    dataset="composed",
    side=128,
    run=RunOptions(),
):
    train_iter, test_iter = detection.load_boxes(
        dataset, batch_size, num_train, num_test, side, run
    )
    names = train_iter.info.class_names
    net = models.get_model(model, num_classes=len(names))
    schedule = optim.Cosine(lr, num_epochs, final_lr=lr / 100)
    trainer = train.Trainer(
        net,
        train.RCNN(train_iter.max_objects),
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

    # how much of the objects the best proposals cover, and what the head makes of them
    ctx, batch = trainer.devices[0], next(iter(test_iter))
    X, labels = (each[:NUM_SHOWN].as_in_context(ctx) for each in batch)
    anchors, objectness, offsets = net.rpn(net.base(X))
    rois = propose(anchors, objectness, offsets, after=net.num_proposals)
    some = nd.random.shuffle(anchors[0])[: net.num_proposals].expand_dims(0)
    if run.progress:
        print(f"best IoU of {net.num_proposals} proposals {covered(labels, rois):.3f}")
        print(f"best IoU of as many anchors {covered(labels, some):.3f}")

    pictures = IMAGENET.denormalize(X).clip(0, 1).asnumpy()
    found = net.detector(score_threshold=LEAST_SCORE)(X)
    viz.detection_grid(pictures, found, names, run.path("found.png"))
    proposals = [each[each[:, 0] >= 0][:8] * X.shape[2] for each in rois.asnumpy()]
    viz.box_grid(pictures, proposals, path=run.path("proposals.png"))
    return result


def covered(labels, boxes):
    """Mean over the objects of the overlap with the best box."""
    is_object = labels[:, :, 0] >= 0
    best = iou(labels[:, :, 1:], boxes).max(axis=2) * is_object
    return (best.sum() / is_object.sum()).asscalar()


if __name__ == "__main__":
    cli.run_script(__file__)
