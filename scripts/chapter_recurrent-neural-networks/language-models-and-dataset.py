"""v2:8.3 语言模型和数据集

Text:     chapter_recurrent-neural-networks/language-models-and-dataset
Run:      gluon-course run v2:language-models-and-dataset
Expected: the frequencies of the (published 2261), i (published 1267), and
          (published 1245), of the (published 309), the time traveller (published 59);
          frequencies.png: lines as Zipf's law has them; a bigram model with smoothing
          finds a held-out tenth possible, without smoothing impossible
Vary:     --smoothing 0.1; --num-steps 20; --sample: Python's help instead of the novel
"""

import numpy as np

from gluon_course import cli, text, viz
from gluon_course.base.run import RunOptions


def main(smoothing=10.0, batch_size=2, num_steps=5, run=RunOptions()):
    lines = text.time_machine_lines(run)
    tokens = [token for line in lines for token in text.tokenize_words(line)]
    title = text.sample_notice() if run.sample else "The Time Machine"
    facts = {"text": title}

    # 自然语言统计: one word, two, three
    names = ["unigram: x", "bigram: x, y", "trigram: x, y, z"]
    counts = [text.ngram_counts(tokens, n) for n in (1, 2, 3)]
    viz.loglog(
        [np.arange(1, len(each) + 1) for each in counts],
        [[count for _, count in each] for each in counts],
        *(names, "rank of the token", "frequency", run.path("frequencies.png"), title),
    )
    for n, each in enumerate(counts, 1):
        facts[f"num_{n}grams"] = len(each)
        facts.update({" ".join(ngram): count for ngram, count in each[:3]})
        if run.progress:
            print(*(f"{' '.join(ngram)}: {count}" for ngram, count in each[:10]))
    facts["zipf_alpha"] = text.zipf_exponent([count for _, count in counts[0]])

    # 学习语言模型: counts with and without Laplace smoothing
    cut = len(tokens) * 9 // 10
    for n in (1, 2, 3):
        model = text.NgramModel(tokens[:cut], n, smoothing)
        facts[f"perplexity_{n}gram"] = model.perplexity(tokens[cut:])
    bare = text.NgramModel(tokens[:cut], 2, 0)
    facts["perplexity_2gram_bare"] = bare.perplexity(tokens[cut:])

    # 读取长序列数据: sequences that neighbour in the text, or do not
    for sampling in text.SAMPLINGS:
        loader = text.CorpusLoader(
            range(35), batch_size, num_steps, sampling, has_offset=True, seed=run.seed
        )
        facts[f"{sampling}_batches"] = len(loader)
        for X, Y in loader:
            facts[f"{sampling}_is_next"] = bool((Y == X + 1).min().asscalar())
            if run.progress:
                print(f"{sampling}\nX: {X.asnumpy()}\nY: {Y.asnumpy()}")
    return facts


if __name__ == "__main__":
    cli.run_script(__file__)
