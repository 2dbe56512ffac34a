"""5.10 批量归一化

Text:     chapter_convolutional-neural-networks/batch-norm
Run:      gluon-course run batch-norm
Expected: 5 epochs; from scratch: test accuracy 0.83-0.90 (published 0.860 0.881 0.857
          0.870), train loss and accuracy (published 0.3044 0.889); with Gluon: test
          accuracy 0.85-0.89 (published 0.880 0.878 0.887 0.881), train loss and
          accuracy (published 0.3029 0.890)
Vary:     --lr 0.1; compare with lenet, which has no batch normalisation
"""

from mxnet import init
from mxnet.gluon import nn

from gluon_course import cli, data, models, train
from gluon_course.base.run import RunOptions
from gluon_course.scratch import BatchNorm


def lenet_scratch():
    """LeNet with the section's own layer before every activation."""
    net = nn.Sequential()
    net.add(
        nn.Conv2D(6, kernel_size=5),
        BatchNorm(6, num_dims=4),
        nn.Activation("sigmoid"),
        nn.MaxPool2D(pool_size=2, strides=2),
        nn.Conv2D(16, kernel_size=5),
        BatchNorm(16, num_dims=4),
        nn.Activation("sigmoid"),
        nn.MaxPool2D(pool_size=2, strides=2),
        nn.Dense(120),
        BatchNorm(120, num_dims=2),
        nn.Activation("sigmoid"),
        nn.Dense(84),
        BatchNorm(84, num_dims=2),
        nn.Activation("sigmoid"),
        nn.Dense(10),
    )
    return net


def main(num_epochs=5, lr=1.0, batch_size=256, run=RunOptions()):
    train_iter, test_iter = data.fashion_mnist(batch_size, run=run)
    # 从零开始实现, in a folder of its own; then 简洁实现
    nets = {"scratch_": lenet_scratch(), "": models.get_model("lenet_bn")}
    facts = {}
    for part, net in nets.items():
        if run.progress:
            print("BatchNorm from scratch" if part else "BatchNorm of Gluon")
        trainer = train.Trainer(
            net,
            train.Classification(),
            "sgd",
            {"learning_rate": lr},
            init=init.Xavier(),
            run=run.part("scratch") if part else run,
        )
        final = trainer.fit(train_iter, test_iter, num_epochs).final
        facts.update({part + name: value for name, value in final.items()})
    # what the first layer has learnt: a stretch and a shift for each channel
    facts["gamma"] = nets["scratch_"][1].gamma.data().reshape((-1,))
    facts["beta"] = nets["scratch_"][1].beta.data().reshape((-1,))
    return facts


if __name__ == "__main__":
    cli.run_script(__file__)
