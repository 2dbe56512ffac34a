"""4.3 模型参数的延后初始化

Text:     chapter_deep-learning-computation/deferred-init
Run:      gluon-course run deferred-init
Expected: no weight is drawn before the first forward pass, then (256, 20) and
          (10, 256); again when initialization is forced, and at once where the layers
          are told their inputs
Vary:     --num-inputs 30
"""

from mxnet import init, nd
from mxnet.gluon import nn
from mxnet.gluon.parameter import DeferredInitializationError

from gluon_course import cli
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything


class MyInit(init.Initializer):
    """Notes the shape of each weight at the moment when it is initialized."""

    def __init__(self, is_shown):
        super().__init__()
        self.shapes, self.is_shown = [], is_shown

    def _init_weight(self, name, data):
        self.shapes.append(data.shape)
        if self.is_shown:
            print("Init", name, data.shape)

    def take(self):
        """The shapes since the last call."""
        taken, self.shapes = self.shapes, []
        return taken


def main(num_inputs=20, run=RunOptions()):
    seed_everything(run.seed)
    watcher, facts = MyInit(run.progress), {}

    # 延后初始化: the number of inputs is unknown until data come
    net = nn.HybridSequential()
    net.add(nn.Dense(256, activation="relu"), nn.Dense(10))
    net.initialize(init=watcher)
    facts["after_initialize"] = watcher.take()
    facts["shape_before"] = net[0].weight.shape
    try:
        net[0].weight.data()
    except DeferredInitializationError as error:
        facts["too_early"] = str(error).split(". ")[0]
    X = nd.random.uniform(shape=(2, num_inputs))
    net(X)
    facts["after_first_forward"] = watcher.take()
    net(X)
    facts["after_second_forward"] = watcher.take()

    # 避免延后初始化: all shapes are known already, or given
    net.initialize(init=watcher, force_reinit=True)
    facts["after_force_reinit"] = watcher.take()
    net = nn.HybridSequential()
    net.add(nn.Dense(256, in_units=num_inputs, activation="relu"))
    net.add(nn.Dense(10, in_units=256))
    net.initialize(init=watcher)
    facts["with_in_units"] = watcher.take()
    return facts


if __name__ == "__main__":
    cli.run_script(__file__)
