"""10.12 机器翻译

Text:     chapter_natural-language-processing/machine-translation
Run:      gluon-course run machine-translation
Expected: 50 epochs on 20 pairs, train loss below 0.16 (published .155 .073 .132 .084);
          "ils regardent ." becomes "they are watching ." (BLEU published 1.000),
          "ils sont canadiens ." nearly "they are canadian ." (published .658);
          attention.png
Vary:     --beam-size 3; --sample trains on generated numbers instead
"""

from mxnet import init

from gluon_course import cli, metrics, models, predict, text, train
from gluon_course.base.devices import parse_devices
from gluon_course.base.run import RunOptions

SENTENCES = {
    "ils regardent .": "they are watching .",
    "ils sont canadiens .": "they are canadian .",
}
NUMBERS = {"twelve thousand four": "一 万 二 千 零 四", "ninety": "九 十"}


def main(
    num_epochs=50,
    lr=0.01,
    batch_size=2,
    embed_size=64,
    num_hiddens=64,
    num_layers=2,
    attention_size=10,
    drop_prob=0.5,
    max_seq_len=7,
    beam_size=1,
    run=RunOptions(),
):
    # 读取和预处理数据
    train_iter = text.fr_en_small(batch_size, max_seq_len, run)
    info = train_iter.info
    # 含注意力机制的编码器—解码器
    net = models.get_model(
        "gru_attention",
        vocab_size=len(info.vocab),
        target_vocab_size=len(info.target_vocab),
        embed_size=embed_size,
        num_hiddens=num_hiddens,
        num_layers=num_layers,
        attention_size=attention_size,
        dropout=drop_prob,
        num_steps=info.shape[0],
    )
    # 训练模型: teacher forcing, the loss without what follows <eos>
    trainer = train.Trainer(
        net,
        train.Translation(info.target_vocab.index("<bos>")),
        "adam",
        {"learning_rate": lr},
        init=init.Xavier(),
        run=run,
    )
    result = trainer.fit(train_iter, num_epochs=num_epochs)

    # 预测不定长的序列, 评价翻译结果: BLEU of runs of up to 2 words
    translate = predict.Translator.of_net(net, info, parse_devices(run.device)[0])
    sentences = NUMBERS if run.sample else SENTENCES
    found = translate(list(sentences), beam_size)
    facts = dict(result.final)
    for row in result.history[9::10]:
        facts[f"loss_{row['epoch']}"] = row["train_loss"]
    for name, one, label in zip(("", "almost_"), found, sentences.values()):
        facts[f"{name}bleu"] = metrics.bleu(one.tokens, label.split(), k=2)
        if run.progress:
            print(" ".join(one.source[:-1]), "=>", one.text)
    found[0].draw(run.path("attention.png"))
    return facts


if __name__ == "__main__":
    cli.run_script(__file__)
