"""10.2 近似训练

Text:     chapter_natural-language-processing/approx-training
Run:      gluon-course run approx-training
Expected: words scored for a pair: all 9,858 by the softmax, 6 by negative sampling,
          12.8 nodes of the Huffman tree (9.6 if frequent words were not left out);
          the loss falls from below 12.8 log 2 = 8.8; the tree's probabilities of all
          words add up to 1
Vary:     --epochs; --query WORD; --sample takes Python's help texts
"""

import numpy as np
from mxnet import nd

from gluon_course import cli, models, predict, train
from gluon_course.base.run import RunOptions
from gluon_course.text import word_vectors


def main(
    num_epochs=2,
    lr=0.005,
    batch_size=2048,
    embed_size=100,
    num_negatives=5,
    query="chip",
    run=RunOptions(),
):
    corpus = word_vectors.ptb_corpus(run)
    tokens = corpus.vocab.idx_to_token
    if run.sample and query == "chip":
        query = "class"
    corpus.number(query)  # a word that is not there is told before the training

    # 负采样和层序softmax: what is computed for one pair of words
    train_iter = word_vectors.HierarchicalBatches(corpus, batch_size, seed=run.seed)
    tree, contexts = train_iter.tree, train_iter.windows.contexts
    facts = {
        "softmax_scores": len(tokens),
        "negative_sampling_scores": 1 + num_negatives,
        "tree_scores": float(np.mean(tree.lengths[contexts])),
        "longest_path": int(tree.lengths.max()),
    }
    if run.progress:
        print("scores for one pair of words:")
        print(f"  all of the softmax    {len(tokens):8,}")
        print(f"  negative sampling     {1 + num_negatives:8,}")
        print(
            f"  nodes of the tree     {facts['tree_scores']:8.1f} on average,", end=""
        )
        print(f" {facts['longest_path']} at most")

    # 层序softmax: V - 1 vectors of inner nodes in place of V words
    net = models.get_model(
        "skip_gram", vocab_size=len(tokens), embed_size=embed_size, hierarchical=True
    )
    task = train.HierarchicalSoftmax()
    trainer = train.Trainer(net, task, "adam", {"learning_rate": lr}, run=run)
    result = trainer.fit(train_iter, num_epochs=num_epochs)

    # the probabilities of all words as context of one
    nodes, mask, turns = map(nd.array, (tree.nodes, tree.mask, tree.turns))
    center = nd.full((len(tokens), 1), corpus.number(query))
    ctx = net.centers.weight.list_ctx()[0]
    arrays = (each.as_in_context(ctx) for each in (center, nodes, mask, turns))
    center, nodes, mask, turns = arrays
    losses = task.losses(nd, net(center, nodes), mask, turns)
    facts["sum_of_probabilities"] = nd.exp(-losses).sum().asscalar()

    words = predict.WordVectors(tokens, net.centers.weight.data(ctx))
    (nearest,) = words.nearest([query], 3)
    if run.progress:
        for word, cosine in nearest:
            print(f"cosine sim={cosine:.3f}: {word}")
    return {**facts, "query": query, "nearest": nearest, **result.final}


if __name__ == "__main__":
    cli.run_script(__file__)
