"""Nearest words and analogies by cosine similarity (10.3, 10.6)."""

from __future__ import annotations

from collections.abc import Sequence

import mxnet as mx
import numpy as np

from gluon_course.base.errors import ConfigError, DataError, ShapeError
from gluon_course.text.word_vectors.lookup import word_number


class WordVectors:
    """Tokens with their vectors.

    Parameters
    ----------
    tokens : sequence of V str
        None of them twice.
    vectors : array, shape (V, D)
        NumPy or NDArray. A vector of length 0 is near to nothing.

    Raises
    ------
    ShapeError
        If there is another number of vectors than of tokens.
    DataError
        If a token stands twice, or a value is not finite.

    Section: 10.6 求近义词和类比词
    (chapter_natural-language-processing/similarity-analogy)
    """

    def __init__(self, tokens: Sequence[str], vectors):
        vectors = vectors.asnumpy() if hasattr(vectors, "asnumpy") else vectors
        vectors = np.asarray(vectors, np.float32)
        if vectors.ndim != 2 or len(vectors) != len(tokens):
            raise ShapeError(
                f"{len(tokens)} tokens with vectors of shape {vectors.shape}",
                "each token has one vector, a row",
                "give the vectors of these tokens, in their order",
            )
        if not np.isfinite(vectors).all():
            raise DataError(
                "Some vectors hold values that are not finite",
                "training diverged, or the file is damaged",
                "take an earlier checkpoint or another file",
            )
        self.tokens, self.vectors = tuple(tokens), vectors
        self._index = {token: i for i, token in enumerate(self.tokens)}
        if len(self._index) < len(self.tokens):
            doubled = next(t for i, t in enumerate(self.tokens) if self._index[t] != i)
            raise DataError(
                f"The token {doubled!r} stands twice",
                "its two vectors cannot both be its",
                "keep one of them",
            )
        self._unit = _unit(vectors)

    def __len__(self) -> int:
        return len(self.tokens)

    def __contains__(self, token: str) -> bool:
        return token in self._index

    def index(self, token: str) -> int:
        """The row of a token.

        Raises
        ------
        DataError
            If it has no vector; the message suggests tokens that are spelled alike.
        """
        return word_number(token, self._index)

    def nearest(
        self, tokens: Sequence[str], k: int = 10
    ) -> list[list[tuple[str, float]]]:
        """The words whose vectors point most nearly where each token's does.

        Parameters
        ----------
        tokens : sequence of B str
        k : int
            1 or more; at most all other words are returned.

        Returns
        -------
        list of B lists of (str, float)
            Words and cosine similarities, -1..1, the greatest first, without the
            token itself.

        Raises
        ------
        DataError
            If a token has no vector.
        ConfigError
            If k is below 1.
        """
        rows = [self.index(token) for token in tokens]
        return self._near(self._unit[rows], [[row] for row in rows], k)

    def nearest_to(self, vectors, k: int = 10) -> list[list[tuple[str, float]]]:
        """The words whose vectors point most nearly where given ones do.

        Parameters
        ----------
        vectors : array, shape (B, D)
            NumPy or NDArray, such as the sum of an unseen word's subwords.
        k : int
            As in :meth:`nearest`.

        Returns
        -------
        list of B lists of (str, float)
            As :meth:`nearest`.

        Raises
        ------
        ShapeError
            If the vectors are of another length.
        ConfigError
            If k is below 1.
        """
        vectors = vectors.asnumpy() if hasattr(vectors, "asnumpy") else vectors
        vectors = np.asarray(vectors, np.float32)
        if vectors.ndim != 2 or vectors.shape[1] != self.vectors.shape[1]:
            raise ShapeError(
                f"Vectors of shape {vectors.shape}",
                f"those of the words have {self.vectors.shape[1]} numbers",
                "give one row for each question, of the same net",
            )
        return self._near(_unit(vectors), [[]] * len(vectors), k)

    def analogies(
        self, questions: Sequence[Sequence[str]], k: int = 1
    ) -> list[list[tuple[str, float]]]:
        """a is to b as c is to what: the words nearest to b - a + c.

        Parameters
        ----------
        questions : sequence of B triples of str
            a, b and c, such as ``("man", "woman", "son")``.
        k : int
            As in :meth:`nearest`.

        Returns
        -------
        list of B lists of (str, float)
            As :meth:`nearest`; a, b and c are no answers.

        Raises
        ------
        DataError
            If a token has no vector.
        ConfigError
            If a question has not three words, or k is below 1.
        """
        for question in questions:
            if isinstance(question, str) or len(question) != 3:
                raise ConfigError(
                    f"The analogy {question!r} has not three words",
                    action="give a, b and c of 'a is to b as c is to ?'",
                )
        rows = np.array([[self.index(t) for t in each] for each in questions], int)
        rows = rows.reshape(-1, 3)
        a, b, c = (self.vectors[column] for column in rows.T)
        return self._near(_unit(b - a + c), rows, k)

    def as_dict(
        self, words: Sequence[str], questions: Sequence[Sequence[str]], k: int
    ) -> dict:
        """The nearest words of some and the answers to some analogies, as JSON.

        Parameters
        ----------
        words : sequence of str
            As for :meth:`nearest`.
        questions : sequence of triples of str
            As for :meth:`analogies`.
        k : int
            As in both.

        Returns
        -------
        dict
            ``words``, a list of ``word`` and ``nearest``; ``analogies``, one of
            ``question`` and ``answers``. Each answer has ``word`` and ``cosine``.
        """
        nearest, solved = self.nearest(words, k), self.analogies(questions, k)
        return {
            "words": [
                {"word": word, "nearest": _as_list(found)}
                for word, found in zip(words, nearest)
            ],
            "analogies": [
                {"question": list(question), "answers": _as_list(found)}
                for question, found in zip(questions, solved)
            ],
        }

    def _near(self, wanted, left_out, k: int) -> list[list[tuple[str, float]]]:
        if k < 1:
            raise ConfigError(f"k is {k}", action="ask for 1 word or more")
        # (B, V), for all questions in one product
        cosines = wanted @ self._unit.T
        answers = []
        for row, out in zip(cosines, left_out):
            row[np.asarray(out, int)] = -np.inf
            kept = min(k, len(self) - len(set(map(int, out))))
            best = np.argpartition(-row, kept - 1)[:kept] if kept else []
            order = sorted(best, key=lambda i: (-row[i], i))
            answers.append([(self.tokens[i], float(row[i])) for i in order])
        return answers


class WordPredictor(WordVectors):
    """The vectors of an exported net.

    Parameters
    ----------
    model : ExportedModel
        Maps words (N, 1) to vectors (N, 1, D); its ``vocab`` names them.

    Raises
    ------
    DataError
        If the export does not name its words.
    """

    def __init__(self, model):
        self.meta, self.notice = model.meta, model.meta["notice"]
        tokens = model.vocab
        if not tokens:
            raise DataError(
                f"{model.folder} does not name its words",
                "it was exported without a vocabulary",
                "export_model(..., info={'vocab': [...], 'task': 'word-vectors'})",
            )
        words = mx.nd.arange(len(tokens), ctx=model.ctx).reshape((-1, 1))
        super().__init__(tokens, model.block(words).asnumpy()[:, 0])

    def index(self, token: str) -> int:
        """As :meth:`WordVectors.index`; the error says what the table leaves out."""
        try:
            return super().index(token)
        except DataError as error:
            raise DataError(
                error.what,
                f"{error.cause}. The exported table holds the vectors of the "
                "vocabulary's words only: where words have subwords (fastText), "
                "these stay in the net of the run, and the section itself shows "
                "words that it never saw",
                error.action,
            ) from None


def _as_list(found) -> list[dict]:
    return [{"word": word, "cosine": round(cosine, 6)} for word, cosine in found]


def _unit(vectors) -> np.ndarray:
    """Rows of length 1; those of length 0 stay."""
    lengths = np.sqrt((vectors**2).sum(axis=1, keepdims=True))
    return vectors / np.where(lengths > 0, lengths, 1)
