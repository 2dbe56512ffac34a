"""What a layer costs: operations, bytes, and the roofline of this machine."""

from __future__ import annotations

from gluon_course import models, viz
from gluon_course.explain.machine import layer_costs, measure_layers, measure_machine
from gluon_course.explain.topic import Answer, Check, Table, register_topic

NETS = {"lenet": (1, 28, 28), "vgg11": (1, 224, 224), "resnet18": (1, 96, 96)}


@register_topic(
    "layer-costs",
    "What limits a layer: arithmetic or memory?",
    "8.2, v2:12.4",
)
def layer_costs_topic() -> Answer:
    """Peak and bandwidth of this machine; the layers of LeNet, VGG-11 and ResNet-18."""
    machine = measure_machine()
    rows = []
    for name, shape in NETS.items():
        for batch_size in (1, 64):
            costs = layer_costs(models.get_model(name), (batch_size, *shape))
            operations = sum(cost.operations for cost in costs)
            least = sum(map(machine.least_seconds, costs))
            waiting = sum(
                machine.least_seconds(cost)
                for cost in costs
                if cost.intensity < machine.ridge
            )
            rows.append(
                (
                    name,
                    batch_size,
                    f"{operations / batch_size / 1e6:,.1f}",
                    f"{sum(cost.bytes for cost in costs) / batch_size / 1e6:,.2f}",
                    f"{1e3 * least / batch_size:.3g}",
                    f"{waiting / least:.0%}",
                )
            )
    net = models.get_model("vgg11")
    single, batch = (
        {cost.layer: cost for cost in layer_costs(net, (n, *NETS["vgg11"]))}
        for n in (1, 64)
    )
    conv, dense, pool = single["2.1"], single["5"], single["0.1"]
    return Answer(
        "Divide a layer's operations by the bytes it must move. Below the machine's "
        "own ratio (the ridge) it waits for the memory, above it for the arithmetic. A "
        "convolution uses each weight at every place and computes; a dense layer on "
        "one picture uses each weight once and waits, until a batch shares the "
        "weights; pooling and activations always wait. The roof is a bound: layers lie "
        "below it, unless their data is in a cache or their code is better than that "
        "of the matrix product which was measured.",
        tables=[
            Table(
                ("here and now", "measured"),
                [
                    ("matrix product, 10^9 operations/s", f"{machine.peak / 1e9:.1f}"),
                    ("memory copy, 10^9 bytes/s", f"{machine.bandwidth / 1e9:.1f}"),
                    ("ridge, operations for each byte", f"{machine.ridge:.1f}"),
                ],
            ),
            Table(
                ("net", "batch", "10^6 op", "MB", "ms at least", "of which waiting"),
                rows,
                "For each picture; waiting is the time of layers below the ridge",
            ),
        ],
        pictures={
            "roofline": viz.roofline(
                machine.peak,
                machine.bandwidth,
                measure_layers(),
                title="Layers as they run under this machine's roof",
            )
        },
        checks=[
            Check(
                "a 3x3 convolution of VGG does a hundred times more for each byte than "
                "its dense layer on one picture",
                conv.intensity > 100 * dense.intensity,
                f"{conv.intensity:.0f} and {dense.intensity:.1f} operations",
            ),
            Check(
                "a dense layer on one picture: half an operation for each byte",
                abs(dense.intensity - 0.5) < 0.01,
            ),
            Check(
                "a batch of 64 makes it 50 times more",
                batch["5"].intensity > 50 * dense.intensity,
                f"{batch['5'].intensity:.0f}",
            ),
            Check(
                "pooling moves bytes and multiplies nothing",
                pool.operations == 0 < pool.bytes,
            ),
            Check(
                "this machine computes faster than it reads: its ridge is above 1",
                machine.ridge > 1,
                f"{machine.ridge:.1f}",
            ),
        ],
    )
