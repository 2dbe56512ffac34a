"""What a data set is, as far as a model, a prediction or a record needs to know."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class DataInfo:
    """Facts that travel with a loader, into ``config.json`` and ``model.json``.

    Attributes
    ----------
    name : str
        Key of the catalogue, for example ``"fashion-mnist"``.
    title : str
        Name for people, for example ``"Fashion-MNIST"``.
    shape : tuple of int
        Shape of one sample after the transform: (C, H, W) for pictures.
    class_names : tuple of str
        Name of each class in the order of the labels; empty for regression.
    mean, std : tuple of float
        Per channel, ``X = (pixels / 255 - mean) / std``; empty: ``X = pixels / 255``.
    is_sample : bool
        Whether the embedded sample stands in for the set that was asked for.
    notice : str
        Sentence to print with every result on a sample; empty otherwise.
    edition : str
        Which published edition of the files was read, when several are known.
    vocab, target_vocab : tuple of str
        Tokens of a text in the order of their indices, and those of its translation;
        empty for other data.
    tokenizer : str
        Name of how texts were cut into these tokens; empty for other data.
    """

    name: str
    title: str
    shape: tuple[int, ...]
    class_names: tuple[str, ...] = ()
    mean: tuple[float, ...] = ()
    std: tuple[float, ...] = ()
    is_sample: bool = False
    notice: str = ""
    edition: str = ""
    vocab: tuple[str, ...] = ()
    target_vocab: tuple[str, ...] = ()
    tokenizer: str = ""

    @property
    def num_classes(self) -> int:
        """Number of classes, 0 for regression."""
        return len(self.class_names)

    def as_dict(self) -> dict:
        """The facts as a dictionary of JSON values."""
        facts = dataclasses.asdict(self)
        return {
            key: list(value) if isinstance(value, tuple) else value
            for key, value in facts.items()
        }

    @classmethod
    def from_dict(cls, facts: dict) -> DataInfo:
        """The inverse of :meth:`as_dict`; keys that this version lacks are left out."""
        known = {field.name for field in dataclasses.fields(cls)}
        return cls(
            **{
                key: tuple(value) if isinstance(value, list) else value
                for key, value in facts.items()
                if key in known
            }
        )
