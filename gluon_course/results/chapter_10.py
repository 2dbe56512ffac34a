"""Published figures of chapter 10, 自然语言处理, as the builds of the text print."""

from __future__ import annotations

from gluon_course.results.chapter_3 import B, C, D, E
from gluon_course.results.figure import V2_BUILD, Figure

_FOLDER = "chapter_natural-language-processing/"
_WORD2VEC = _FOLDER + "word2vec-gluon"
_DRAWN = "the draws of another seed differ"
_NEIGHBOURS = "intel, microprocessor, mips; another seed finds others of their kind"


def _counted(name: str, value: float, spread: float, note: str = "") -> Figure:
    accepted = (value - spread, value + spread)
    return Figure(_WORD2VEC, name, {E: value}, "value", accepted, note, printed=".7g")


_WORD_VECTORS = (
    _counted("tokens", 887100, 0.5),
    _counted("tokens_kept", 375190, 1500, _DRAWN),
    _counted("the_kept", 2087, 150, _DRAWN),
    _counted("join_kept", 45, 0.5),
    _counted("masked_loss_1", 0.8739896, 1e-6),
    _counted("masked_loss_2", 1.2099689, 1e-6),
    *(
        Figure(_WORD2VEC, f"loss_{epoch}", {E: loss}, "loss")
        for epoch, loss in enumerate((0.46, 0.39, 0.35, 0.32, 0.30), 1)
    ),
    *(
        Figure(_WORD2VEC, f"cosine_{rank}", {E: cosine}, "value", note=_NEIGHBOURS)
        for rank, cosine in enumerate((0.561, 0.546, 0.491), 1)
    ),
    Figure(_WORD2VEC, "epoch_s", {E: 23.5}, "seconds"),
)

_SIMILARITY = _FOLDER + "similarity-analogy"
_COSINES = {
    "chip": {"chips": 0.856, "intel": 0.749, "electronics": 0.749},
    "baby": {"babies": 0.839, "boy": 0.800, "girl": 0.792},
    "beautiful": {"lovely": 0.921, "gorgeous": 0.893, "wonderful": 0.830},
}
_PRETRAINED = (
    *(
        Figure(
            *(_SIMILARITY, f"{query}_{word}", {E: cosine}, "value"),
            (cosine - 6e-4, cosine + 6e-4),
        )
        for query, nearest in _COSINES.items()
        for word, cosine in nearest.items()
    ),
    Figure(_SIMILARITY, "analogies_right", {E: 4.0}, "value", (3.5, 4.5)),
)


def _sentiment(slug: str, loss: float, train: float, *test: float) -> tuple:
    """Figures after five epochs on IMDb; test accuracies of builds E, D, C and B."""
    return (
        Figure(_FOLDER + slug, "train_loss", {E: loss}, "loss"),
        Figure(_FOLDER + slug, "train_acc", {E: train}, "accuracy"),
        Figure(_FOLDER + slug, "test_acc", dict(zip((E, D, C, B), test)), "accuracy"),
    )


_SENTIMENT = (
    *_sentiment("sentiment-analysis-rnn", 0.2804, 0.884, 0.858, 0.849, 0.787, 0.855),
    *_sentiment("sentiment-analysis-cnn", 0.1068, 0.962, 0.865, 0.865, 0.865, 0.865),
)

_TRANSLATION = _FOLDER + "machine-translation"
_FEW_PAIRS = "on 20 pairs with dropout: builds and seeds differ by a factor of two"
_LOSSES = {10: 0.534, 20: 0.243, 30: 0.152, 40: 0.099}
_TRANSLATIONS = (
    *(
        Figure(
            *(_TRANSLATION, f"loss_{epoch}", {E: loss}, "loss"),
            (0.2 * loss, 2 * loss),
            _FEW_PAIRS,
        )
        for epoch, loss in _LOSSES.items()
    ),
    Figure(
        *(_TRANSLATION, "train_loss", {E: 0.155, D: 0.073, C: 0.132, B: 0.084}, "loss"),
        (0.0, 0.24),
        _FEW_PAIRS,
    ),
    Figure(_TRANSLATION, "bleu", {E: 1.0}, "value", (0.99, 1.01)),
    Figure(_TRANSLATION, "almost_bleu", {E: 0.658}, "value", (0.65, 1.01)),
    Figure(
        *(_FOLDER + "beam-search", "greedy_probability", {E: 0.048}, "value"),
        (0.0479, 0.0481),
    ),
    Figure(
        *(_FOLDER + "beam-search", "beam_probability", {E: 0.054}, "value"),
        (0.0539, 0.0541),
    ),
)
_EDITION = "on another edition of the pairs; the loss of a token over the 10 steps"
_ATTENTION = "chapter_attention-mechanisms/"
_ZH_V2 = tuple(
    Figure(
        path, "text_loss", {V2_BUILD: loss}, "loss", (0.0, 1.25 * loss), note=_EDITION
    )
    for path, loss in (
        ("chapter_recurrent-modern/seq2seq", 0.024),
        (_ATTENTION + "bahdanau-attention", 0.025),
        (_ATTENTION + "transformer", 0.030),
    )
)

FIGURES = (*_WORD_VECTORS, *_PRETRAINED, *_SENTIMENT, *_TRANSLATIONS, *_ZH_V2)
