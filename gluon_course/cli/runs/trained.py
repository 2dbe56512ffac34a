"""A trained net read back from the run that trained it."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from gluon_course.base.errors import CheckpointError, ConfigError, ExportError
from gluon_course.base.files import read_json
from gluon_course.cli.runs.folder import open_run
from gluon_course.cli.runs.record import FILE


@dataclasses.dataclass(frozen=True)
class Trained:
    """One training: a run folder, or a part of one.

    Attributes
    ----------
    folder : Path
        Holds ``config.json`` and ``checkpoints``.
    config : dict
        The trainer's record.
    """

    folder: Path
    config: dict

    @property
    def spec(self) -> dict | None:
        """Name and options of the model; ``None`` for a net that is not registered."""
        return self.config.get("model")

    @property
    def data(self) -> dict | None:
        """The description of the data set; ``None`` where there is none."""
        return self.config.get("data")

    @property
    def settings(self) -> dict:
        """What the section was run with; empty where it is not recorded here."""
        file = self.folder / FILE
        record = read_json(file) if file.is_file() else {}
        return record.get("settings") or {}

    @property
    def input_shape(self) -> tuple[int, ...] | None:
        """Shape of one sample, without the batch axis."""
        return tuple(self.data["shape"]) if self.data else None

    def checkpoint(self, which: str = "last") -> Path:
        """The folder of the last checkpoint, or of the best.

        Raises
        ------
        CheckpointError
            If no checkpoint is whole.
        """
        from gluon_course import train

        below = self.folder / "checkpoints"
        if which == "best":
            return train.best_checkpoint(below)
        newest, passed = train.last_good(below)
        if newest is None:
            raise CheckpointError(
                f"There is no whole checkpoint in {below}",
                passed[0] if passed else "no epoch of this run was finished",
                f"train on with: gluon-course run SECTION --resume --out {self.folder}",
            )
        return newest

    def net(self, which: str = "last", device: str = "cpu"):
        """The net with the parameters of a checkpoint, and that checkpoint's folder.

        Raises
        ------
        ExportError
            If the net is not a registered model, so that it cannot be built again.
        CheckpointError
            If there is no whole checkpoint, or it belongs to another net.
        """
        from gluon_course import models, train
        from gluon_course.base.devices import parse_devices

        if not self.spec:
            raise not_a_model(self)
        checkpoint = self.checkpoint(which)
        net = models.get_model(self.spec["model"], **self.spec["options"])
        net.initialize(ctx=parse_devices(device)[:1])
        train.load_net(checkpoint, net)
        return net, checkpoint


def trainings(folder: Path) -> list[Trained]:
    """The trainings of a run: of the folder itself, or of its parts.

    Raises
    ------
    ConfigError
        If ``folder`` is not a run.
    """
    open_run(folder)
    files = [folder / "config.json", *sorted(folder.glob("*/config.json"))]
    return [Trained(each.parent, _read(each)) for each in files if each.is_file()]


def one_training(folder: Path) -> Trained:
    """The training of a run that has one; of several, the user has to name one.

    Raises
    ------
    ConfigError
        If ``folder`` is not a run, or holds several trainings.
    ExportError
        If the run has trained nothing that was kept.
    """
    found = trainings(folder)
    if not found:
        raise ExportError(
            f"{folder} keeps no trained net",
            "its section trains nothing, or writes its training out by hand, "
            "without checkpoints",
            "run a section that trains a model, for example: gluon-course run lenet",
        )
    if len(found) > 1 and found[0].folder != folder:
        names = ", ".join(str(each.folder) for each in found)
        raise ConfigError(
            f"{folder} holds {len(found)} trainings",
            action=f"name one of them: {names}",
        )
    return found[0]


def not_a_model(trained: Trained) -> ExportError:
    """The error for a net that the course cannot build again."""
    return ExportError(
        f"The net of {trained.folder} is not one of the registered models",
        "its section builds it from scratch or in place, so that only the section "
        "itself knows its layers",
        "train a registered model (gluon-course list models), for example: "
        "gluon-course run lenet",
    )


def _read(file: Path) -> dict:
    config = read_json(file, CheckpointError)
    if not isinstance(config, dict):
        raise CheckpointError(
            f"{file} is not the record of a training", "it was edited by hand"
        )
    return config
