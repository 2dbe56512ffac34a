"""Training steps of the course: its trainer, with the task of the section."""

from __future__ import annotations

from sizes import MOST_OBJECTS, batch_of


class Repeated(list):
    """The same batch again and again; states of language models go on."""

    keeps_state = True


def make_steps(family, role="course"):
    """A function that takes so many steps, and waits for them."""
    from mxnet import init, nd

    from gluon_course import models, train
    from gluon_course.base.run import RunOptions

    net = models.get_model(family.model, **family.options)
    for part in family.frozen:
        getattr(net, part).collect_params().setattr("grad_req", "null")
    tasks = {
        "tokens": train.LanguageModel,
        "pairs": lambda: train.Translation(2),
        "boxes": lambda: train.SSD(MOST_OBJECTS),
        "masks": lambda: train.Segmentation(21),
    }
    hyperparams = {"learning_rate": family.lr, "wd": family.wd}
    trainer = train.Trainer(
        net,
        tasks.get(family.kind, train.Classification)(),
        family.optimizer,
        hyperparams,
        init=init.Xavier(),
        run=RunOptions(device="cpu"),
        callbacks=[train.ClipGradients(family.clip)] if family.clip else [],
    )
    arrays = batch_of(family)
    batch = tuple(nd.array(each, dtype=each.dtype) for each in arrays)

    def steps(number):
        trainer.fit(Repeated([batch] * number), None, trainer.state.epoch + 1)

    steps.net, steps.trainer = net, trainer
    return steps
