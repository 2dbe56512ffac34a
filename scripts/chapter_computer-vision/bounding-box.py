"""9.3 目标检测和边界框

Text:     chapter_computer-vision/bounding-box
Run:      gluon-course run bounding-box
Expected: a picture with a box around the dog and one around the cat; the same boxes
          as centre and size, and back again without a difference
Vary:     --sample draws on a photograph that needs no download
"""

from mxnet import nd

from gluon_course import cli, data, nn, viz
from gluon_course.base.pictures import read_image
from gluon_course.base.run import RunOptions

# 边界框: left upper and right lower corner, in pixels
BOXES = {"dog": [60, 45, 378, 516], "cat": [400, 112, 655, 493]}
SAMPLE_BOXES = {"flower": [108, 36, 492, 400]}


def main(run=RunOptions()):
    # 目标检测: where is what?
    if run.sample:
        path, boxes = data.sample_photos()["flower"], SAMPLE_BOXES
    else:
        path, boxes = data.locate_file("pictures", "img/catdog.jpg"), BOXES
    picture = read_image(path)
    corners = list(boxes.values())
    viz.box_picture(
        picture,
        corners,
        list(boxes),
        range(len(boxes)),
        run.path("boxes.png"),
    )

    corners = nd.array(corners)
    centres = nn.corner_to_centre(corners)
    again = nn.centre_to_corner(centres)
    return {
        "height": picture.shape[0],
        "width": picture.shape[1],
        "centres": centres.asnumpy().tolist(),
        "difference": abs(again - corners).max().asscalar().item(),
    }


if __name__ == "__main__":
    cli.run_script(__file__)
