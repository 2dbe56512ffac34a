"""10.7 文本情感分类：使用循环神经网络

Text:     chapter_natural-language-processing/sentiment-analysis-rnn
Run:      gluon-course run sentiment-analysis-rnn
Expected: IMDb, 5 epochs: test accuracy (published .858 .849 .787 .855), train loss and
          accuracy (published .2804 .884); great is positive, bad is negative
Vary:     --sample; --tokens words; --masked --buckets 6 leaves the padding out; for
          few reviews the settings of scripts/benchmarks/sentiment.py
"""

from mxnet import init

from gluon_course import cli, models, optim, predict, text, train
from gluon_course.base.devices import parse_devices
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything
from gluon_course.explain.bag_of_words import bag_of_words


def main(
    num_epochs=5,
    lr=0.01,
    batch_size=64,
    num_hiddens=100,
    num_layers=2,
    reviews="imdb",
    vectors="glove.6B.100d",
    frozen=True,
    tokens="spaces",
    length=500,
    min_freq=5,
    valid_share=0.0,
    masked=False,
    buckets=1,
    pool="ends",
    dropout=0.0,
    word_dropout=0.0,
    wd=0.0,
    decay_lr=False,
    run=RunOptions(),
):
    # 读取和预处理数据集: rows of indices, and the tokens behind them
    cut = {"length": length, "tokens": tokens, "min_freq": min_freq}
    parts = {"valid_share": valid_share, "num_buckets": buckets}
    films = text.imdb(batch_size, run, name=reviews, **cut, **parts)
    glove = None if run.sample else text.load_embedding(vectors)

    # 使用循环神经网络的模型, 加载预训练的词向量; the sample's vectors are learned
    seed_everything(run.seed)
    sizes = {"num_hiddens": num_hiddens, "num_layers": num_layers, "pool": pool}
    sizes["embed_size"] = glove.idx_to_vec.shape[1] if glove else 50
    drops = {"dropout": dropout, "word_dropout": word_dropout, "masked": masked}
    net = models.get_model("birnn", vocab_size=len(films.vocab), **sizes, **drops)
    ctx = parse_devices(run.device)
    net.initialize(init.Xavier(), ctx=ctx)
    if glove:
        net.embedding.weight.set_data(text.vectors_of(films.vocab, glove))
        net.embedding.weight.grad_req = "null" if frozen else "write"

    # 训练模型; with a part kept apart to choose by, the test part is not looked at
    falling = [train.LearningRate(optim.Cosine(lr, num_epochs), per_step=True)]
    options = {"run": run, "callbacks": falling if decay_lr else []}
    adam = {"learning_rate": lr, "wd": wd}
    trainer = train.Trainer(net, train.Classification(), "adam", adam, **options)
    part = "valid" if films.valid_iter else "test"
    seen = films.valid_iter or films.test_iter
    final = trainer.fit(films.train_iter, seen, num_epochs).final
    facts = {name.replace("test_", f"{part}_"): each for name, each in final.items()}
    facts[f"bag_of_words_{part}_acc"] = getattr(bag_of_words(films), f"{part}_acc")

    # 评价模型: how sure the net is that a sentence is positive
    said = [f"this movie is so {word}".split() for word in ("great", "bad")]
    rows = predict.text_probabilities(net, films.vocab, said, *films.info.shape, ctx[0])
    facts["great_is_positive"], facts["bad_is_positive"] = rows[:, 1].tolist()
    return facts


if __name__ == "__main__":
    cli.run_script(__file__)
