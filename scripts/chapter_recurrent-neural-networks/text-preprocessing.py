"""v2:8.2 文本预处理

Text:     chapter_recurrent-neural-networks/text-preprocessing
Run:      gluon-course run v2:text-preprocessing
Expected: lines (published 3221), characters (published 170580), of them different
          with <unk> (published 28); the most frequent words the, i, and, of, a
Vary:     --min-freq 5: how many words stay; --sample: Python's help instead of the novel
"""

from gluon_course import cli, text
from gluon_course.base.run import RunOptions


def main(min_freq=1, run=RunOptions()):
    # 读取数据集: lower-case letters, a space for all else
    lines = text.time_machine_lines(run)
    if run.progress:
        print(lines[0], lines[min(10, len(lines) - 1)], sep="\n")

    # 词元化
    words = [text.tokenize_words(line) for line in lines]
    characters = [text.tokenize_characters(line) for line in lines]

    # 词表: frequent words have small indices, rare ones that of <unk>
    vocab = text.build_vocab(words, min_freq)
    indices = text.encode(vocab, words[0])
    if run.progress:
        print(list(vocab.token_to_idx.items())[:10])
        for i in (0, min(10, len(words) - 1)):
            print("文本:", words[i], "\n索引:", text.encode(vocab, words[i]))

    # 整合所有功能: the text as one list of indices of its characters
    char_vocab = text.build_vocab(characters)
    corpus = [i for line in characters for i in text.encode(char_vocab, line)]
    return {
        "text": text.sample_notice() if run.sample else "The Time Machine",
        "num_lines": len(lines),
        "num_characters": len(corpus),
        "num_symbols": len(char_vocab),
        "num_words": len(vocab),
        "first_words": vocab.idx_to_token[1:6],
        "line_1": indices,
        "line_1_again": " ".join(text.decode(vocab, indices)),
    }


if __name__ == "__main__":
    cli.run_script(__file__)
