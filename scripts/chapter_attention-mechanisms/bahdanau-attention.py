"""v2:10.4 Bahdanau 注意力

Text:     chapter_attention-mechanisms/bahdanau-attention
Run:      gluon-course run v2:bahdanau-attention
Expected: 250 epochs on 600 pairs, loss over the 10 steps, as the text divides it, near
          the published one (published .025; BLEU 1, 1, .658, 1 of four sentences, on
          another edition of the pairs); attention.png
Vary:     --beam-size 3; --sample trains on generated numbers instead
"""

from mxnet import init

from gluon_course import cli, metrics, models, predict, text, train
from gluon_course.base.devices import parse_devices
from gluon_course.base.run import RunOptions

SENTENCES = {
    "go .": "va !",
    "i lost .": "j'ai perdu .",
    "he's calm .": "il est calme .",
    "i'm home .": "je suis chez moi .",
}
NUMBERS = {"ninety two": "九 十 二", "two thousand one": "二 千 零 一"}


def main(
    num_epochs=250,
    lr=0.005,
    batch_size=64,
    num_steps=10,
    num_examples=600,
    embed_size=32,
    num_hiddens=32,
    num_layers=2,
    dropout=0.1,
    theta=1.0,
    beam_size=1,
    run=RunOptions(),
):
    train_iter = text.fra_eng(batch_size, num_steps, num_examples, run)
    info = train_iter.info

    # 带有注意力机制的解码器: the context follows the word
    net = models.get_model(
        "bahdanau",
        vocab_size=len(info.vocab),
        target_vocab_size=len(info.target_vocab),
        embed_size=embed_size,
        num_hiddens=num_hiddens,
        num_layers=num_layers,
        dropout=dropout,
        num_steps=info.shape[0],
    )
    trainer = train.Trainer(
        net,
        train.Translation(info.target_vocab.index("<bos>")),
        "adam",
        {"learning_rate": lr},
        init=init.Xavier(),
        run=run,
        callbacks=[train.ClipGradients(theta)],
    )
    result = trainer.fit(train_iter, num_epochs=num_epochs)
    facts = dict(result.final)
    facts["text_loss"] = facts["train_loss"] / info.shape[0]

    # 预测, and which words of the source each word attends to
    translate = predict.Translator.of_net(net, info, parse_devices(run.device)[0])
    sentences = NUMBERS if run.sample else SENTENCES
    found = translate(list(sentences), beam_size)
    for i, (one, label) in enumerate(zip(found, sentences.values()), 1):
        facts[f"bleu_{i}"] = metrics.bleu(one.tokens, label.split(), k=2)
        if run.progress:
            print(" ".join(one.source[:-1]), "=>", one.text)
    found[0].draw(run.path("attention.png"))
    return facts


if __name__ == "__main__":
    cli.run_script(__file__)
