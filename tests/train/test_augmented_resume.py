"""A resumed run sees the augmented pictures that the uninterrupted one saw."""

import numpy as np
import pytest
from mxnet import gluon, init

from gluon_course import data, models, train
from gluon_course.base.run import RunOptions
from gluon_course.data import augmentation


@pytest.fixture
def loader():
    images = data.read_images("sample-digits")
    weights = data.sample_weights(images.y[:120], 10)
    return data.BatchLoader(
        images.X[:120],
        images.y[:120],
        batch_size=50,
        shuffle=True,
        transform=data.ToTensor(),
        seed=3,
        weights=weights,
        info=images.info,
    )


def fit(loader, out, num_epochs, is_resumed=False):
    changes = [
        augmentation.RandomResizedCrop(28, scale=(0.5, 1)),
        augmentation.RandomBrightness(0.3),
        augmentation.RandomErasing(),
    ]
    augmented = augmentation.AugmentedLoader(
        loader, *changes, mixing=augmentation.CutMix(10)
    )
    trainer = train.Trainer(
        models.get_model("mlp", num_hiddens=16),
        train.SoftLabels(),
        "sgd",
        {"learning_rate": 0.1, "momentum": 0.9},
        init=init.Xavier(),
        run=RunOptions(device="cpu", seed=3, out=out, resume=is_resumed),
    )
    net = trainer.fit(augmented, num_epochs=num_epochs).net
    return [each.data().asnumpy() for each in net.collect_params().values()]


def test_two_epochs_and_one_more_are_three(loader, tmp_path):
    whole = fit(loader, tmp_path / "whole", 3)
    fit(loader, tmp_path / "parts", 2)
    resumed = fit(loader, tmp_path / "parts", 3, is_resumed=True)
    for first, second in zip(whole, resumed):
        np.testing.assert_array_equal(first, second)


def segment(out, num_epochs, is_resumed=False):
    run = RunOptions(device="cpu", seed=3, out=out, resume=is_resumed, sample=True)
    train_iter, _ = data.load_composed_segmentation(2, run, num_sample=(3, 1))
    trainer = train.Trainer(
        gluon.nn.Conv2D(11, kernel_size=1),
        train.Segmentation(11),
        "adam",
        {"learning_rate": 0.1},
        init=init.Xavier(),
        run=run,
    )
    net = trainer.fit(train_iter, num_epochs=num_epochs).net
    return [each.data().asnumpy() for each in net.collect_params().values()]


def test_pictures_that_are_composed_and_cut_anew_are_those_of_their_epoch(tmp_path):
    whole = segment(tmp_path / "whole", 2)
    segment(tmp_path / "parts", 1)
    resumed = segment(tmp_path / "parts", 2, is_resumed=True)
    for first, second in zip(whole, resumed):
        np.testing.assert_array_equal(first, second)
