"""9.5 多尺度目标检测

Text:     chapter_computer-vision/multiscale-object-detection
Run:      gluon-course run multiscale-object-detection
Expected: anchors of 4x4, 2x2 and 1x1 places as pictures, larger on coarser maps; and
          what a unit of each of TinySSD's maps sees, beside its anchors: 52, 108, 220
          and 444 pixels, which is less than the anchors of the first map measure
Vary:     --size 128 has the same fields on a smaller picture
"""

import numpy as np
from mxnet import nd

from gluon_course import cli, data, models, nn, viz
from gluon_course.base.errors import ConfigError
from gluon_course.base.pictures import read_image
from gluon_course.base.run import RunOptions
from gluon_course.explain.receptive_field import (
    Window,
    receptive_field,
    windows_of,
)

RATIOS = (1, 2, 0.5)
SCALES = {4: 0.15, 2: 0.4, 1: 0.8}  # places a side: size of the anchors


def main(size=256, run=RunOptions()):
    if size < 64:
        raise ConfigError(
            f"A picture of {size} pixels",
            "the fourth feature map halves it six times",
            "choose a --size of 64 or more",
        )
    path = data.sample_photos()["flower"]
    if not run.sample:
        path = data.locate_file("pictures", "img/catdog.jpg")
    picture = read_image(path)
    height, width = picture.shape[:2]

    # 多尺度目标检测: few large anchors, many small ones
    scale = nd.array([width, height, width, height])
    counts = {}
    for places, share in SCALES.items():
        fmap = nd.zeros((1, 10, places, places))
        anchors = nn.multibox_prior(fmap, (share,), RATIOS)[0]
        counts[f"anchors_{places}x{places}"] = len(anchors)
        groups = np.arange(len(anchors)) // len(RATIOS)
        target = run.path(f"anchors-{places}x{places}.png")
        viz.box_picture(picture, anchors * scale, groups=groups, path=target)

    # 感受野: what the unit in the middle of each map sees, and its anchors
    net = models.get_model("tiny_ssd")
    sizes = net.spec["options"]["sizes"]
    square = nd.image.resize(nd.array(picture, dtype=np.uint8), (size, size))
    fields = []
    for i in range(len(net.stages) - 1):
        windows = [*windows_of(net.stages[: i + 1]), Window(3, 1, 1)]
        field = receptive_field(windows)
        places = size // field.stride
        unit = places // 2
        start = field.offset + unit * field.stride
        anchors = nn.multibox_prior(nd.zeros((1, 1, places, places)), sizes[i], RATIOS)
        anchors = anchors.reshape((places, places, -1, 4))[unit, unit] * size
        boxes = [[start, start, start + field.size, start + field.size]]
        boxes += anchors.asnumpy().tolist()
        names = [f"sees {field.size} px"] + [""] * len(anchors)
        target, groups = run.path(f"field-{i + 1}.png"), [1] + [0] * len(anchors)
        viz.box_picture(square, boxes, names, groups, target)
        fields.append(field.size)
    return {"height": height, "width": width, **counts, "fields": fields}


if __name__ == "__main__":
    cli.run_script(__file__)
