"""The job of ``train``: any registered model on any registered image set."""

from __future__ import annotations

from collections.abc import Callable

from mxnet import init

from gluon_course import data, models
from gluon_course import train as training
from gluon_course.base.chapters import find_section
from gluon_course.base.errors import ConfigError
from gluon_course.cli.runs.job import Job
from gluon_course.cli.sections.script import Setting, read_settings

FALLBACK = {"num_epochs": 5, "lr": 0.1, "batch_size": 128}
# Learning rates for optimizers that scale the gradient; the sections' are for sgd.
SCALED_LR = {"adam": 0.001, "rmsprop": 0.001, "adagrad": 0.01}


def train_job(model: str, data_name: str) -> Job:
    """The job that trains a model on an image set.

    Parameters
    ----------
    model : str
        Name of a registered model for pictures.
    data_name : str
        Name of a registered image set.

    Raises
    ------
    ConfigError
        If there is no such model, or it says something else than a class.
    """
    facts = models.model_facts(model)
    if facts.task != "classification":
        book = "v2:" if facts.section.startswith("v2:") else ""
        section = book + facts.section.rpartition("/")[2]
        raise ConfigError(
            f"The model {model} is not for the classes of pictures",
            f"it is for {facts.task}",
            f"run its section: gluon-course run {section}",
        )
    values = {
        **section_values(model),
        "resize": None,
        "optimizer": "sgd",
        "momentum": 0.0,
        "wd": 0.0,
        **facts.options,
    }
    if "num_classes" in values:
        values["num_classes"] = None  # as many as the set has
    return Job(
        kind="train",
        name=f"{model} on {data_name}",
        title=f"{model} on {data_name}",
        slug=f"{model}-{data_name}",
        words=("train", model, "--data", data_name),
        load=lambda: _main(model, data_name),
        settings=tuple(Setting(name, value) for name, value in values.items()),
    )


def section_values(model: str) -> dict:
    """Epochs, learning rate and batch size of a model's section, or usual ones."""
    try:
        section = find_section(models.model_facts(model).section)
    except ConfigError:
        return dict(FALLBACK)
    found = {each.name: each.default for each in read_settings(section.file)}
    return {name: found.get(name, value) for name, value in FALLBACK.items()}


def resolve(model: str, values: dict) -> dict:
    """Every setting of a training: what was typed, else what the model's section has.

    Parameters
    ----------
    model : str
    values : dict
        Options of the command line; ``None`` for those not given.

    Raises
    ------
    ConfigError
        If a momentum is given to an optimizer that has none.
    """
    optimizer = values["optimizer"]
    if values["momentum"] and optimizer not in ("sgd", "nag"):
        raise ConfigError(
            f"--momentum {values['momentum']} with --optimizer {optimizer}",
            f"{optimizer} has moments of its own",
            "leave --momentum out, or choose sgd or nag",
        )
    defaults = section_values(model)
    if optimizer in SCALED_LR:
        defaults["lr"] = SCALED_LR[optimizer]
    given = {name: value for name, value in values.items() if value is not None}
    options = {
        name: None if name == "num_classes" else value
        for name, value in models.model_facts(model).options.items()
    }
    return {**options, **defaults, "resize": None, **given}


def _main(model: str, data_name: str) -> Callable:
    def main(
        num_epochs, lr, batch_size, resize, optimizer, momentum, wd, run, **options
    ):
        train_iter, test_iter = _load(model, data_name, batch_size, resize, run)
        if "num_classes" in options and options["num_classes"] is None:
            options["num_classes"] = train_iter.info.num_classes
        net = models.get_model(model, **options)
        hyperparams = {"learning_rate": lr, "wd": wd}
        if optimizer in ("sgd", "nag"):
            hyperparams["momentum"] = momentum
        trainer = training.Trainer(
            net,
            training.Classification(),
            optimizer,
            hyperparams,
            init=init.Xavier(),
            run=run,
        )
        return trainer.fit(train_iter, test_iter, num_epochs)

    return main


def _load(model: str, data_name: str, batch_size: int, resize: int | None, run):
    """Both loaders; pictures have the size that the model's section gives them."""
    loaders = data.load_images(data_name, batch_size, resize, run)
    size = models.model_facts(model).input_shape[1]
    if resize is None and loaders[0].info.shape[1:] != (size, size):
        loaders = data.load_images(data_name, batch_size, size, run)
    return loaders
