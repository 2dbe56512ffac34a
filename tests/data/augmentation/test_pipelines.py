"""Named pipelines, and loaders whose batches are augmented."""

import numpy as np
import pytest
from mxnet import nd
from mxnet.gluon.data.vision import transforms

from gluon_course.base.errors import ConfigError
from gluon_course.base.seeds import seed_epoch
from gluon_course.data import CIFAR10, IMAGENET, BatchLoader, DataInfo, ToTensor
from gluon_course.data.augmentation import (
    AugmentedLoader,
    Mixup,
    RandomFlipLeftRight,
    batch_pipeline,
    batch_pipelines,
    picture_pipeline,
    picture_pipelines,
)


def picture(height, width):
    values = np.random.RandomState(0).randint(0, 256, (height, width, 3))
    return nd.array(values, dtype=np.uint8)


@pytest.mark.parametrize("name", picture_pipelines())
@pytest.mark.parametrize("is_train", [True, False])
def test_pictures_of_every_size_come_out_alike(name, is_train):
    pipeline = picture_pipeline(name, is_train)
    side = 32 if "cifar" in name else 224
    for size in ((40, 30), (1, 1), (300, 500)):
        X = pipeline(picture(*size))
        assert X.shape == (3, side, side) and X.dtype == np.float32
    assert pipeline.normalisation is (CIFAR10 if "cifar" in name else IMAGENET)
    assert picture_pipeline(name, is_train, size=16)(picture(9, 9)).shape == (3, 16, 16)


def test_the_pipeline_for_testing_is_that_of_section_9_2():
    text = transforms.Compose(
        [
            transforms.Resize(256),
            transforms.CenterCrop(224),
            transforms.ToTensor(),
            transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
        ]
    )
    shown = picture(60, 90)
    found = picture_pipeline("fine-tuning", is_train=False)(shown)
    np.testing.assert_allclose(found.asnumpy(), text(shown).asnumpy(), atol=1e-5)
    pixels = IMAGENET.denormalize(found).asnumpy()
    assert pixels.min() > -1e-5 and pixels.max() < 1 + 1e-5


def test_training_changes_pictures_as_seed_and_epoch_say():
    pipeline, shown, found = (
        picture_pipeline("kaggle-dog", True, 32),
        picture(50, 50),
        [],
    )
    for epoch in (1, 2, 1):
        seed_epoch(5, epoch)
        found.append(pipeline(shown).asnumpy())
    assert (found[0] == found[2]).all() and (found[0] != found[1]).any()


@pytest.mark.parametrize("name", batch_pipelines())
def test_batches_keep_their_shape(name):
    X = nd.random.uniform(shape=(5, 3, 16, 16))
    for step in batch_pipeline(name, 16):
        X = step(X)
    assert X.shape == (5, 3, 16, 16)


def test_unknown_pipelines_are_named():
    with pytest.raises(ConfigError, match="kaggle-dog"):
        picture_pipeline("kaggle-dogs", True)
    with pytest.raises(ConfigError, match="flip"):
        batch_pipeline("flipp", 8)
    with pytest.raises(ConfigError, match="0 pixels"):
        picture_pipeline("fine-tuning", True, 0)


def loader(**options):
    pixels = np.random.RandomState(1).randint(0, 256, (20, 8, 8, 3)).astype(np.uint8)
    return BatchLoader(
        pixels,
        np.arange(20) % 4,
        batch_size=8,
        transform=ToTensor(),
        info=DataInfo("x", "X", (3, 8, 8), tuple("abcd")),
        **options,
    )


def test_batches_are_augmented_mixed_and_normalised_in_this_order():
    plain = loader()
    augmented = AugmentedLoader(
        plain, RandomFlipLeftRight(1), mixing=Mixup(4), normalisation=IMAGENET
    )
    assert len(augmented) == 3
    assert (augmented.info.mean, augmented.info.std) == (IMAGENET.mean, IMAGENET.std)
    seed_epoch(0, 1)
    found = list(augmented)
    seed_epoch(0, 1)
    flip, mixing = RandomFlipLeftRight(1), Mixup(4)
    mixing.hybridize()  # a graph draws its numbers in an order of its own
    for (X, y), (Z, labels) in zip(plain, found):
        expected, expected_labels = mixing(flip(X), y)
        expected = IMAGENET.normalize(expected)
        np.testing.assert_allclose(Z.asnumpy(), expected.asnumpy(), atol=1e-5)
        np.testing.assert_allclose(labels.asnumpy(), expected_labels.asnumpy())


def test_the_order_of_the_samples_is_set_through_it():
    one, two = loader(shuffle=True), AugmentedLoader(loader(shuffle=True))
    for each in (one, two):
        each.set_epoch(4)
    for (X, y), (Z, z) in zip(one, two):
        assert (X == Z).asnumpy().all() and (y == z).asnumpy().all()
