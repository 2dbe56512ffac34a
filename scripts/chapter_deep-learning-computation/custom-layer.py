"""4.4 自定义层

Text:     chapter_deep-learning-computation/custom-layer
Run:      gluon-course run custom-layer
Expected: CenteredLayer makes [-2, -1, 0, 1, 2] of [1, 2, 3, 4, 5], and a mean near 0
          after a dense layer; MyDense gives what nn.Dense gives with its weight
          transposed; all of them run hybridized
Vary:     the layers, in gluon_course/nn/custom.py
"""

from mxnet import nd
from mxnet.gluon import nn

from gluon_course import cli
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything
from gluon_course.nn import CenteredLayer, MyDense


def main(run=RunOptions()):
    seed_everything(run.seed)
    # 不含模型参数的自定义层
    layer = CenteredLayer()
    centred = layer(nd.array([1, 2, 3, 4, 5]))
    net = nn.HybridSequential()
    net.add(nn.Dense(128), CenteredLayer())
    net.initialize()
    net.hybridize()
    mean = net(nd.random.uniform(shape=(4, 8))).mean().asscalar().item()

    # 含模型参数的自定义层: its weight has a row for each input
    dense = MyDense(units=3, in_units=5)
    dense.initialize()
    X = nd.random.uniform(shape=(2, 5))
    gluon_dense = nn.Dense(3, activation="relu", in_units=5)
    gluon_dense.initialize()
    gluon_dense.weight.set_data(dense.weight.data().T)

    net = nn.HybridSequential()
    net.add(MyDense(8, in_units=64), MyDense(1, in_units=8))
    net.initialize()
    net.hybridize()
    return {
        "centred": centred,
        "mean": mean,
        "parameters": {name: p.shape for name, p in dense.params.items()},
        "dense": dense(X),
        "difference": (dense(X) - gluon_dense(X)).abs().max().asscalar().item(),
        "net": net(nd.random.uniform(shape=(2, 64))),
    }


if __name__ == "__main__":
    cli.run_script(__file__)
