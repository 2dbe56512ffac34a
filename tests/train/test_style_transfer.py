"""A picture is trained: its losses fall, the net stays, the schedule is the text's."""

import numpy as np
import pytest
from mxnet import gluon, init, nd

from gluon_course.base.errors import ConfigError, ShapeError, TrainingError
from gluon_course.base.seeds import seed_everything
from gluon_course.train import StyleWeights, transfer_style
from gluon_course.train.style_transfer import GeneratedImage


class TwoMaps(gluon.HybridBlock):
    """A convolution for the style, another on top of it for the content."""

    def __init__(self):
        super().__init__()
        self.first = gluon.nn.Conv2D(4, 3, padding=1)
        self.second = gluon.nn.Conv2D(4, 3, padding=1)

    def hybrid_forward(self, F, X):
        Y = self.first(X)
        return [Y, self.second(F.relu(Y))]


@pytest.fixture
def features():
    seed_everything(0)
    net = TwoMaps()
    net.initialize(init.Xavier(magnitude=2))
    net.hybridize()
    return net


def pictures():
    seed_everything(1)
    return nd.random.normal(shape=(1, 3, 8, 10)), nd.random.normal(shape=(1, 3, 6, 7))


def test_losses_fall_and_the_net_stays(features):
    content, style = pictures()
    features(content)
    before = features.first.weight.data().asnumpy().copy()
    seen = []
    result = transfer_style(
        features,
        content,
        style,
        61,
        lr=0.05,
        num_style=1,
        every=20,
        on_progress=lambda row, image: seen.append((row["epoch"], image.shape)),
    )
    assert [row["epoch"] for row in result.history] == [20, 40, 60]
    assert seen == [(epoch, content.shape) for epoch in (20, 40, 60)]
    first, last = result.history[0], result.history[-1]
    assert last["style_loss"] + last["tv_loss"] < first["style_loss"] + first["tv_loss"]
    np.testing.assert_array_equal(features.first.weight.data().asnumpy(), before)
    assert result.image.shape == content.shape
    assert np.abs(result.image.asnumpy() - content.asnumpy()).max() > 0.1


def test_content_alone_brings_the_content_back(features):
    content, style = pictures()
    start = content + 0.1 * nd.random.normal(shape=content.shape)
    only = StyleWeights(content=1, style=0, tv=0)
    result = transfer_style(
        features, content, style, 100, num_style=1, weights=only, start=start, every=10
    )
    assert result.history[-1]["content_loss"] < 0.2 * result.history[0]["content_loss"]
    assert result.history[-1]["style_loss"] == result.history[-1]["tv_loss"] == 0


def test_the_learning_rate_falls_to_a_tenth(features):
    """Adam's steps have about the size of the learning rate."""
    content, style = pictures()
    images = []
    transfer_style(
        features,
        content,
        style,
        8,
        lr=0.1,
        lr_decay_epoch=4,
        num_style=1,
        every=1,
        on_progress=lambda row, image: images.append(image.asnumpy().copy()),
    )
    steps = [np.abs(b - a).mean() for a, b in zip(images, images[1:])]
    assert min(steps[:2]) > 0.02 > 0.012 > max(steps[2:])


def test_the_picture_is_a_parameter_of_its_own():
    start = nd.ones((1, 3, 2, 2))
    image = GeneratedImage(start)
    assert image().shape == (1, 3, 2, 2)
    image.weight.set_data(nd.zeros((1, 3, 2, 2)))
    assert start.asnumpy().min() == 1


def test_mistakes_are_told(features):
    content, style = pictures()
    with pytest.raises(ShapeError, match="enlarge it"):
        transfer_style(features, content, style, 2, num_style=1, start=style)
    with pytest.raises(ConfigError, match="2 of 2 feature maps"):
        transfer_style(features, content, style, 2, num_style=2)
    with pytest.raises(ConfigError, match="num_epochs is 0"):
        transfer_style(features, content, style, 0, num_style=1)
    with pytest.raises(ConfigError, match="weight of tv"):
        StyleWeights(tv=-1)
    with pytest.raises(TrainingError, match="not finite at epoch 1"):
        transfer_style(features, content * np.nan, style, 2, num_style=1)
