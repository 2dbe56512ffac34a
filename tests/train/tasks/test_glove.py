"""GloVe's loss against slow NumPy; the trainer fits counts that have a solution."""

import numpy as np
import pytest
from mxnet import nd

from gluon_course import data, models, train
from gluon_course.base.errors import ConfigError, DataError, ShapeError
from gluon_course.base.run import RunOptions


def test_losses_are_the_weighted_squares_of_the_section():
    estimates, counts = [0.5, -1.0, 2.0], [1.0, 50.0, 400.0]
    found = train.WeightedSquares().losses(nd, nd.array(estimates), nd.array(counts))
    wanted = [
        min((x / 100) ** 0.75, 1) * (s - np.log(x)) ** 2
        for s, x in zip(estimates, counts)
    ]
    np.testing.assert_allclose(found.asnumpy(), wanted, rtol=1e-5)


def test_the_trainer_fits_counts_that_are_products():
    rng = np.random.RandomState(0)
    v = rng.normal(size=(10, 3))
    x = np.exp(v @ v.T)
    i, j = np.indices(x.shape).reshape(2, -1)
    loader = data.BatchLoader(i, j, x.ravel(), batch_size=25, shuffle=True)
    net = models.get_model("glove", vocab_size=10, embed_size=4)
    trainer = train.Trainer(
        *(net, train.WeightedSquares(10), "adam", {"learning_rate": 0.03}),
        run=RunOptions(device="cpu"),
    )
    history = trainer.fit(loader, num_epochs=60).history
    assert history[-1]["train_loss"] < 0.02 * history[0]["train_loss"]
    words = nd.arange(10).reshape((-1, 1))
    np.testing.assert_allclose(
        net.embedder()(words)[:, 0].asnumpy(),
        (net.centers.weight.data() + net.contexts.weight.data()).asnumpy(),
    )


def test_mistakes_are_told():
    net = models.get_model("glove", vocab_size=3, embed_size=2)
    pair = nd.array([0, 1]), nd.array([1, 2])
    with pytest.raises(DataError, match="1 of the first 2 pairs"):
        train.Trainer(net, train.WeightedSquares()).fit([(*pair, nd.array([0, 2]))])
    with pytest.raises(ShapeError, match="a count for each pair"):
        train.Trainer(net, train.WeightedSquares()).fit([(*pair, nd.array([[2, 2]]))])
    with pytest.raises(ConfigError, match="c = 0"):
        train.WeightedSquares(0)
