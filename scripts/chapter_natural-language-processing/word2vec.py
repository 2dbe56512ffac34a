"""10.1 词嵌入（word2vec）

Text:     chapter_natural-language-processing/word2vec
Run:      gluon-course run word2vec
Expected: one-hot vectors of two words have cosine 0; CBOW's loss falls from epoch to
          epoch, and words of one kind come to be near
Vary:     --model skip_gram takes each word as a centre, cbow as what is to be
          guessed; --query WORD; --sample takes Python's help texts
"""

import numpy as np

from gluon_course import cli, models, predict, train
from gluon_course.base.errors import ConfigError
from gluon_course.base.run import RunOptions
from gluon_course.text import word_vectors

BATCHES = {
    "cbow": word_vectors.CBOWBatches,
    "skip_gram": word_vectors.SkipGramBatches,
}


def main(
    num_epochs=5,
    lr=0.005,
    batch_size=512,
    embed_size=100,
    max_window=5,
    model="cbow",
    query="chip",
    run=RunOptions(),
):
    if model not in BATCHES:
        action = f"choose one of {', '.join(BATCHES)}"
        raise ConfigError(f"There is no model {model!r} here", action=action)
    corpus = word_vectors.ptb_corpus(run)
    tokens = corpus.vocab.idx_to_token
    if run.sample and query == "chip":
        query = "class"
    corpus.number(query)  # a word that is not there is told before the training

    # 为何不采用one-hot向量: every two words are equally unlike
    first = tokens[:50]
    words = predict.WordVectors(first, np.eye(len(first)))
    facts = {"one_hot_cosine": words.nearest(tokens[:1], 1)[0][0][1]}

    # 跳字模型 or 连续词袋模型
    train_iter = BATCHES[model](
        corpus, batch_size, max_window=max_window, seed=run.seed
    )
    net = models.get_model(model, vocab_size=len(tokens), embed_size=embed_size)
    trainer = train.Trainer(
        net, train.NegativeSampling(), "adam", {"learning_rate": lr}, run=run
    )
    result = trainer.fit(train_iter, num_epochs=num_epochs)

    # 近义词
    words = predict.WordVectors(tokens, net.embedder().weight.list_data()[0])
    (nearest,) = words.nearest([query], 3)
    if run.progress:
        for word, cosine in nearest:
            print(f"cosine sim={cosine:.3f}: {word}")
    return {**facts, "query": query, "nearest": nearest, **result.final}


if __name__ == "__main__":
    cli.run_script(__file__)
