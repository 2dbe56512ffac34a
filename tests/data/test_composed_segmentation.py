"""The composed sample for segmentation: new pictures in every pass, one test part."""

import itertools

import numpy as np
import pytest

from gluon_course import data
from gluon_course.base.errors import ConfigError
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_epoch
from gluon_course.data.detection import compose


def one_pass(loader, epoch):
    seed_epoch(0, epoch)  # as the trainer does
    loader.set_epoch(epoch)
    parts = [[each.asnumpy() for each in batch] for batch in loader]
    return [np.concatenate(each) for each in zip(*parts)]


def load(**options):
    run = RunOptions(sample=True, **options)
    return data.load_composed_segmentation(3, run, num_sample=(5, 4))


def test_it_says_so_and_holds_large_digits():
    train_iter, test_iter = load()
    for loader in (train_iter, test_iter):
        assert loader.info.is_sample and "composed" in loader.info.notice
        assert loader.info.class_names[:2] == ("background", "zero")
        assert loader.info.mean == data.IMAGENET.mean
    X, y = one_pass(test_iter, 1)
    assert X.shape == (4, 3, 256, 256) and y.shape == (4, 256, 256)
    for mask in y:
        assert 1 <= len(np.unique(mask[mask > 0])) <= 3
        rows, columns = (np.flatnonzero((mask > 0).any(axis)) for axis in (1, 0))
        assert max(np.ptp(rows), np.ptp(columns)) > 40
    X, y = one_pass(train_iter, 1)
    assert X.shape == (5, 3, 160, 160) and y.shape == (5, 160, 160)
    assert len(train_iter) == 2
    shapes = [each.info.shape for each in (train_iter, test_iter)]
    assert shapes == [(3, 160, 160), (3, 256, 256)]


def test_a_pass_is_a_function_of_seed_and_epoch():
    first, again, later, other = (
        one_pass(load(seed=seed)[0], epoch)
        for seed, epoch in ((1, 2), (1, 2), (1, 3), (2, 2))
    )
    for found, wanted in zip(again, first):
        np.testing.assert_array_equal(found, wanted)
    for each in (later, other):
        assert (each[0] != first[0]).any() and (each[1] != first[1]).any()


def test_no_picture_comes_twice_in_a_run():
    loader = data.ComposedMasks(3, 2, seed=4)
    pictures = [X.asnumpy() for _ in range(3) for X, _ in loader]
    pictures = np.concatenate(pictures)
    assert len(pictures) == 9
    for a, b in itertools.combinations(pictures, 2):
        assert (a != b).any()


def test_the_test_part_is_the_same_for_all_seeds_of_the_run():
    parts = [one_pass(load(seed=seed)[1], epoch) for seed, epoch in ((0, 1), (5, 7))]
    np.testing.assert_array_equal(parts[0][0], parts[1][0])
    np.testing.assert_array_equal(parts[0][1], parts[1][1])
    other = data.load_composed_segmentation(4, num_sample=(1, 4), test_seed=1)[1]
    assert (one_pass(other, 1)[1] != parts[0][1]).any()


def test_the_limit_counts_pictures_of_a_pass():
    assert len(one_pass(load(limit=2)[0], 1)[0]) == 2
    with pytest.raises(ConfigError, match="0 pictures"):
        data.ComposedMasks(0, 2)
    with pytest.raises(ConfigError, match="159 pixels for digits of 160"):
        next(iter(data.ComposedMasks(1, 1, side=159)))


def test_classes_are_those_of_the_masks():
    for picture in data.composed_pictures(3, "test", 2):
        classes = data.pixel_classes(picture)
        for label, mask in zip(picture.labels, picture.masks):
            assert (classes[mask] == label + 1).all()
        assert (classes[~picture.masks.any(axis=0)] == 0).all()


def test_a_part_shows_photographs_as_large_as_the_whole_does():
    # where a photograph is enlarged, neighbouring pixels differ less
    def roughness(side, whole_side):
        pictures = compose(200, "train", side, 3, (0.05, 0.05), 1, whole_side)
        steps = [np.diff(each.image.astype(float), axis=1) for each in pictures]
        return np.mean([np.abs(each).mean() for each in steps])

    part, whole, small = roughness(160, 256), roughness(256, 256), roughness(160, 160)
    assert abs(part / whole - 1) < 0.2 < small / whole - 1
    with pytest.raises(ConfigError, match="160 pixels of a picture of 128"):
        next(compose(1, "train", 160, whole_side=128))
