"""Is a loaded model of the kind that its task's predictor asks?

``model.json`` says the task, and whoever wrote it may have been wrong or malicious. The
number of arrays and their axes are compared here, once, before anything is asked.
"""

from __future__ import annotations

from gluon_course.base.errors import ExportError
from gluon_course.export import ExportedModel

MOST_STEPS = 10_000
"""Words of a translation; each is a call of the net."""

_NAMED = ("classification", "detection", "segmentation")
_AXES = {"sentiment": 1, "word-vectors": 1, "language": 1}


def check_kind(model: ExportedModel) -> None:
    """Raise unless the model takes and returns what its task is about.

    Raises
    ------
    ExportError
        Naming the first fault.
    """
    task, inputs = model.meta["task"], model.inputs
    outputs = [each["shape"] for each in model.meta["outputs"]]
    fault = ""
    if task in _NAMED and not model.class_names:
        fault = "it names no class"
    elif len(inputs[0].shape) != _AXES.get(task, 3):
        fault = f"it takes arrays of the shape {inputs[0].batch_shape('N')}"
    elif task == "language" and not len(inputs) == len(outputs) > 1:
        fault = f"it takes {len(inputs)} arrays and returns {len(outputs)}"
    elif task != "language" and len(inputs) > 1:
        fault = f"it takes {len(inputs)} arrays"
    elif task == "word-vectors" and [len(each) for each in outputs] != [2]:
        fault = f"it returns arrays of the shapes {outputs}"
    if fault:
        raise _other_kind(model, fault)


def check_translator(encoder: ExportedModel, step: ExportedModel) -> int:
    """The most words of a translation, once the two parts proved to fit.

    Raises
    ------
    ExportError
        Naming the first fault.
    """
    states, taken = len(encoder.meta["outputs"]), len(step.inputs)
    returned = [each["shape"] for each in step.meta["outputs"]]
    num_words = len(encoder.meta["target_vocab"])
    num_steps = (encoder.meta["model"].get("options") or {}).get("num_steps")
    if len(encoder.inputs) != 2 or taken != 1 + states or len(returned) != 2 + states:
        raise _other_kind(
            encoder,
            f"it has {states} states, and its step takes {taken} arrays and returns "
            f"{len(returned)}",
        )
    if returned[0] != [num_words] or len(returned[1]) != 2:
        raise _other_kind(step, f"it says {returned[0]} numbers for {num_words} words")
    if type(num_steps) is not int or not 0 < num_steps <= MOST_STEPS:
        raise _other_kind(encoder, f"its num_steps is {str(num_steps)[:20]}")
    return num_steps


def _other_kind(model: ExportedModel, fault: str) -> ExportError:
    task = model.meta["task"] or "translation"
    return ExportError(
        f"{model.folder} is no model for {task}: {fault}",
        "its model.json says another task than its net has",
        "export the model again, with the info of its own data",
    )
