"""10.9 编码器—解码器（seq2seq）

Text:     chapter_natural-language-processing/seq2seq
Run:      gluon-course run seq2seq
Expected: numbers in English words become Chinese numerals: more than 95 % of 1,000
          numbers that were never seen, neither their English nor their Chinese, word
          for word (test_exact); the section itself has no code
Vary:     --model bahdanau or transformer; --beam-size 3; fewer pairs: --num-train 2000
"""

from mxnet import init

from gluon_course import cli, metrics, models, optim, predict, text, train
from gluon_course.base.devices import parse_devices
from gluon_course.base.run import RunOptions

# sizes and learning rate of each model
OPTIONS = {
    "seq2seq": ({"embed_size": 64, "num_hiddens": 128}, 0.005),
    "bahdanau": ({"embed_size": 64, "num_hiddens": 64}, 0.005),
    "transformer": ({"num_hiddens": 64, "ffn_num_hiddens": 128}, 0.002),
}


def main(
    num_epochs=6,
    batch_size=64,
    num_train=10000,
    num_test=1000,
    model="seq2seq",
    beam_size=1,
    run=RunOptions(),
):
    # generated pairs, because the text's are too few to ask about unseen sentences
    train_iter, test_iter = text.number_pairs(batch_size, num_train, num_test, run)
    info = train_iter.info
    # 编码器和解码器
    options, lr = OPTIONS.get(model, ({}, 0.005))
    net = models.get_model(
        model,
        vocab_size=len(info.vocab),
        target_vocab_size=len(info.target_vocab),
        num_steps=info.shape[0],
        dropout=0,
        **options,
    )

    # 训练模型: 强制教学 (teacher forcing), the rate falling to a fiftieth
    schedule = optim.Cosine(lr, num_epochs, final_lr=lr / 50)
    rate = train.LearningRate(schedule, per_step=True)
    trainer = train.Trainer(
        net,
        train.Translation(info.target_vocab.index("<bos>")),
        "adam",
        {"learning_rate": lr},
        init=init.Xavier(),
        run=run,
        callbacks=[rate, train.ClipGradients(1)],
    )
    result = trainer.fit(train_iter, test_iter, num_epochs)

    # free running: the model reads its own words, whole test set at once
    translate = predict.Translator.of_net(net, info, parse_devices(run.device)[0])
    numbers = text.draw_numbers(num_train + num_test)[num_train:].tolist()
    sources = [" ".join(text.english_words(each)) for each in numbers]
    found = translate(sources, beam_size)
    labels = ["".join(text.chinese_numeral(each)) for each in numbers]
    facts = dict(result.final)
    facts["free_exact"] = metrics.exact_matches([each.text for each in found], labels)
    # a Chinese numeral is a word
    characters = [list(each.text) for each in found], list(map(list, labels))
    facts["bleu"] = metrics.corpus_bleu(*characters)
    if run.progress:
        for source, one, label in list(zip(sources, found, labels))[:5]:
            print(source, "=>", one.text, "" if one.text == label else f"({label})")
    return facts


if __name__ == "__main__":
    cli.run_script(__file__)
