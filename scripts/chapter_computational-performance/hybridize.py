"""8.1 命令式和符号式混合编程

Text:     chapter_computational-performance/hybridize
Run:      gluon-course run hybridize
Expected: both programs give 10; a hybridized net computes the same, quicker (published
          seconds 0.3206 before, 0.2041 after); its Python runs once more, for a symbol
Vary:     --num-passes 10000; smaller layers in the file: then more is saved
"""

from mxnet import init, nd, sym
from mxnet.gluon import nn

from gluon_course import cli
from gluon_course.base.devices import parse_devices
from gluon_course.base.run import RunOptions
from gluon_course.base.timing import timed


class HybridNet(nn.HybridBlock):
    """Two dense layers; notes each time that its Python code runs."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.hidden, self.output = nn.Dense(10), nn.Dense(2)
        self.runs = []

    def hybrid_forward(self, F, x):
        self.runs.append(type(x).__name__)  # F is mxnet.ndarray or mxnet.symbol
        return self.output(F.relu(self.hidden(x)))


def main(num_passes=1000, run=RunOptions()):
    ctx = parse_devices(run.device)[0]

    # 命令式编程: each line is computed as it is read
    result = (1 + 2) + (3 + 4)
    # 符号式编程: the whole program is written first, then compiled, then run
    program, names = "result = sum([1 + 2, 3 + 4])", {}
    exec(compile(program, "program", "exec"), names)

    # 使用HybridSequential类构造模型
    net = nn.HybridSequential()
    net.add(nn.Dense(256, "relu"), nn.Dense(128, "relu"), nn.Dense(2))
    net.initialize(init.Normal(), ctx=ctx)
    x = nd.random.normal(shape=(1, 512), ctx=ctx)

    # 计算性能: the same passes before and after
    before = net(x)
    before_s = timed(lambda: [net(x) for _ in range(num_passes)]).finished_s
    net.hybridize()
    after = net(x)
    after_s = timed(lambda: [net(x) for _ in range(num_passes)]).finished_s

    # 获取符号式程序: what is computed, without numbers
    if run.out is not None:
        net.export(str(run.path("net")))
    symbol = net(sym.var("data"))
    inputs = symbol.list_inputs()  # the data and the parameters
    nodes = [each.name for each in symbol.get_internals()]

    # 使用HybridBlock类构造模型: Python runs at each call, then once for the symbol
    hybrid = HybridNet()
    hybrid.initialize(ctx=ctx)
    hybrid(x)
    hybrid.hybridize()
    for _ in range(3):
        hybrid(x)
    return {
        "imperative": result,
        "symbolic": names["result"],
        "difference": (before - after).norm().asscalar().item(),
        "before_s": before_s,
        "after_s": after_s,
        "operators": [name for name in nodes if name not in inputs],
        "python_runs": hybrid.runs,
    }


if __name__ == "__main__":
    cli.run_script(__file__)
