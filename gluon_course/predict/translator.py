"""Translate sentences with an encoder and a decoder that says word by word."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mxnet import nd

from gluon_course.base.errors import ConfigError, DataError, ExportError
from gluon_course.export import ExportedModel
from gluon_course.predict.beam import Found, beam_search
from gluon_course.predict.kinds import check_translator
from gluon_course.predict.translation import Translated
from gluon_course.text import (
    BOS,
    EOS,
    UNKNOWN,
    decode,
    pad_sentences,
    preprocess_nmt,
    vocab_from_tokens,
)

PARTS = ("encoder", "step")
"""Names of the two exports that make a translator."""


class Translator:
    """Translates sentences, many at a time.

    Parameters
    ----------
    encode : callable
        ``encode(X, valid_len) -> states``, such as ``net.encoding()``.
    step : callable
        ``step(token, *states) -> (scores, weights, *states)``, such as
        ``net.stepping()``.
    vocab, target_vocab : sequence of str
        Tokens of both languages, as in the loader's ``info``.
    num_steps : int
        Words of a translation at most, ``<eos>`` included.
    ctx : Context, optional
        Where the parameters are; the CPU by default.
    notice : str
        A sentence to show with every result.
    source_steps : int, optional
        Length of the padded sentences that it was trained on; longer ones are
        translated, and a note says that they are.

    Raises
    ------
    DataError
        If a vocabulary is not sound.
    ConfigError
        If one lacks the tokens that begin, end or fill a sentence.

    Section: 10.12 机器翻译 (chapter_natural-language-processing/machine-translation)
    """

    def __init__(
        self,
        encode: Callable,
        step: Callable,
        vocab: Sequence[str],
        target_vocab: Sequence[str],
        num_steps: int,
        ctx=None,
        notice: str = "",
        source_steps: int | None = None,
    ):
        self.encode, self.step, self.num_steps = encode, step, num_steps
        self.vocab = vocab_from_tokens(vocab)
        self.target_vocab = vocab_from_tokens(target_vocab)
        self.ctx, self.notice, self.source_steps = ctx, notice, source_steps
        for token in (BOS, EOS):
            if token not in self.target_vocab.token_to_idx:
                raise ConfigError(
                    f"The target vocabulary has no {token}",
                    "it begins and ends a sentence",
                    "train on pairs of text.load_pairs, whose vocabularies have it",
                )

    @classmethod
    def of_net(cls, net, info, ctx=None) -> Translator:
        """The translator of a trained EncoderDecoder, compiled.

        Parameters
        ----------
        net : EncoderDecoder
            Initialised.
        info : DataInfo
            Of the loader that it was trained on.
        ctx : Context, optional
            Where its parameters are; the CPU by default.
        """
        encode, step = net.encoding(), net.stepping()
        for block in (encode, step):
            block.hybridize()
        return cls(
            encode,
            step,
            info.vocab,
            info.target_vocab,
            net.num_steps,
            ctx,
            info.notice,
            info.shape[0],
        )

    @classmethod
    def of_export(cls, encoder: ExportedModel, step: ExportedModel) -> Translator:
        """The translator of two exports, see :data:`PARTS`.

        Raises
        ------
        ExportError
            If they do not say their vocabularies or how their net was built.
        """
        # these two parts are a translator whether or not the info names the task
        meta = {**encoder.meta, "task": "translation"}
        is_whole = all(map(meta.get, ("vocab", "target_vocab", "model")))
        if not is_whole:
            raise ExportError(
                f"{encoder.folder} does not say its vocabularies and its net",
                "it was exported without the info of its data or the spec of its net",
                "export_parts(net.parts(shape), folder, info=train_iter.info, "
                "spec=net.spec)",
            )
        num_steps = check_translator(encoder, step)
        found = cls(
            encoder.block,
            step.block,
            meta["vocab"],
            meta["target_vocab"],
            num_steps,
            encoder.ctx,
            meta["notice"],
            encoder.input_shape[0],
        )
        found.meta = meta
        return found

    def __call__(self, sentences: Sequence[str], beam_size: int = 1) -> list:
        """Translate sentences.

        Parameters
        ----------
        sentences : sequence of N str
            Texts in the source language; capitals and the spaces before marks do not
            matter.
        beam_size : int
            1 for greedy search.

        Returns
        -------
        list of N Translated

        Raises
        ------
        DataError
            If one is empty, or has unknown words and the vocabulary no token for them.
        ConfigError
            If ``sentences`` is a single text, or the size below 1.
        """
        if isinstance(sentences, str):
            raise ConfigError(
                f"sentences is the single text {sentences!r}", action="pass a list"
            )
        sources = [self._words(each) for each in sentences]
        if not sources:
            return []
        X, valid_len = pad_sentences(sources, self.vocab, 1 + max(map(len, sources)))
        states = self.encode(nd.array(X, self.ctx), nd.array(valid_len, self.ctx))
        bos, eos = (self.target_vocab.token_to_idx[each] for each in (BOS, EOS))
        beams = beam_search(self.step, states, bos, eos, self.num_steps, beam_size)
        return [self._answer(*each) for each in zip(sources, beams)]

    def _words(self, sentence: str) -> list[str]:
        text = preprocess_nmt(sentence)
        words = text.split()
        if _are_characters(self.vocab):
            words = [each for each in text if not each.isspace()]
        if not words:
            raise DataError(
                f"There is nothing to translate in {sentence!r}",
                action="give a sentence with a word or more",
            )
        return words

    def _answer(self, source: list[str], beam: list[Found]) -> Translated:
        best, *rest = beam
        words = decode(self.target_vocab, best.tokens)
        notes = []
        unknown = [each for each in source if each not in self.vocab.token_to_idx]
        if unknown:
            notes.append(f"read as {UNKNOWN}: {' '.join(dict.fromkeys(unknown))}")
        if self.source_steps and len(source) >= self.source_steps:
            longest = self.source_steps - 1
            notes.append(f"{len(source)} words; it was trained on {longest} at most")
        if not best.has_ended:
            notes.append(f"cut after {len(words)} words, the most it was trained on")
        source = (*source, EOS)
        return Translated(
            source,
            (*words, EOS) if best.has_ended else tuple(words),
            self._text(words),
            best.score,
            best.weights[:, :, : len(source)],
            tuple(
                (self._text(decode(self.target_vocab, each.tokens)), each.score)
                for each in rest
            ),
            tuple(notes),
        )

    def _text(self, words: Sequence[str]) -> str:
        return ("" if _are_characters(self.target_vocab) else " ").join(words)


def _are_characters(vocab) -> bool:
    """Whether the tokens of a vocabulary are single characters, as in Chinese."""
    specials = {vocab.unknown_token, *(vocab.reserved_tokens or ())}
    tokens = [each for each in vocab.idx_to_token if each not in specials]
    return all(len(each) == 1 for each in tokens)
