"""Blocks written by hand (section 4.1): what a ``Block`` must have, and may do."""

from mxnet import nd
from mxnet.gluon import nn


class MLP(nn.HybridBlock):
    """A hidden layer of 256 units with relu, and an output layer of 10.

    Inputs
    ------
    x : shape (N, D)

    Outputs
    -------
    shape (N, 10)

    Section: 4.1 模型构造 (chapter_deep-learning-computation/model-construction)
    """

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.hidden = nn.Dense(256, activation="relu")
        self.output = nn.Dense(10)

    def hybrid_forward(self, F, x):
        return self.output(self.hidden(x))


class MySequential(nn.Block):
    """Blocks one after the other, in the order in which they were added.

    It is a plain Block, as ``nn.Sequential`` is, because it may hold blocks of any
    kind; a block registered as a child has its parameters collected and initialized
    with those of the whole.

    Inputs
    ------
    x : shape that the first block takes

    Outputs
    -------
    shape that the last block gives; ``x`` itself where nothing was added

    Section: 4.1 模型构造 (chapter_deep-learning-computation/model-construction)
    """

    def add(self, *blocks):
        """Append ``blocks``; MXNet notices only later if one of them is no Block."""
        for block in blocks:
            self.register_child(block)

    def forward(self, x):
        for block in self._children.values():
            x = block(x)
        return x


class FancyMLP(nn.Block):
    """A constant weight, a layer used twice, and control flow that looks at values.

    A dense layer of 20 with relu, a product with a constant weight that never learns,
    the same dense layer again; then the result is halved until its norm is at most 1,
    multiplied by 10 if the norm is below 0.8, and summed.

    It cannot be a HybridBlock: ``while`` and ``if`` ask for the value of a norm, and a
    graph is traced with symbols, which have no values yet. (MXNet's operators
    ``contrib.while_loop`` and ``contrib.cond`` put such a choice into the graph.)

    Inputs
    ------
    x : shape (N, 20)

    Outputs
    -------
    shape (1,)

    Section: 4.1 模型构造 (chapter_deep-learning-computation/model-construction)
    """

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.rand_weight = self.params.get_constant(
            "rand_weight", nd.random.uniform(shape=(20, 20))
        )
        self.dense = nn.Dense(20, activation="relu")

    def forward(self, x):
        x = self.dense(x)
        weight = self.rand_weight.data(x.context)
        x = nd.relu(nd.dot(x, weight) + 1)
        x = self.dense(x)  # the same parameters as above
        while x.norm().asscalar() > 1:
            x = x / 2
        if x.norm().asscalar() < 0.8:
            x = x * 10
        return x.sum()


class NestMLP(nn.HybridBlock):
    """A sequence of 64 and 32 units, then 16: a block inside a block, all with relu.

    Inputs
    ------
    x : shape (N, D)

    Outputs
    -------
    shape (N, 16)

    Section: 4.1 模型构造 (chapter_deep-learning-computation/model-construction)
    """

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.net = nn.HybridSequential()
        self.net.add(nn.Dense(64, activation="relu"), nn.Dense(32, activation="relu"))
        self.dense = nn.Dense(16, activation="relu")

    def hybrid_forward(self, F, x):
        return self.dense(self.net(x))
