"""The corpora of words: The Time Machine, Penn Treebank, WikiText-2."""

from __future__ import annotations

from gluon_course.base.errors import ConfigError, DataError
from gluon_course.base.run import RunOptions
from gluon_course.data import locate
from gluon_course.text.reading import read_lines
from gluon_course.text.sample import sample_sentences, sample_text
from gluon_course.text.tokens import keep_letters, tokenize_spaces

SPLITS = ("train", "valid", "test")


def time_machine_lines(run: RunOptions | None = None) -> list[str]:
    """The novel as 3,221 lines of lower-case letters and spaces; 373 are empty.

    Parameters
    ----------
    run : RunOptions, optional
        ``sample`` takes the embedded sample instead, ``limit`` its first lines.

    Returns
    -------
    list of str

    Raises
    ------
    DataError
        If the file is neither there nor to be fetched, or is damaged.

    Section: v2:8.2 文本预处理 (chapter_recurrent-neural-networks/text-preprocessing)
    """
    run = run or RunOptions()
    if run.sample:
        lines = sample_text("The Time Machine").split("\n")
    else:
        lines = read_lines(locate("time-machine"))
    return [keep_letters(line) for line in lines[: run.limit]]


def ptb(split: str = "train", run: RunOptions | None = None) -> list[list[str]]:
    """Sentences of the Wall Street Journal; ``<unk>`` is a rare word, N a number.

    Parameters
    ----------
    split : {"train", "valid", "test"}
        42,068, 3,370 and 3,761 sentences; those of ``train`` have 887,521 tokens, 9,999
        of them different.
    run : RunOptions, optional
        ``sample`` takes the embedded sample instead; ``limit`` takes the first
        sentences of ``train`` only.

    Returns
    -------
    list of list of str
        Without marks of their ends.

    Raises
    ------
    DataError
        If the files are neither there nor to be fetched, or are damaged.
    ConfigError
        For another split.

    Section: 10.3 word2vec的实现 (chapter_natural-language-processing/word2vec-gluon)
    """
    return _sentences("ptb", "Penn Treebank", "ptb.{}.txt", split, run)


def wikitext2(split: str = "train", run: RunOptions | None = None) -> list[list[str]]:
    """Paragraphs and headings of articles of Wikipedia, as tokens.

    Parameters
    ----------
    split, run
        As :func:`ptb`.

    Returns
    -------
    list of list of str
        Empty lines are left out.

    Raises
    ------
    DataError, ConfigError
        As :func:`ptb`.

    Section: v2:14.9 用于预训练BERT的数据集
    (chapter_natural-language-processing-pretraining/bert-dataset)
    """
    return _sentences("wikitext-2", "WikiText-2", "wiki.{}.tokens", split, run)


def _sentences(name, title, pattern, split, run) -> list[list[str]]:
    if split not in SPLITS:
        raise ConfigError(
            f"{title} has no split {split!r}", action=f"choose one of {SPLITS}"
        )
    run = run or RunOptions()
    limit = run.limit if split == "train" else None
    if run.sample:
        return sample_sentences(split, title)[:limit]
    path = locate(name) / pattern.format(split)
    tokens = (tokenize_spaces(line) for line in read_lines(path))
    sentences = [each for each in tokens if each]
    if not sentences:
        raise DataError(
            f"{path} holds no sentence",
            "it is empty or cut off",
            f"fetch it again: gluon-course data fetch {name}",
        )
    return sentences[:limit]
