"""10.5 全局向量的词嵌入（GloVe）

Text:     chapter_natural-language-processing/glove
Run:      gluon-course run glove
Expected: pairs of words that stand near each other, each with its count; the weighted
          square loss falls from epoch to epoch; words of one kind come to be near
Vary:     --window; --largest: the count from which a pair has full weight; --query
          WORD; --sample takes Python's help texts
"""

from mxnet import nd

from gluon_course import cli, models, predict, train
from gluon_course.base.run import RunOptions
from gluon_course.text import word_vectors


def main(
    num_epochs=10,
    lr=0.05,
    batch_size=4096,
    embed_size=100,
    window=5,
    largest=100.0,
    power=0.75,
    query="chip",
    run=RunOptions(),
):
    # 共现: what stands at most so many places away, nearer words count more
    corpus = word_vectors.ptb_corpus(run)
    tokens = corpus.vocab.idx_to_token
    if run.sample and query == "chip":
        query = "class"
    corpus.number(query)  # a word that is not there is told before the training
    train_iter = word_vectors.glove_batches(corpus, batch_size, window, seed=run.seed)
    facts = {"pairs": train_iter.num_samples}
    if run.progress:
        print(f"{len(tokens)} words, {facts['pairs']} pairs that occur")

    # GloVe模型: products of vectors, and biases, for the logarithms of the counts
    net = models.get_model("glove", vocab_size=len(tokens), embed_size=embed_size)
    task = train.WeightedSquares(largest, power)
    trainer = train.Trainer(net, task, "adagrad", {"learning_rate": lr}, run=run)
    result = trainer.fit(train_iter, num_epochs=num_epochs)

    # a word's vector is the sum of its two
    ctx = net.centers.weight.list_ctx()[0]
    numbers = nd.arange(len(tokens), ctx=ctx).reshape((-1, 1))
    words = predict.WordVectors(tokens, net.embedder()(numbers)[:, 0])
    (nearest,) = words.nearest([query], 3)
    if run.progress:
        for word, cosine in nearest:
            print(f"cosine sim={cosine:.3f}: {word}")
    return {**facts, "query": query, "nearest": nearest, **result.final}


if __name__ == "__main__":
    cli.run_script(__file__)
