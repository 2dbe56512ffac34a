"""Options of the command line made from the hyperparameters of a section."""

from __future__ import annotations

import ast
from collections.abc import Iterable

import click

from gluon_course.cli.sections.number import Number
from gluon_course.cli.sections.script import Setting

# Settings that are real numbers even where the section's value is a whole one.
REAL = ("lr", "wd", "lambd", "momentum", "theta", "noise")

# Smallest values of settings: counts of something are at least one.
LOWEST = {
    **dict.fromkeys(("num_epochs", "batch_size", "resize", "k", "n"), 1),
    **dict.fromkeys(("num_hiddens", "num_steps", "ratio", "size"), 1),
    **dict.fromkeys(("max_chars", "pred_period"), 1),
    **dict.fromkeys(("lr", "wd", "weight_decay", "pred_len"), 0),
    "bound": 0.1,
}

MEANINGS = {
    "num_epochs": "Passes over the training data.",
    "batch_size": "Samples in one step.",
    "lr": "Learning rate.",
    "resize": "Height and width of the pictures in pixels.",
    "wd": "Weight decay.",
    "k": "Folds of the cross-validation.",
    "num_steps": "Tokens of a sequence.",
    "num_hiddens": "Hidden units of a layer.",
    "embed_size": "Numbers of a word vector.",
    "num_layers": "Recurrent layers, or blocks, one above the other.",
    "num_heads": "Attentions side by side.",
    "clipping_theta": "Longest gradient; a longer one is shortened to it.",
    "activation": "Of the hidden units: relu or tanh.",
    "pred_period": "Epochs from one printed text to the next.",
    "pred_len": "Tokens that a printed text adds.",
    "beam_size": "Sentences that the search keeps; 1 is greedy.",
    "query": "The word whose nearest words are shown.",
    "max_window": "Most words on each side of a centre word.",
    "num_negatives": "Noise words for each context word.",
    "max_chars": "Characters to keep, from the beginning.",
    "max_tokens": "Tokens to keep, from the beginning.",
    "min_freq": "How often a token must occur to have its own index.",
    "reviews": "Film reviews: imdb, imdb-subset or imdb-tiny.",
    "vectors": "Pretrained word vectors: a set of the catalogue, or a file.",
    "frozen": "Leave what is pretrained as it is.",
    "tokens": "How reviews are cut: at spaces, or into words and marks.",
    "length": "Tokens of a text: it is cut or padded.",
    "valid_share": "Share of the training part that is kept apart to choose by.",
    "masked": "Leave the padding out.",
    "buckets": "Widths of the batches; above 1 like lengths come together.",
    "pool": "What of the steps goes on: ends, mean or max.",
    "dropout": "Share of the units that are dropped.",
    "word_dropout": "Share of the words that are dropped.",
    "average": "Give the mean of the word vectors to the dense layer too.",
    "decay_lr": "Let the learning rate fall to 0, as half a cosine.",
    "tau": "Values that the model looks back on.",
    "noise": "Standard deviation of the noise.",
}


class PlainValue(click.ParamType):
    """A number, ``none`` or a word, for settings whose default is ``None``."""

    name = "value"

    def convert(self, value, param, ctx):
        """The literal that the text stands for, or the text itself."""
        if not isinstance(value, str):
            return value
        if value.lower() == "none":
            return None
        try:
            return ast.literal_eval(value)
        except (ValueError, SyntaxError, TypeError):
            return value


class ValueList(click.ParamType):
    """Several values in one option, separated by commas: ``--num-hiddens 256,256``."""

    name = "list"

    def __init__(self, element: click.ParamType):
        self.element = element

    def convert(self, value, param, ctx):
        """A tuple of values of the element's type."""
        if not isinstance(value, str):
            return tuple(value)
        parts = [part.strip() for part in value.strip("()[] ").split(",")]
        return tuple(self.element.convert(part, param, ctx) for part in parts if part)


def setting_type(name: str, default: object) -> click.ParamType:
    """The type of option that fits a setting and its default."""
    if isinstance(default, bool):
        return click.BOOL
    if isinstance(default, float) or (isinstance(default, int) and name in REAL):
        return Number(float, low=LOWEST.get(name))
    if isinstance(default, int):
        return Number(int, low=LOWEST.get(name))
    if isinstance(default, str):
        return click.STRING
    if isinstance(default, (list, tuple)):
        first = default[0] if default else ""
        return ValueList(setting_type("", first))
    return PlainValue()


def setting_options(
    settings: Iterable[Setting], several: bool = False
) -> list[click.Option]:
    """One option for each setting, its default shown in the help.

    With ``several`` an option of a number takes many values, and none by default.
    """
    options = []
    for setting in settings:
        takes_many = several and setting.is_number
        declaration = setting.option
        if isinstance(setting.default, bool):
            declaration = f"{declaration}/--no-{declaration[2:]}"
        options.append(
            click.Option(
                [declaration, setting.name],
                type=setting_type(setting.name, setting.default),
                default=() if takes_many else setting.default,
                multiple=takes_many,
                metavar=_metavar(setting.default, takes_many),
                help=f"{MEANINGS.get(setting.name, 'A setting of this section.')} "
                f"[{_shown(setting.default)}]",
            )
        )
    return options


def _shown(default: object) -> str:
    if isinstance(default, (list, tuple)):
        return ",".join(str(each) for each in default)
    return "none" if default is None else str(default)


def _metavar(default: object, takes_many: bool) -> str | None:
    if isinstance(default, bool):
        return None
    if isinstance(default, (list, tuple)):
        return "A,B,.."
    names = {int: "N", float: "X", str: "WORD"}
    return names.get(type(default), "VALUE") + (" .." if takes_many else "")
