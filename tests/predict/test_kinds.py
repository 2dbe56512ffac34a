"""Exports that say another task than their net has are refused, not asked."""

from pathlib import Path

import numpy as np
import pytest

from gluon_course.base.errors import ExportError
from gluon_course.export import ExportedModel
from gluon_course.predict import Detector
from gluon_course.predict.kinds import MOST_STEPS, check_kind, check_translator


def made(task, inputs, outputs, **facts):
    """A model that says these shapes; it cannot compute."""
    rows = [{"name": f"x{i}", "shape": shape} for i, shape in enumerate(inputs)]
    meta = {
        "task": task,
        "input": rows[0],
        "inputs": rows,
        "outputs": [{"name": "y", "shape": shape} for shape in outputs],
        "class_names": ["a", "b"],
        **facts,
    }
    return ExportedModel(None, meta, None, Path("here"))


@pytest.mark.parametrize(
    ("task", "inputs", "outputs"),
    [
        ("classification", [[1, 8, 8]], [[2]]),
        ("detection", [[3, 8, 8]], [[5, 6], [5, 4, 4]]),
        ("segmentation", [[3, 8, 8]], [[2, 8, 8]]),
        ("sentiment", [[9]], [[2]]),
        ("word-vectors", [[1]], [[1, 4]]),
        ("language", [[5], [1, 4], [1, 4]], [[5, 9], [1, 4], [1, 4]]),
    ],
)
def test_models_of_their_task_pass(task, inputs, outputs):
    check_kind(made(task, inputs, outputs))
    # one axis more
    with pytest.raises(ExportError, match="shape"):
        check_kind(made(task, [[*inputs[0], 3], *inputs[1:]], outputs))
    # one array more
    with pytest.raises(ExportError, match="arrays"):
        check_kind(made(task, [*inputs, [3]], outputs))


@pytest.mark.parametrize("task", ["classification", "detection", "segmentation"])
def test_classes_without_names_are_refused(task):
    with pytest.raises(ExportError, match="names no class"):
        check_kind(made(task, [[3, 8, 8]], [[5, 6]], class_names=[]))


def test_language_models_have_states_and_vectors_are_vectors():
    with pytest.raises(ExportError, match="takes 1 arrays and returns 1"):
        check_kind(made("language", [[5]], [[5, 9]]))
    with pytest.raises(ExportError, match="returns arrays"):
        check_kind(made("word-vectors", [[1]], [[4]]))


def parts(num_steps=5, num_words=9, num_states=1):
    """An encoder and a step that fit each other unless told otherwise."""
    facts = {
        "target_vocab": ["w"] * num_words,
        "model": {"options": {"num_steps": num_steps}},
    }
    encoder = made("translation", [[7], []], [[4, 3]], **facts)
    outputs = [[9], [1, 7], *[[4, 3]] * num_states]
    return encoder, made("translation", [[1], [4, 3]], outputs)


def test_the_parts_of_a_translator_fit_each_other():
    assert check_translator(*parts()) == 5
    for wrong, said in (
        ({"num_steps": 0}, "num_steps is 0"),
        ({"num_steps": MOST_STEPS + 1}, "num_steps"),
        ({"num_steps": "5"}, "num_steps is 5"),
        ({"num_steps": None}, "num_steps is None"),
        ({"num_words": 8}, "9.* numbers for 8 words"),
        ({"num_states": 2}, "takes 2 arrays and returns 4"),
    ):
        with pytest.raises(ExportError, match=said):
            check_translator(*parts(**wrong))


def test_a_class_that_has_no_name_is_an_error_and_not_another_class():
    facts = {"notice": "", "class_names": ["cat"]}
    detector = Detector(made("detection", [[3, 8, 8]], [[1, 6]], **facts))
    pixels = np.zeros((8, 8, 3), np.uint8)
    rows = np.array([[0, 0.9, 0, 0, 1, 1]], "float32")
    (box,) = detector._kept(pixels, rows, None, None, 0.5).boxes
    assert box.class_name == "cat"
    rows[0, 0] = 3
    with pytest.raises(ExportError, match="finds class 3; it names 1"):
        detector._kept(pixels, rows, None, None, 0.5)
