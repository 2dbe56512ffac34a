"""Boxes of one picture, judged: the cases one by one."""

import numpy as np

from gluon_course.metrics import judge_boxes

FIRST, SECOND = [0.1, 0.1, 0.4, 0.4], [0.5, 0.5, 0.9, 0.9]


def judged(found, labels, **options):
    found = np.array(found, float).reshape(-1, 6)
    return judge_boxes(found, np.array(labels, float), **options)


def test_a_box_is_right_if_class_and_place_are_and_none_was_before_it():
    found = [
        [0, 0.5, *FIRST],  # too late
        [1, 0.8, *SECOND],
        [0, 0.9, *FIRST],
        [1, 0.7, *FIRST],  # of the wrong class
        [0, 0.2, *SECOND],  # not probable enough
        [-1, -1, -1, -1, -1, -1],
    ]
    result = judged(found, [[0, *FIRST], [1, *SECOND], [-1] * 5])
    assert result.rows.tolist() == [2, 1, 3, 0]
    assert result.found[:, 1].tolist() == [0.9, 0.8, 0.7, 0.5]
    assert result.is_right.tolist() == [True, True, False, False]
    assert result.is_missed.tolist() == [False, False]
    assert result.mistakes == 2


def test_what_nothing_finds_is_missed():
    result = judged([[0, 0.9, 0.1, 0.1, 0.4, 0.2]], [[0, *FIRST], [1, *SECOND]])
    assert result.is_right.tolist() == [False]  # a third of the object
    assert result.is_missed.tolist() == [True, True] and result.mistakes == 3
    near = judged([[0, 0.9, 0.1, 0.1, 0.4, 0.2]], [[0, *FIRST]], least_overlap=0.3)
    assert near.mistakes == 0


def test_difficult_objects_and_what_finds_them_are_left_out():
    labels = [[0, *FIRST, 0], [1, *SECOND, 1]]
    result = judged([[1, 0.9, *SECOND], [0, 0.8, *FIRST]], labels)
    assert result.rows.tolist() == [1]
    assert result.objects.tolist() == [[0, *FIRST]]
    assert result.mistakes == 0
    assert judged([], labels).is_missed.tolist() == [True]


def test_pictures_without_objects_or_boxes_are_judged_too():
    assert judged([], np.full((2, 5), -1)).mistakes == 0
    assert judged([[0, 0.9, *FIRST]], np.zeros((0, 5))).mistakes == 1
