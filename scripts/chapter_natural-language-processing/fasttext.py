"""10.4 子词嵌入（fastText）

Text:     chapter_natural-language-processing/fasttext
Run:      gluon-course run fasttext
Expected: "where" has 14 subwords of 3 to 6 characters; the loss falls as that of
          word2vec; an unseen word is near to words that are written alike
Vary:     --num-buckets 2000 lets more subwords share a vector; --unseen WORD;
          --sample takes Python's help texts
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
    num_buckets=20000,
    shortest=3,
    longest=6,
    unseen="microprocessing",
    run=RunOptions(),
):
    # 子词: of one word, then of all words as rows of a table
    parts = word_vectors.subwords("where", (shortest, longest))
    corpus = word_vectors.ptb_corpus(run)
    tokens = corpus.vocab.idx_to_token
    subwords = word_vectors.Subwords(tokens, num_buckets, (shortest, longest))
    rows = nd.array([subwords.rows(unseen)])
    if run.progress:
        print(len(parts), "subwords of where:", *parts)
        print("most of one word:", subwords.table.shape[1])

    # 跳字模型, whose centre vectors are sums
    net = models.get_model(
        "fasttext",
        vocab_size=len(tokens),
        num_buckets=num_buckets,
        max_parts=subwords.table.shape[1],
        embed_size=embed_size,
    )
    net.centers.set_table(subwords.table)
    train_iter = word_vectors.SkipGramBatches(corpus, batch_size, seed=run.seed)
    trainer = train.Trainer(
        net, train.NegativeSampling(), "adam", {"learning_rate": lr}, run=run
    )
    result = trainer.fit(train_iter, num_epochs=num_epochs)

    # 未登录词: a vector for a word that was never seen
    ctx = net.contexts.weight.list_ctx()[0]
    numbers = nd.arange(len(tokens), ctx=ctx).reshape((-1, 1))
    words = predict.WordVectors(tokens, net.embedder()(numbers)[:, 0])
    vectors = net.centers.compose(nd, rows.as_in_context(ctx))[:, 0]
    (nearest,) = words.nearest_to(vectors, 5)
    if run.progress:
        print(unseen, "is known" if unseen in words else "is not known; near to it:")
        for word, cosine in nearest:
            print(f"cosine sim={cosine:.3f}: {word}")
    return {
        "subwords_of_where": len(parts),
        "is_known": unseen in words,
        "unseen": unseen,
        "nearest": nearest,
        **result.final,
    }


if __name__ == "__main__":
    cli.run_script(__file__)
