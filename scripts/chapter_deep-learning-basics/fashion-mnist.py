"""3.5 图像分类数据集（Fashion-MNIST）

Text:     chapter_deep-learning-basics/fashion-mnist
Run:      gluon-course run fashion-mnist
Expected: 60,000 and 10,000 pictures of shape (28, 28, 1) in 10 classes; one pass over
          the training set takes a fraction of a second (published seconds 1.43)
Vary:     --resize 96, which takes longer; --batch-size 32
"""

import time

from mxnet import nd

from gluon_course import cli, data, viz
from gluon_course.base.run import RunOptions


def main(batch_size=256, resize=None, run=RunOptions()):
    # 获取数据集: one array of bytes, pictures of height, width, channel
    images = data.read_images("fashion-mnist", is_sample=run.sample)
    feature, label = images.X[0], images.y[0]

    names = images.info.class_names
    viz.image_grid(
        images.X[:9],
        [names[y] for y in images.y[:9]],
        columns=9,
        path=run.path("first-nine.png"),
    )

    # 读取小批量, the time of one pass
    train_iter, test_iter = data.fashion_mnist(batch_size, resize, run=run)
    start = time.perf_counter()
    for X, y in train_iter:  # noqa: B007
        continue
    nd.waitall()
    pass_s = time.perf_counter() - start
    return {
        "num_train": train_iter.num_samples,
        "num_test": test_iter.num_samples,
        "feature_shape": feature.shape,
        "label": int(label),
        "class_names": names,
        "last_batch": X.shape,
        "label_type": y.dtype.__name__,
        "num_batches": len(train_iter),
        "pass_s": pass_s,
    }


if __name__ == "__main__":
    cli.run_script(__file__)
