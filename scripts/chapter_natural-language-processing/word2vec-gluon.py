"""10.3 word2vec的实现

Text:     chapter_natural-language-processing/word2vec-gluon
Run:      gluon-course run word2vec-gluon
Expected: loss of 5 epochs (published .46 .39 .35 .32 .30); of 887100 words 375190
          are left (published 887100 375190), "the" 2087 times, "join" all of its 45
          (published 2087 45); masked losses (published .8739896 1.2099689); cosines
          of the words nearest to "chip" (published .561 .546 .491), there intel,
          microprocessor and mips, with seed 0 microprocessors, microprocessor, chips
Vary:     --redraw draws words, windows and noise anew in each epoch; --min-freq 1
          --query for another word; --sample takes Python's help texts
"""

from mxnet import nd

from gluon_course import cli, models, predict, train
from gluon_course.base.run import RunOptions
from gluon_course.text import word_vectors


def main(
    num_epochs=5,
    lr=0.005,
    batch_size=512,
    embed_size=100,
    max_window=5,
    num_negatives=5,
    threshold=1e-4,
    min_freq=5,
    redraw=False,
    query="chip",
    run=RunOptions(),
):
    # 处理数据集: numbers for the words, then windows and noise of what is kept
    corpus = word_vectors.ptb_corpus(run, min_freq)
    if run.sample and query == "chip":
        query = "class"
    corpus.number(query)  # a word that is not there is told before the training
    draws = {"max_window": max_window, "threshold": threshold, "redraw": redraw}
    train_iter = word_vectors.SkipGramBatches(
        corpus, batch_size, num_negatives, seed=run.seed, **draws
    )
    facts = {"tokens": len(corpus.words), "centers": train_iter.num_samples}
    facts["tokens_kept"] = int(train_iter.kept_counts.sum())
    for word in ("the", "join"):
        if word in corpus.vocab:
            kept = train_iter.kept_counts[corpus.number(word)]
            facts[f"{word}_kept"] = int(kept)

    # 二元交叉熵损失函数: the mean over the words that the mask leaves
    task = train.NegativeSampling()
    pred = nd.array([[1.5, 0.3, -1, 2], [1.1, -0.6, 2.2, 0.4]])
    label = nd.array([[1, 0, 0, 0], [1, 1, 0, 0]])
    mask = nd.array([[1, 1, 1, 1], [1, 1, 1, 0]])
    for i, each in enumerate(task.losses(nd, pred, mask, label), 1):
        facts[f"masked_loss_{i}"] = each.asscalar()
    if run.progress:
        print(*map("{0[0]:15} {0[1]:9,.6g}".format, facts.items()), sep="\n")

    # 训练模型: two vectors a word, as centre and as context
    net = models.get_model(
        "skip_gram", vocab_size=len(corpus.vocab), embed_size=embed_size
    )
    trainer = train.Trainer(net, task, "adam", {"learning_rate": lr}, run=run)
    result = trainer.fit(train_iter, num_epochs=num_epochs)
    for row in result.history:
        facts[f"loss_{row['epoch']}"] = row["train_loss"]

    # 应用词嵌入模型: the words nearest to one, by cosine
    tokens, vectors = corpus.vocab.idx_to_token, net.centers.weight.list_data()
    (nearest,) = predict.WordVectors(tokens, vectors[0]).nearest([query], 3)
    if run.progress:
        for word, cosine in nearest:
            print(f"cosine sim={cosine:.3f}: {word}")
    cosines = {f"cosine_{i}": cosine for i, (_, cosine) in enumerate(nearest, 1)}
    return {**facts, **cosines, "query": query, "nearest": nearest, **result.final}


if __name__ == "__main__":
    cli.run_script(__file__)
