"""v2:9.5 机器翻译与数据集

Text:     chapter_recurrent-modern/machine-translation-and-dataset
Run:      gluon-course run v2:machine-translation-and-dataset
Expected: pairs read, prepared and padded; the vocabulary of the whole file has 10,012
          words in the text's edition of the pairs (published 10012), another number in
          other editions; lengths.png
Vary:     --num-steps 10; --num-examples 1000; --sample: generated numbers
"""

import numpy as np

from gluon_course import cli, text, viz
from gluon_course.base.run import RunOptions


def main(batch_size=2, num_steps=8, num_examples=600, run=RunOptions()):
    # 下载和预处理数据集, 词元化, 词表: of all pairs, as the section prints it
    whole = text.fra_eng(batch_size, 50, None, run)
    facts = {
        "pairs": whole.num_samples,
        "source_vocab": len(whole.info.vocab),
        "target_vocab": len(whole.info.target_vocab),
    }

    # 每个文本序列所包含的词元数量: without <eos>
    lengths = [[], []]
    for _, X_len, _, Y_len in whole:
        for side, each in zip(lengths, (X_len, Y_len)):
            side.append(each.asnumpy() - 1)
    steps = np.arange(1, 21)
    counts = [np.bincount(np.concatenate(each).astype(int)) for each in lengths]
    shares = [[row[step] if step < len(row) else 0 for step in steps] for row in counts]
    viz.plot(
        steps,
        shares,
        ["source", "target"],
        "# tokens per sequence",
        "count",
        path=run.path("lengths.png"),
    )

    # 加载数据集, 训练模型: a batch with its valid lengths
    train_iter = text.fra_eng(batch_size, num_steps, num_examples, run)
    X, X_len, Y, Y_len = next(iter(train_iter))
    facts["kept_source_vocab"] = len(train_iter.info.vocab)
    if run.progress:
        for name, value in facts.items():
            print(f"{name.replace('_', ' '):18} {value:,}")
        for name, rows, sizes in (("X", X, X_len), ("Y", Y, Y_len)):
            print(f"{name}, and the valid length of each row:")
            for row, size in zip(rows.asnumpy(), sizes.asnumpy()):
                print(*(f"{index:6.0f}" for index in row), f"  {size:.0f}")
    return facts


if __name__ == "__main__":
    cli.run_script(__file__)
