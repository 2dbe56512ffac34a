"""6.5 循环神经网络的简洁实现

Text:     chapter_recurrent-neural-networks/rnn-gluon
Run:      gluon-course run rnn-gluon
Expected: perplexity after 250 epochs (published 1.91 1.761 1.8); lyrics that go on;
          gluon-course predict runs/rnn-gluon --prefix 分开
Vary:     --activation tanh: Gluon's layer has relu unless told; --num-layers 2;
          --embed-size 64; --sample: Python's help
"""

from mxnet import init

from gluon_course import cli, export, models, predict, text, train
from gluon_course.base.devices import parse_devices
from gluon_course.base.run import RunOptions


def main(
    num_epochs=250,
    lr=100.0,
    batch_size=32,
    num_steps=35,
    num_hiddens=256,
    num_layers=1,
    embed_size=0,
    activation="relu",
    clipping_theta=0.01,
    max_chars=10_000,
    pred_period=50,
    pred_len=50,
    run=RunOptions(),
):
    train_iter = text.language_model_data(
        *("jaychou", batch_size, num_steps, "consecutive"),
        max_tokens=max_chars,
        run=run,
    )
    vocab = train_iter.info.vocab
    # 定义模型: one-hot vectors, rnn.RNN, nn.Dense
    net = models.get_model(
        "rnn_lm",
        vocab_size=len(vocab),
        num_hiddens=num_hiddens,
        num_layers=num_layers,
        embed_size=embed_size,
        activation=activation,
    )
    callbacks = [train.ClipGradients(clipping_theta)]
    if run.progress:
        states = (num_layers, batch_size, num_hiddens)
        print(export.summary(net, [(batch_size, num_steps), [states]]))
        ctx = parse_devices(run.device)[0]
        generate = predict.Generator.of_net(net, vocab, ctx)
        prefixes = ("the ", "a ") if run.sample else ("分开", "不分开")
        callbacks.append(
            train.WriteSamples(
                pred_period, prefixes, lambda each: generate(each, pred_len)
            )
        )
    # 训练模型
    trainer = train.Trainer(
        *(net, train.LanguageModel(), "sgd", {"learning_rate": lr}),
        init=init.Normal(0.01),
        run=run,
        callbacks=callbacks,
    )
    return trainer.fit(train_iter, num_epochs=num_epochs)


if __name__ == "__main__":
    cli.run_script(__file__)
