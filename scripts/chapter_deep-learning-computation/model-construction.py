"""4.1 模型构造

Text:     chapter_deep-learning-computation/model-construction
Run:      gluon-course run model-construction
Expected: outputs of shape (2, 10) from MLP and MySequential and one number from
          FancyMLP, whose final norm is 0.8 to 1, or ten times a smaller one; the
          hybridized MLP gives what the plain one gives; FancyMLP cannot be hybridized
Vary:     the blocks, in gluon_course/scratch/blocks.py
"""

from mxnet import nd
from mxnet.gluon import nn

from gluon_course import cli, scratch
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything


def main(run=RunOptions()):
    seed_everything(run.seed)
    X = nd.random.uniform(shape=(2, 20))

    # 继承Block类来构造模型: layers in __init__, the computation in forward; backward
    # is made from it. A HybridBlock can also be compiled, and gives the same.
    net = scratch.MLP()
    net.initialize()
    mlp_out = net(X)
    net.hybridize()
    hybrid_out = net(X)

    # Sequential类继承自Block类: a list of blocks, in the order of adding
    net = scratch.MySequential()
    net.add(nn.Dense(256, activation="relu"))
    net.add(nn.Dense(10))
    net.initialize()
    sequential_out = net(X)

    # 构造复杂的模型: constants, a layer used twice, Python's control flow
    fancy = scratch.FancyMLP()
    fancy.initialize()
    fancy_out = fancy(X)

    # its while and if read values, which the symbols of a compiled graph do not have
    try:
        nn.HybridSequential().add(fancy)
        refusal = ""
    except ValueError as error:
        refusal = " ".join(str(error).split())

    # FancyMLP and Sequential are blocks too, so blocks nest
    net = scratch.MySequential()
    net.add(scratch.NestMLP(), nn.Dense(20), scratch.FancyMLP())
    net.initialize()
    return {
        "mlp_shape": mlp_out.shape,
        "hybrid_difference": (hybrid_out - mlp_out).abs().max().asscalar().item(),
        "sequential_shape": sequential_out.shape,
        "fancy": fancy_out,
        "fancy_learns": [
            p.name for p in fancy.collect_params().values() if p.grad_req != "null"
        ],
        "refusal": refusal,
        "nested": net(X),
    }


if __name__ == "__main__":
    cli.run_script(__file__)
