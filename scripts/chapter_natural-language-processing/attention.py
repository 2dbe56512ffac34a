"""10.11 注意力机制

Text:     chapter_natural-language-processing/attention
Run:      gluon-course run attention
Expected: the additive score and the scaled dot product, with padding of weight 0; the
          vectorized computation equals the one query by query (difference below 1e-5);
          weights.png
Vary:     --num-keys, --num-queries, --valid-len
"""

import numpy as np
from mxnet import nd

from gluon_course import cli, nn, viz
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything


def main(num_queries=3, num_keys=8, num_hiddens=4, valid_len=5, run=RunOptions()):
    seed_everything(run.seed)
    # one sentence: queries of the decoder, keys and values of the encoder
    queries = nd.random.normal(shape=(1, num_queries, num_hiddens))
    keys = nd.random.normal(shape=(1, num_keys, num_hiddens))
    lengths = nd.array([valid_len])

    # 计算背景变量: both scores, weights and the average of the values
    additive = nn.AdditiveAttention(16)
    additive.initialize("xavier")
    dot = nn.DotProductAttention(num_hiddens)
    context, weights = additive(queries, additive.project(keys), keys, lengths)
    dot_context, dot_weights = dot(queries, keys, keys, lengths)

    # 矢量化计算: the same, one query and one key at a time
    slow = np.zeros_like(dot_context.asnumpy())
    for i in range(num_queries):
        terms = [
            (queries[0, i] * keys[0, j]).sum().asscalar() / num_hiddens**0.5
            for j in range(valid_len)
        ]
        shares = np.exp(terms) / np.exp(terms).sum()
        slow[0, i] = shares @ keys[0, :valid_len].asnumpy()
    difference = float(np.abs(slow - dot_context.asnumpy()).max())
    padding = float(dot_weights[:, :, valid_len:].sum().asscalar())

    if run.progress:
        print("context", context.shape, "weights", weights.shape)
        print("weight of the padding", padding, "difference", difference)
    viz.show_heatmaps(
        [weights[0], dot_weights[0]],
        "key",
        "query",
        ["additive", "scaled dot product"],
        path=run.path("weights.png"),
    )
    return {"difference": difference, "padding_weight": padding}


if __name__ == "__main__":
    cli.run_script(__file__)
