"""8.5 多GPU计算的简洁实现

Text:     chapter_computational-performance/multiple-gpus-gluon
Run:      gluon-course run multiple-gpus-gluon
Expected: 4 epochs; on one device test accuracy (published 0.92 0.93 0.91 0.92), on
          two, with twice the batch and twice the learning rate, test accuracy
          (published 0.92 0.92 0.90 0.89); ResNet-18 takes long without a real GPU
Vary:     --limit 2000 --epochs 1 on a CPU; GLUON_COURSE_FAKE_GPUS=2 simulates two GPUs
"""

import dataclasses

from mxnet import gluon, init, nd

from gluon_course import cli, data, models, train
from gluon_course.base.devices import one_and_several, parse_devices
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything


def main(num_epochs=4, lr=0.1, batch_size=256, run=RunOptions()):
    seed_everything(run.seed)
    specs = dict(zip(("", "several_"), one_and_several(run.device)))
    ctx = parse_devices(specs["several_"])

    # 多GPU上初始化模型参数: every device holds all parameters
    net = models.get_model("resnet18_small", num_classes=10)
    net.initialize(init.Normal(sigma=0.01), ctx=ctx)
    x = nd.random.uniform(shape=(2 * len(ctx), 1, 28, 28))
    parts = gluon.utils.split_and_load(x, ctx)
    outputs = [net(part) for part in parts]
    weights = net[0].params.get("weight").list_data()
    facts = {
        "devices": [str(each.context) for each in outputs],
        "part": outputs[0].shape,
        "is_replicated": all(
            (each.asnumpy() == weights[0].asnumpy()).all() for each in weights
        ),
    }

    # 多GPU训练模型: the share of each device stays the same
    for part, spec in specs.items():
        num_devices = len(parse_devices(spec))
        train_iter, test_iter = data.fashion_mnist(batch_size * num_devices, run=run)
        options = dataclasses.replace(run.part("several") if part else run, device=spec)
        trainer = train.Trainer(
            models.get_model("resnet18_small", num_classes=10),
            train.Classification(),
            "sgd",
            {"learning_rate": lr * num_devices},
            init=init.Normal(sigma=0.01),
            run=options,
        )
        final = trainer.fit(train_iter, test_iter, num_epochs).final
        facts.update({part + name: value for name, value in final.items()})
    return facts


if __name__ == "__main__":
    cli.run_script(__file__)
