"""6.4 循环神经网络的从零开始实现

Text:     chapter_recurrent-neural-networks/rnn-scratch
Run:      gluon-course run rnn-scratch
Expected: perplexity after 250 epochs, random sampling (published 1.293 1.287 1.334) and
          consecutive sampling (published 1.165 1.189 1.156); lyrics that go on
Vary:     --lr 1 learns next to nothing; --clipping-theta 1e6; --sample: Python's help
"""

from gluon_course import cli, predict, scratch, text, train
from gluon_course.base.devices import parse_devices
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything


def main(
    num_epochs=250,
    lr=100.0,
    batch_size=32,
    num_steps=35,
    num_hiddens=256,
    clipping_theta=0.01,
    max_chars=10_000,
    pred_period=50,
    pred_len=50,
    run=RunOptions(),
):
    ctx, facts = parse_devices(run.device)[0], {}
    for sampling in text.SAMPLINGS:
        train_iter = text.language_model_data(
            *("jaychou", batch_size, num_steps, sampling),
            max_tokens=max_chars,
            run=run,
        )
        vocab = train_iter.info.vocab

        # 初始化模型参数, 定义模型
        seed_everything(run.seed)
        params = scratch.rnn_params(len(vocab), num_hiddens, ctx)
        net = scratch.RNNModelScratch(
            *(len(vocab), num_hiddens, params),
            *(scratch.init_rnn_state, scratch.rnn),
        )
        # 裁剪梯度, 困惑度, 定义预测函数
        callbacks = [train.ClipGradients(clipping_theta)]
        if run.progress:
            print(f"{sampling} sampling:")
            generate = predict.Generator.of_net(net, vocab, ctx)
            prefixes = ("the ", "a ") if run.sample else ("分开", "不分开")
            callbacks.append(
                train.WriteSamples(
                    pred_period, prefixes, lambda each, g=generate: g(each, pred_len)
                )
            )
        # 训练模型并创作歌词
        trainer = train.Trainer(
            *(net, train.LanguageModel(), "sgd", {"learning_rate": lr}),
            params=params,
            run=run.part(sampling),
            callbacks=callbacks,
        )
        result = trainer.fit(train_iter, num_epochs=num_epochs)
        facts[f"{sampling}_perplexity"] = result.final["train_perplexity"]
        facts[f"{sampling}_seconds_per_epoch"] = result.final["seconds"]
    return facts


if __name__ == "__main__":
    cli.run_script(__file__)
