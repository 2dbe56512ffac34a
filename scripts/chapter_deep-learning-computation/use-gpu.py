"""4.6 GPU计算

Text:     chapter_deep-learning-computation/use-gpu
Run:      gluon-course run use-gpu
Expected: arrays and nets live where they were put; as_in_context gives the array
          itself on its own device, copyto always a copy; arrays of a CPU and a GPU do
          not mix. Without a GPU everything happens on the CPU, where nothing is refused
Vary:     --device gpu:0,1; GLUON_COURSE_FAKE_GPUS=2 simulates two GPUs on a CPU
"""

import mxnet as mx
from mxnet import nd
from mxnet.gluon import nn

from gluon_course import cli, explain
from gluon_course.base.devices import parse_devices, try_all_gpus
from gluon_course.base.errors import reason_of
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything


def main(run=RunOptions()):
    seed_everything(run.seed)
    # 计算设备: the first and the last of those that there are, maybe the same
    is_auto = run.device == "auto"
    devices = try_all_gpus() if is_auto else parse_devices(run.device)
    first, last = devices[0], devices[-1]

    # NDArray的GPU计算: on the CPU unless said otherwise
    x = nd.array([1, 2, 3])
    a = nd.array([1, 2, 3], ctx=first)
    B = nd.random.uniform(shape=(2, 3), ctx=last)
    y = x.copyto(first)
    z = x.as_in_context(first)
    result = (z + 2).exp() * y  # computed where its operands are

    try:  # operands on different devices
        mixed = (x + y).asnumpy()
    except mx.MXNetError as error:
        mixed = reason_of(error)

    # Gluon的GPU计算: parameters on the device of the input
    net = nn.HybridSequential()
    net.add(nn.Dense(1))
    net.initialize(ctx=first)
    output = net(y.reshape((-1, 1)))
    weight_is_on = str(net[0].weight.data().context)

    # to another device: data as a copy, a net itself
    batch = explain.devices.as_device({"X": y.reshape((-1, 1))}, last)
    moved = explain.devices.as_device(net, last)(batch["X"])
    return {
        "devices": [str(each) for each in (mx.cpu(), *devices)],
        "x_is_on": str(x.context),
        "a_is_on": str(a.context),
        "B_is_on": str(B.context),
        "as_in_context_is_same": y.as_in_context(first) is y,
        "copyto_is_same": y.copyto(first) is y,
        "result": result,
        "result_is_on": str(result.context),
        "mixed": mixed,
        "output": output,
        "weight_is_on": weight_is_on,
        "moved_output": moved,
        "moved_is_on": str(moved.context),
    }


if __name__ == "__main__":
    cli.run_script(__file__)
