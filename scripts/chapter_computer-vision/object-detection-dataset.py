"""9.6 目标检测数据集（皮卡丘）

Text:     chapter_computer-vision/object-detection-dataset
Run:      gluon-course run object-detection-dataset
Expected: batches of 32 pictures of 256x256 pixels with one object each; ten of them
          with their boxes
Vary:     --sample: digits on photographs, 128x128, 1 to 8 objects; --batch-size 4
"""

import numpy as np

from gluon_course import cli, viz
from gluon_course.base.run import RunOptions
from gluon_course.data import IMAGENET, detection

NUM_SHOWN = 10


def main(batch_size=32, run=RunOptions()):
    # 读取数据集
    train_iter, test_iter = detection.pikachu_detection(batch_size, run=run)
    info = train_iter.info
    X, labels = next(iter(train_iter))

    # 图示数据
    pictures = IMAGENET.denormalize(X[:NUM_SHOWN]).clip(0, 1).asnumpy()
    boxes, names = [], []
    for rows in labels[:NUM_SHOWN].asnumpy():
        rows = rows[rows[:, 0] >= 0]  # the others are padding
        boxes.append(rows[:, 1:] * info.shape[1])
        names.append([info.class_names[int(kind)] for kind in rows[:, 0]])
    viz.box_grid(pictures, boxes, names, path=run.path("pictures.png"))

    counts = (test_iter.labels[:, :, 0] >= 0).sum(axis=1)
    return {
        "data": info.title,
        "X_shape": list(X.shape),
        "labels_shape": list(labels.shape),
        "train_pictures": train_iter.num_samples,
        "test_pictures": test_iter.num_samples,
        "most_objects": int(counts.max()),
        "mean_objects": float(np.mean(counts)),
    }


if __name__ == "__main__":
    cli.run_script(__file__)
