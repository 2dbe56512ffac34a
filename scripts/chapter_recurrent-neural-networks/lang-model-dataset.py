"""6.3 语言模型数据集（歌词）

Text:     chapter_recurrent-neural-networks/lang-model-dataset
Run:      gluon-course run lang-model-dataset
Expected: different characters in the first 10,000 (published 1027); batches of 0..29
          with 2 sequences of 6 steps, random (published 2) and consecutive
          (published 2)
Vary:     --max-chars 63282: all lyrics; --num-steps 4; --sample: Python's help
"""

from gluon_course import cli, text
from gluon_course.base.run import RunOptions


def main(max_chars=10_000, batch_size=2, num_steps=6, run=RunOptions()):
    # 读取数据集, 建立字符索引
    if run.sample:
        corpus = text.encode_characters(text.sample_text().lower(), max_chars)
    else:
        corpus = text.jaychou(max_chars)
    indices = corpus.indices[:20]
    facts = {
        "text": text.sample_notice() if run.sample else "lyrics of Jay Chou",
        "vocab_size": corpus.vocab_size,
        "num_characters": len(corpus.indices),
        "chars": corpus.decode(indices),
    }
    if run.progress:
        print("chars:", facts["chars"], "\nindices:", indices)

    # 时序数据的采样: 随机采样, 相邻采样
    for sampling in text.SAMPLINGS:
        loader = text.CorpusLoader(
            range(30), batch_size, num_steps, sampling, seed=run.seed
        )
        facts[f"{sampling}_batches"] = len(loader)
        firsts = []
        for X, Y in loader:
            firsts.append(X[:, 0].asnumpy().astype(int).tolist())
            if run.progress:
                print(f"{sampling}\nX: {X.asnumpy()}\nY: {Y.asnumpy()}")
        facts[f"{sampling}_rows_begin_at"] = firsts
    return facts


if __name__ == "__main__":
    cli.run_script(__file__)
