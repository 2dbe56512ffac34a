"""4.2 模型参数的访问、初始化和共享

Text:     chapter_deep-learning-computation/parameters
Run:      gluon-course run parameters
Expected: parameters of shapes (256, 20), (256,), (10, 256), (10,); of the weights
          that MyInit draws half are 0 and the others 5 to 10 in absolute value; two
          layers that share their parameters are still equal after a step
Vary:     --low 9 leaves one weight in ten
"""

from mxnet import autograd, gluon, init, nd
from mxnet.gluon import nn

from gluon_course import cli
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything
from gluon_course.nn import MyInit


def main(low=5.0, run=RunOptions()):
    seed_everything(run.seed)
    net = nn.HybridSequential()
    net.add(nn.Dense(256, activation="relu"), nn.Dense(10))
    net.initialize()
    X = nd.random.uniform(shape=(2, 20))
    net(X)  # the first forward pass tells the layers their inputs

    # 访问模型参数: of a layer, of the whole net, or by a regular expression
    facts = {
        "first_layer": {name: p.shape for name, p in net[0].params.items()},
        "all": [p.shape for p in net.collect_params().values()],
        "weights": [p.shape for p in net.collect_params(".*weight").values()],
        "no_gradient_yet": net[0].weight.grad().norm().asscalar().item(),
    }

    # 初始化模型参数: the whole net anew, or one parameter
    net.initialize(init.Normal(sigma=0.01), force_reinit=True)
    facts["normal_std"] = net[0].weight.data().asnumpy().std().item()
    net.initialize(init.Constant(1), force_reinit=True)
    facts["constant"] = net[0].weight.data()[0, :5]
    net[0].weight.initialize(init.Xavier(), force_reinit=True)
    facts["xavier_max"] = net[0].weight.data().abs().max().asscalar().item()

    # 自定义初始化方法
    net.initialize(MyInit(low=low), force_reinit=True)
    sizes = net[0].weight.data().abs().asnumpy()
    facts["share_of_zeros"] = (sizes == 0).mean().item()
    facts["smallest_other"] = sizes[sizes > 0].min().item()
    net[0].weight.set_data(net[0].weight.data() + 1)
    facts["smallest_after_set_data"] = net[0].weight.data().min().asscalar().item()

    # 共享模型参数: the third layer uses the parameters of the second; the gradients of
    # both add up in one array
    net, shared = nn.HybridSequential(), nn.Dense(8, activation="relu")
    net.add(nn.Dense(8, activation="relu"), shared)
    net.add(nn.Dense(8, activation="relu", params=shared.params), nn.Dense(10))
    net.initialize()
    trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.1})
    net(X)
    before = shared.weight.data().copy()
    with autograd.record():
        l = net(X).sum()
    l.backward()
    trainer.step(batch_size=2)
    facts["step"] = (shared.weight.data() - before).norm().asscalar().item()
    facts["shared_rows"] = net[1].weight.data()[0] == net[2].weight.data()[0]
    return facts


if __name__ == "__main__":
    cli.run_script(__file__)
