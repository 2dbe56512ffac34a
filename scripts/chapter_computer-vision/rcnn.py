"""9.8 区域卷积神经网络（R-CNN）系列

Text:     chapter_computer-vision/rcnn
Run:      gluon-course run rcnn
Expected: RoI pooling of 4 x 4 places gives 5 6 9 10 and 9 11 13 15; the base, run once
          for all regions, takes a small part of the products it takes region by region
Vary:     --num-proposals 100; faster-rcnn and mask-rcnn train the nets shown here
"""

import numpy as np
from mxnet import init, nd

from gluon_course import cli, export, models, scratch, viz
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything
from gluon_course.data import IMAGENET, detection
from gluon_course.nn import propose, roi_align, roi_pool


def main(num_proposals=32, side=128, run=RunOptions()):
    seed_everything(run.seed)
    # Fast R-CNN: 兴趣区域池化层 gives regions of any size one shape
    X = nd.arange(16).reshape((1, 1, 4, 4))
    rois = nd.array([[0, 0, 0, 20, 20], [0, 0, 10, 30, 30]])
    pooled = roi_pool(X, rois, (2, 2), spatial_scale=0.1)
    loops = scratch.roi_pool(X, rois, (2, 2), spatial_scale=0.1)
    facts = {
        "pooled": pooled.reshape((2, 4)).asnumpy().astype(int).tolist(),
        "difference": (pooled - loops).abs().max().asscalar().item(),
    }
    # Mask R-CNN: 兴趣区域对齐 rounds nothing; boxes are fractions here
    boxes = nd.array([[[0, 0, 0.75, 0.75], [0, 0.25, 1, 1]]])
    facts["aligned"] = roi_align(X, boxes, (2, 2)).reshape((2, 4)).asnumpy().tolist()

    # R-CNN computes the features of each region, Fast R-CNN those of the picture
    net = models.get_model("mask_rcnn_tiny", num_proposals=num_proposals)
    shape = (1, 3, side, side)
    once = export.summary(net.base, shape).multiply_adds
    facts["base_multiply_adds"] = {"fast": once, "r-cnn": once * num_proposals}

    # Faster R-CNN: 区域提议网络, here not trained yet
    picture = next(detection.compose(1, "test", side))
    X = IMAGENET.normalize(nd.array(picture.image[None]).transpose((0, 3, 1, 2)) / 255)
    net.initialize(init.Xavier())
    fmap = net.base(X)
    anchors, objectness, offsets = net.rpn(fmap)
    proposals = propose(anchors, objectness, offsets, after=num_proposals)
    facts["feature_map"], facts["anchors"] = fmap.shape, anchors.shape[1]

    # what each head says of the proposals: classes, offsets, masks
    _, scores, moves, masks = net(X)
    for name, each in (("scores", scores), ("offsets", moves), ("masks", masks)):
        facts[name] = each.shape
    rows = proposals[0].asnumpy()
    boxes = [rows[rows[:, 0] >= 0][:10] * side, np.array(picture.boxes)]
    path = run.path("proposals-and-objects.png")
    viz.box_grid([picture.image] * 2, boxes, columns=2, path=path)
    return facts


if __name__ == "__main__":
    cli.run_script(__file__)
