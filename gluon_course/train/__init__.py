"""The one trainer, its tasks, callbacks and checkpoints."""

from gluon_course.base.startup import require_mxnet

require_mxnet()

from gluon_course.train.callbacks import (  # noqa: E402
    Callback,
    ClipGradients,
    EarlyStopping,
    LearningRate,
    MaskAP,
    MeanAP,
    Profile,
    WriteSamples,
    callbacks_of,
    measure_map,
    measure_masks,
)
from gluon_course.train.callbacks.history import (  # noqa: E402
    read_history,
    write_history,
)
from gluon_course.train.checkpoint import (  # noqa: E402
    best_checkpoint,
    last_good,
    load_net,
)
from gluon_course.train.history import save_history  # noqa: E402
from gluon_course.train.interrupt import TrainingInterrupted  # noqa: E402
from gluon_course.train.memory import Memory, estimate_memory  # noqa: E402
from gluon_course.train.parameters import (  # noqa: E402
    load_parameters,
    save_parameters,
)
from gluon_course.train.state import TrainResult  # noqa: E402
from gluon_course.train.style_transfer import (  # noqa: E402
    StyleResult,
    StyleWeights,
    transfer_style,
)
from gluon_course.train.tasks import (  # noqa: E402
    RCNN,
    SSD,
    YOLO,
    Classification,
    HierarchicalSoftmax,
    LanguageModel,
    MaskRCNN,
    NegativeSampling,
    Regression,
    Segmentation,
    SoftLabels,
    Task,
    Translation,
    WeightedSquares,
)
from gluon_course.train.trainer import Trainer  # noqa: E402

__all__ = [
    "RCNN",
    "SSD",
    "YOLO",
    "Callback",
    "Classification",
    "ClipGradients",
    "EarlyStopping",
    "HierarchicalSoftmax",
    "LanguageModel",
    "LearningRate",
    "MaskAP",
    "MaskRCNN",
    "MeanAP",
    "Memory",
    "NegativeSampling",
    "Profile",
    "Regression",
    "Segmentation",
    "SoftLabels",
    "StyleResult",
    "StyleWeights",
    "Task",
    "TrainResult",
    "Trainer",
    "TrainingInterrupted",
    "Translation",
    "WeightedSquares",
    "WriteSamples",
    "best_checkpoint",
    "callbacks_of",
    "estimate_memory",
    "last_good",
    "load_net",
    "load_parameters",
    "measure_map",
    "measure_masks",
    "read_history",
    "save_history",
    "save_parameters",
    "transfer_style",
    "write_history",
]
