"""From pictures and texts to a model's answers."""

from gluon_course.base.startup import require_mxnet

require_mxnet()

from gluon_course.base.pictures import read_image  # noqa: E402
from gluon_course.predict.averaging import (  # noqa: E402
    average_predictions,
    predict_views,
)
from gluon_course.predict.beam import (  # noqa: E402
    Found,
    beam_search,
    greedy_search,
)
from gluon_course.predict.boxes import Box, FoundBoxes  # noqa: E402
from gluon_course.predict.classifier import Answer, Classifier, Prediction  # noqa: E402
from gluon_course.predict.detector import Detector  # noqa: E402
from gluon_course.predict.evaluate import predict_all, predict_batches  # noqa: E402
from gluon_course.predict.generator import Generator  # noqa: E402
from gluon_course.predict.predictor import find_export, load_predictor  # noqa: E402
from gluon_course.predict.prepare import Prepared, prepare, to_input  # noqa: E402
from gluon_course.predict.segmenter import Segmenter, Segments  # noqa: E402
from gluon_course.predict.sentiment import (  # noqa: E402
    Sentiment,
    SentimentClassifier,
    text_probabilities,
)
from gluon_course.predict.series import predict_ahead, predict_onward  # noqa: E402
from gluon_course.predict.translation import Translated  # noqa: E402
from gluon_course.predict.translator import Translator  # noqa: E402
from gluon_course.predict.word_vectors import WordPredictor, WordVectors  # noqa: E402

__all__ = [
    "Answer",
    "Box",
    "Classifier",
    "Detector",
    "Found",
    "FoundBoxes",
    "Generator",
    "Prediction",
    "Prepared",
    "Segmenter",
    "Segments",
    "Sentiment",
    "SentimentClassifier",
    "Translated",
    "Translator",
    "WordPredictor",
    "WordVectors",
    "average_predictions",
    "beam_search",
    "find_export",
    "greedy_search",
    "load_predictor",
    "predict_ahead",
    "predict_all",
    "predict_batches",
    "predict_onward",
    "predict_views",
    "prepare",
    "read_image",
    "text_probabilities",
    "to_input",
]
