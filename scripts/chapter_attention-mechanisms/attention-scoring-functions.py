"""v2:10.3 注意力评分函数

Text:     chapter_attention-mechanisms/attention-scoring-functions
Run:      gluon-course run v2:attention-scoring-functions
Expected: equal keys get equal weights, 0.5 for 2 of them and 0.167 for 6, and the
          padding 0, whatever the score is; weights.png
Vary:     the valid lengths, in the file
"""

import numpy as np
from mxnet import nd

from gluon_course import cli, nn, viz
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything


def main(num_hiddens=8, dropout=0.1, run=RunOptions()):
    seed_everything(run.seed)
    # 掩蔽softmax操作
    scores = nd.random.uniform(shape=(2, 2, 4))
    masked = nn.masked_softmax(nd, scores, nd.array([2, 3]))
    by_query = nn.masked_softmax(nd, scores, nd.array([[1, 3], [2, 4]]))

    # 加性注意力: queries and keys of different sizes
    keys = nd.ones((2, 10, 2))
    values = nd.tile(nd.arange(40).reshape((1, 10, 4)), (2, 1, 1))
    lengths = nd.array([2, 6])
    additive = nn.AdditiveAttention(num_hiddens, dropout=dropout)
    additive.initialize()
    queries = nd.random.normal(shape=(2, 1, 20))
    context, weights = additive(queries, additive.project(keys), values, lengths)

    # 缩放点积注意力: of the same size
    dot = nn.DotProductAttention(2, dropout=0.5)
    queries = nd.random.normal(shape=(2, 1, 2))
    dot_context, dot_weights = dot(queries, keys, values, lengths)

    if run.progress:
        print("masked softmax", masked, by_query)
        print("additive attention", context)
        print("dot-product attention", dot_context)
    viz.show_heatmaps(
        [weights.reshape((2, 10)), dot_weights.reshape((2, 10))],
        "Keys",
        "Queries",
        ["additive", "dot product"],
        path=run.path("weights.png"),
    )
    return {
        "additive_weight": float(weights[0, 0, 0].asscalar()),
        "dot_weight": float(dot_weights[1, 0, 0].asscalar()),
        "padding_weight": float(weights[0, 0, 2:].sum().asscalar()),
        "difference": float(np.abs((context - dot_context).asnumpy()).max()),
    }


if __name__ == "__main__":
    cli.run_script(__file__)
