"""8.4 多GPU计算

Text:     chapter_computational-performance/multiple-gpus
Run:      gluon-course run multiple-gpus
Expected: 4 epochs; on one device test accuracy (published 0.77 0.80 0.74 0.78), on
          two test accuracy (published 0.77 0.76 0.74 0.78). Both start from the same
          parameters and see the same batches: only rounding differs, and grows with
          the steps. Without two GPUs it takes CPU devices, as the first lines say
Vary:     --device gpu:0,1; GLUON_COURSE_FAKE_GPUS=2 simulates two GPUs; --device cpu:4
"""

from gluon_course import cli, data, scratch, train
from gluon_course.base.devices import one_and_several, parse_devices
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything


def main(num_epochs=4, lr=0.2, batch_size=256, run=RunOptions()):
    seed_everything(run.seed)
    one, several = map(parse_devices, one_and_several(run.device))

    # 定义模型: LeNet as a function of its parameters
    params = scratch.lenet_params(scale=0.01)

    # 多GPU之间同步数据: three arrays, each becomes the sum of all
    sums = [params[0][:2, 0, 0, 0].copyto(each) for each in several]
    scratch.allreduce(sums)

    # 多GPU训练模型: first on one device, then on several
    facts = {"devices": [str(each) for each in several], "allreduce": sums[-1]}
    trained = []
    for part, devices in {"": one, "several_": several}.items():
        train_iter, test_iter = data.fashion_mnist(batch_size, run=run)  # same order
        history, copies = scratch.train_data_parallel(
            train_iter,
            test_iter,
            params,
            devices,
            num_epochs,
            lr,
            progress=run.progress,
        )
        train.save_history(history, run.part("several") if part else run)
        facts.update({part + name: value for name, value in history[-1].items()})
        trained.append([each.asnumpy() for each in copies[-1]])
    # how far the last device is from the single one, after all steps
    facts["difference"] = max(abs(a - b).max() for a, b in zip(*trained))
    return facts


if __name__ == "__main__":
    cli.run_script(__file__)
