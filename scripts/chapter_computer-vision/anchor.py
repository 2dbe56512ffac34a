"""9.4 锚框

Text:     chapter_computer-vision/anchor
Run:      gluon-course run anchor
Expected: 2042040 anchors on the picture, five a pixel, equal to MultiBoxPrior's
          (published 2042040); five anchors match background, dog, cat, background, cat;
          of four predicted boxes non-maximum suppression leaves the dog and the cat
Vary:     --iou-threshold 0.6 leaves one box more; --sample takes another photograph
"""

from mxnet import nd

from gluon_course import cli, data, nn, viz
from gluon_course.base.pictures import read_image
from gluon_course.base.run import RunOptions

SIZES, RATIOS = (0.75, 0.5, 0.25), (1, 2, 0.5)
# class and corner box of two objects, then five anchors, as fractions
OBJECTS = [[0, 0.1, 0.08, 0.52, 0.92], [1, 0.55, 0.2, 0.9, 0.88]]
ANCHORS = [
    [0, 0.1, 0.2, 0.3],
    [0.15, 0.2, 0.4, 0.4],
    [0.63, 0.05, 0.88, 0.98],
    [0.66, 0.45, 0.8, 0.8],
    [0.57, 0.3, 0.92, 0.9],
]
FOUND = [
    [0.1, 0.08, 0.52, 0.92],
    [0.08, 0.2, 0.56, 0.95],
    [0.15, 0.3, 0.62, 0.91],
    [0.55, 0.2, 0.9, 0.88],
]
SCORES = [[0, 0, 0, 0], [0.9, 0.8, 0.7, 0.1], [0.1, 0.2, 0.3, 0.9]]


def main(iou_threshold=0.5, run=RunOptions()):
    path = data.sample_photos()["flower"]
    if not run.sample:
        path = data.locate_file("pictures", "img/catdog.jpg")
    picture = read_image(path)
    height, width = picture.shape[:2]
    scale = nd.array([width, height, width, height])

    # 生成多个锚框: n sizes and m ratios make n + m - 1 a pixel
    X = nd.zeros((1, 3, height, width))
    anchors = nn.multibox_prior(X, SIZES, RATIOS)
    theirs = nd.contrib.MultiBoxPrior(X, sizes=SIZES, ratios=RATIOS)
    by_place = anchors.reshape((height, width, -1, 4))
    names = [f"s={s}, r=1" for s in SIZES] + [f"s={SIZES[0]}, r={r}" for r in (2, 0.5)]
    boxes = by_place[250, 250] * scale
    viz.box_picture(picture, boxes, names, range(5), run.path("anchors.png"))

    # 交并比, 标注训练集的锚框
    five, objects = nd.array([ANCHORS]), nd.array([OBJECTS])
    overlaps = nn.iou(five, objects[:, :, 1:])[0]
    offsets, mask, classes = nn.multibox_target(five, objects, max_objects=2)

    # 输出预测边界框: those that say the same as a better one go
    still = nd.zeros((1, 4, 4))
    probabilities, four = nd.array([SCORES]), nd.array([FOUND])
    kept = nn.multibox_detection(probabilities, still, four, iou_threshold)[0]
    kept = kept[: int((kept[:, 0] >= 0).sum().asscalar())]
    names = [f"{('dog', 'cat')[int(k)]} {p:.1f}" for k, p in kept[:, :2].asnumpy()]
    path = run.path("kept.png")
    viz.box_picture(picture, kept[:, 2:] * scale, names, range(len(names)), path)
    return {
        "num_anchors": anchors.shape[1],
        "difference": abs(anchors - theirs).max().asscalar().item(),
        "first_at_250": by_place[250, 250, 0].asnumpy().round(2).tolist(),
        "overlaps": overlaps.asnumpy().round(3).tolist(),
        "classes": classes[0].asnumpy().astype(int).tolist(),
        "mask": mask[0, :, 0].asnumpy().astype(int).tolist(),
        "offsets": offsets[0].asnumpy().round(3).tolist(),
        "kept": names,
    }


if __name__ == "__main__":
    cli.run_script(__file__)
