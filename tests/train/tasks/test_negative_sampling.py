"""The masked logistic loss of word2vec: the text's demo, Gluon, torch, training."""

import numpy as np
import pytest
from mxnet import autograd, gluon, nd

from gluon_course import models, train
from gluon_course.base.errors import DataError, ShapeError
from gluon_course.text import word_vectors

PRED = [[1.5, 0.3, -1, 2], [1.1, -0.6, 2.2, 0.4]]
LABEL = [[1, 0, 0, 0], [1, 1, 0, 0]]
MASK = [[1, 1, 1, 1], [1, 1, 1, 0]]


def test_the_demo_gives_the_numbers_of_the_text():
    arrays = map(nd.array, (PRED, MASK, LABEL))
    found = train.NegativeSampling().losses(nd, *arrays).asnumpy()
    np.testing.assert_allclose(found, [0.8739896, 1.2099689], rtol=1e-6)


def test_the_loss_is_gluons_with_the_normalisation_of_the_text():
    pred, label, mask = map(nd.array, (PRED, LABEL, MASK))
    loss = gluon.loss.SigmoidBinaryCrossEntropyLoss()(pred, label, mask)
    wanted = (loss * mask.shape[1] / mask.sum(axis=1)).asnumpy()
    found = train.NegativeSampling().losses(nd, pred, mask, label).asnumpy()
    np.testing.assert_allclose(found, wanted, rtol=1e-6)


def a_batch():
    rng = np.random.RandomState(0)
    sizes = np.array([2, 1, 3])
    contexts = (rng.randint(0, 9, 6), sizes)
    negatives = (rng.randint(0, 9, 12), 2 * sizes)
    return word_vectors.batchify([4, 0, 4], contexts, negatives)


def test_gradients_of_both_tables_are_those_of_torch():
    torch = pytest.importorskip("torch")
    net = models.get_model("skip_gram", vocab_size=9, embed_size=5)
    net.initialize()
    batch = a_batch()
    with autograd.record():
        head, counters = train.NegativeSampling().forward(
            nd, net, *map(nd.array, batch)
        )
    head.backward()

    tables = [net.centers.weight, net.contexts.weight]
    v, u = (torch.tensor(t.data().asnumpy(), requires_grad=True) for t in tables)
    centers, words, masks, labels = map(torch.tensor, batch)
    scores = torch.bmm(v[centers.long()], u[words.long()].transpose(1, 2))[:, 0]
    losses = torch.nn.functional.binary_cross_entropy_with_logits(
        scores, labels, weight=masks, reduction="none"
    )
    wanted = (losses.sum(1) / masks.sum(1)).sum()
    wanted.backward()
    assert head.asscalar() == pytest.approx(wanted.item(), rel=1e-5)
    assert counters.asnumpy()[1:].tolist() == [3, 0]
    for table, other in zip(tables, (v, u)):
        np.testing.assert_allclose(
            table.grad().asnumpy(), other.grad.numpy(), rtol=1e-4, atol=1e-7
        )


def test_words_that_stand_together_come_to_be_near():
    rng = np.random.RandomState(0)
    groups = [[f"{letter}{i}" for i in range(4)] for letter in "abc"]
    lines = [list(rng.choice(groups[rng.randint(3)], 6)) for _ in range(150)]
    corpus = word_vectors.word_corpus(lines, 1)
    batches = word_vectors.SkipGramBatches(corpus, 64, max_window=2, threshold=1.0)
    net = models.get_model("skip_gram", vocab_size=12, embed_size=8)
    trainer = train.Trainer(
        net, train.NegativeSampling(), "adam", {"learning_rate": 0.02}
    )
    history = trainer.fit(batches, num_epochs=5).history
    losses = [row["train_loss"] for row in history]
    assert losses[0] < 0.70 and losses[-1] < 0.75 * losses[0]
    vectors = net.centers.weight.data().asnumpy()
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    cosines = vectors @ vectors.T - 2 * np.eye(12)
    letter = np.array([token[0] for token in corpus.vocab.idx_to_token])
    assert (letter[cosines.argmax(axis=1)] == letter).all()


def test_what_does_not_fit_is_told():
    net = models.get_model("skip_gram", vocab_size=9, embed_size=5)
    centers, words, masks, labels = map(nd.array, a_batch())
    with pytest.raises(ShapeError, match="masks and labels come last"):
        train.Trainer(net, train.NegativeSampling()).fit(
            [(centers, words, masks, labels[:, :5])]
        )
    masks[1] = 0
    with pytest.raises(DataError, match="1 of the first 3 rows"):
        train.Trainer(net, train.NegativeSampling()).fit(
            [(centers, words, masks, labels)]
        )
