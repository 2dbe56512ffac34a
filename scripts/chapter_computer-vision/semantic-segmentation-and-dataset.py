"""9.9 语义分割和数据集

Text:     chapter_computer-vision/semantic-segmentation-and-dataset
Run:      gluon-course run semantic-segmentation-and-dataset
Expected: of VOC 2012 at 320 x 480 (published 1114) pictures for training and
          (published 1078) for testing are large enough; masks.png, crops.png
Vary:     --crop-height 200 --crop-width 300 keeps more; --sample: 160 x 240 of
          composed pictures
"""

from gluon_course import cli, data, viz
from gluon_course.base.palette import VOID_LABEL, class_color
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything


def main(crop_height=320, crop_width=480, batch_size=64, run=RunOptions()):
    seed_everything(run.seed)
    # Pascal VOC2012语义分割数据集: pictures, and masks with a class for each pixel
    root, class_names = data.voc_folder(run)
    num_classes = len(class_names)
    whole = data.SegmentationPairs(root, "train", num_classes=num_classes)
    pairs = [whole[i] for i in range(min(5, len(whole)))]
    colors = [viz.class_colors(classes) for _, classes in pairs]
    viz.image_grid(
        [picture for picture, _ in pairs] + colors,
        columns=len(pairs),
        path=run.path("masks.png"),
    )
    classes = pairs[0][1].asnumpy()

    # 预处理数据: the same rectangle of picture and mask, never resized
    crop = (160, 240) if run.sample else (crop_height, crop_width)
    parts = {
        split: data.SegmentationPairs(root, split, crop, num_classes=num_classes)
        for split in ("train", "val")
    }
    drawn = [parts["train"][0] for _ in range(5)]
    viz.image_grid(
        [picture for picture, _ in drawn]
        + [viz.class_colors(mask) for _, mask in drawn],
        columns=len(drawn),
        path=run.path("crops.png"),
    )

    # 读取数据集
    batch_size = min(batch_size, len(parts["train"]))
    train_iter = data.segmentation_loader(
        parts["train"], batch_size, class_names, run, shuffle=True
    )
    X, y = next(iter(train_iter))
    return {
        "train_kept": len(parts["train"]),
        "train_smaller": len(parts["train"].smaller),
        "test_kept": len(parts["val"]),
        "test_smaller": len(parts["val"].smaller),
        "classes_of_picture_1": [
            class_names[i] for i in sorted(set(classes.ravel().tolist()) - {-1})
        ],
        "color_of_class_1": class_color(1),
        "color_of_borders": class_color(VOID_LABEL),
        "X": X.shape,
        "y": y.shape,
    }


if __name__ == "__main__":
    cli.run_script(__file__)
