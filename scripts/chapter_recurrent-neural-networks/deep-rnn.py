"""6.9 深度循环神经网络

Text:     chapter_recurrent-neural-networks/deep-rnn
Run:      gluon-course run deep-rnn
Expected: perplexity of two layers of LSTM after 500 epochs (published 1.0) in
          zh-v2's 9.3; the text is repeated almost word by word
Vary:     --num-layers 1; --num-layers 3; --lr 4; --sample: Python's help
"""

from mxnet import init

from gluon_course import cli, export, models, predict, text, train
from gluon_course.base.devices import parse_devices
from gluon_course.base.run import RunOptions


def main(
    num_epochs=500,
    lr=2.0,
    batch_size=32,
    num_steps=35,
    num_hiddens=256,
    num_layers=2,
    clipping_theta=1.0,
    max_chars=10_000,
    pred_period=100,
    pred_len=50,
    run=RunOptions(),
):
    # The Time Machine, as in zh-v2
    train_iter = text.language_model_data(
        *("time-machine", batch_size, num_steps, "consecutive"),
        has_offset=True,
        max_tokens=max_chars,
        run=run,
    )
    vocab = train_iter.info.vocab
    net = models.get_model(
        "lstm_lm",
        vocab_size=len(vocab),
        num_hiddens=num_hiddens,
        num_layers=num_layers,
    )
    callbacks = [train.ClipGradients(clipping_theta)]
    if run.progress:
        states = (num_layers, batch_size, num_hiddens)
        print(export.summary(net, [(batch_size, num_steps), [states] * 2]))
        ctx = parse_devices(run.device)[0]
        generate = predict.Generator.of_net(net, vocab, ctx)
        callbacks.append(
            train.WriteSamples(
                pred_period,
                ("time traveller", "traveller"),
                lambda each: generate(each, pred_len),
            )
        )
    trainer = train.Trainer(
        *(net, train.LanguageModel(), "sgd", {"learning_rate": lr}),
        init=init.Xavier(),
        run=run,
        callbacks=callbacks,
    )
    return trainer.fit(train_iter, num_epochs=num_epochs)


if __name__ == "__main__":
    cli.run_script(__file__)
