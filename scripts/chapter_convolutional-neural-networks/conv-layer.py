"""5.1 二维卷积层

Text:     chapter_convolutional-neural-networks/conv-layer
Run:      gluon-course run conv-layer
Expected: the learned kernel is near [1, -1] (published 0.9895 -0.9874), the loss
          falls at every second step (published 4.949 0.831 0.140 0.024 0.004)
Vary:     --num-steps 50 --lr 0.01
"""

from mxnet import autograd, nd
from mxnet.gluon import nn

from gluon_course import cli, scratch, viz
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything


def main(num_steps=10, lr=0.03, run=RunOptions()):
    seed_everything(run.seed)
    # 二维互相关运算
    X = nd.array([[0, 1, 2], [3, 4, 5], [6, 7, 8]])
    K = nd.array([[0, 1], [2, 3]])
    facts = {"corr2d": scratch.corr2d(X, K)}

    # 图像中物体边缘检测: white, a black bar, white
    X = nd.ones((6, 8))
    X[:, 2:6] = 0
    K = nd.array([[1, -1]])
    Y = scratch.corr2d(X, K)

    # 通过数据学习核数组: one output channel, kernel of shape (1, 2)
    conv2d = nn.Conv2D(1, kernel_size=(1, 2))
    conv2d.initialize()
    images, edges = X.reshape((1, 1, 6, 8)), Y.reshape((1, 1, 6, 7))
    for i in range(1, num_steps + 1):
        with autograd.record():
            Y_hat = conv2d(images)
            l = (Y_hat - edges) ** 2
        l.backward()
        # the bias is left out, to keep it simple
        conv2d.weight.data()[:] -= lr * conv2d.weight.grad()
        if i % 2 == 0:
            facts[f"loss_{i}"] = l.sum().asscalar().item()
            scratch.check_finite(facts[f"loss_{i}"], f"batch {i}", lr)
            if run.progress:
                print(f"batch {i}, loss {facts[f'loss_{i}']:.3f}")

    kernel = conv2d.weight.data().reshape((1, 2))
    facts["kernel_1"], facts["kernel_2"] = kernel[0].asnumpy().tolist()
    viz.image_grid(
        [X, Y, scratch.corr2d(X, kernel)],
        ["input", "its edges", "learned kernel"],
        path=run.path("edges.png"),
    )
    return facts


if __name__ == "__main__":
    cli.run_script(__file__)
