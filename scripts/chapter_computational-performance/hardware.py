"""v2:12.4 硬件

Text:     chapter_computational-performance/hardware
Run:      gluon-course run v2:hardware
Expected: a disk seek lasts as long as 6.7 million hits in the L1 cache; here and now
          the peak of a matrix product and the bandwidth of a copy, and under their
          roof a dense layer on one picture waits for the memory, a convolution not
Vary:     --size 1024; --megabytes 256; OMP_NUM_THREADS=1 in front of the command
"""

from gluon_course import cli, models, viz
from gluon_course.base.run import RunOptions
from gluon_course.explain import machine as hardware

# 每个程序员都应该知道的延迟数字, in nanoseconds
LATENCY_NS = {
    "L1_cache_hit": 1.5,
    "GPU_global_memory": 200,
    "NVMe_4_KB_read": 120_000,
    "disk_seek": 10_000_000,
}
NETS = {"lenet": (1, 28, 28), "resnet18": (1, 96, 96), "vgg11": (1, 224, 224)}


def main(size=512, megabytes=32, batch_size=64, run=RunOptions()):
    first = LATENCY_NS["L1_cache_hit"]
    facts = {f"{name}_ns": each for name, each in LATENCY_NS.items()}
    facts["L1_hits_in_a_disk_seek"] = LATENCY_NS["disk_seek"] / first

    # 处理器和内存: what this machine reaches
    machine = hardware.measure_machine(size, megabytes)
    facts["peak_gflops"] = machine.peak / 1e9
    facts["bandwidth_gb_per_s"] = machine.bandwidth / 1e9
    facts["ridge_operations_per_byte"] = machine.ridge

    # which layers wait for the memory, on one picture and in a batch
    for name, shape in NETS.items():
        for n in (1, batch_size):
            costs = hardware.layer_costs(models.get_model(name), (n, *shape))
            least = sum(map(machine.least_seconds, costs))
            facts[f"{name}_batch_{n}_ms_at_least"] = 1e3 * least
    vgg = hardware.layer_costs(models.get_model("vgg11"), (1, 1, 224, 224))
    for cost in vgg:
        if cost.layer in ("2.1", "5"):  # a 3x3 convolution, the first dense layer
            waits = cost.intensity < machine.ridge
            facts[f"vgg11_{cost.type}_operations_per_byte"] = cost.intensity
            facts[f"vgg11_{cost.type}_waits_for"] = "memory" if waits else "processor"
    viz.roofline(
        machine.peak,
        machine.bandwidth,
        hardware.measure_layers(),
        path=run.path("roofline.png"),
        title="Layers as they run under this machine's roof",
    )
    return facts


if __name__ == "__main__":
    cli.run_script(__file__)
