"""6.7 门控循环单元（GRU）

Text:     chapter_recurrent-neural-networks/gru
Run:      gluon-course run gru
Expected: perplexity after 160 epochs, from scratch (published 1.771 1.8 1.815 1.443)
          and with rnn.GRU (published 1.46 1.448 1.44 1.438); lyrics that go on
Vary:     --num-hiddens 128; --epochs 80; --sample: Python's help
"""

from mxnet import init

from gluon_course import cli, models, predict, scratch, text, train
from gluon_course.base.devices import parse_devices
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything


def main(
    num_epochs=160,
    lr=100.0,
    batch_size=32,
    num_steps=35,
    num_hiddens=256,
    clipping_theta=0.01,
    max_chars=10_000,
    pred_period=40,
    pred_len=50,
    run=RunOptions(),
):
    train_iter = text.language_model_data(
        *("jaychou", batch_size, num_steps, "consecutive"),
        max_tokens=max_chars,
        run=run,
    )
    vocab = train_iter.info.vocab
    # 从零开始实现: 初始化模型参数, 定义模型
    seed_everything(run.seed)
    ctx = parse_devices(run.device)[0]
    params = scratch.gru_params(len(vocab), num_hiddens, ctx)
    net = scratch.RNNModelScratch(
        *(len(vocab), num_hiddens, params),
        *(scratch.init_gru_state, scratch.gru),
    )
    # 简洁实现
    gluon = models.get_model("gru_lm", vocab_size=len(vocab), num_hiddens=num_hiddens)
    facts = {}
    for name, model, options in (
        ("scratch", net, {"params": params}),
        ("gluon", gluon, {"init": init.Normal(0.01)}),
    ):
        callbacks = [train.ClipGradients(clipping_theta)]
        if run.progress:
            print(f"{name}:")
            generate = predict.Generator.of_net(model, vocab, ctx)
            prefixes = ("the ", "a ") if run.sample else ("分开", "不分开")
            callbacks.append(
                train.WriteSamples(
                    pred_period, prefixes, lambda each, g=generate: g(each, pred_len)
                )
            )
        trainer = train.Trainer(
            *(model, train.LanguageModel(), "sgd", {"learning_rate": lr}),
            run=run.part(name),
            callbacks=callbacks,
            **options,
        )
        result = trainer.fit(train_iter, num_epochs=num_epochs)
        facts[f"{name}_perplexity"] = result.final["train_perplexity"]
        facts[f"{name}_seconds_per_epoch"] = result.final["seconds"]
    return facts


if __name__ == "__main__":
    cli.run_script(__file__)
