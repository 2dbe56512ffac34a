"""v2:10.5 多头注意力

Text:     chapter_attention-mechanisms/multihead-attention
Run:      gluon-course run v2:multihead-attention
Expected: 5 heads of 20 features on 2 sentences: output (2, 4, 100); computed together
          they equal 5 attentions computed one by one (difference below 1e-5); heads.png
Vary:     --num-heads 10
"""

import numpy as np
from mxnet import nd

from gluon_course import cli, nn, viz
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything


def main(num_hiddens=100, num_heads=5, dropout=0.5, run=RunOptions()):
    seed_everything(run.seed)
    batch_size, num_queries, num_kvpairs = 2, 4, 6
    attention = nn.MultiHeadAttention(num_hiddens, num_heads, dropout)
    attention.initialize("xavier")
    X = nd.random.normal(shape=(batch_size, num_queries, num_hiddens))
    Y = nd.random.normal(shape=(batch_size, num_kvpairs, num_hiddens))
    lengths = nd.array([3, 2])
    output, weights = attention(X, Y, Y, lengths)

    # the heads one by one: each on its own part of the projections
    size, parts = num_hiddens // num_heads, []
    dot = nn.DotProductAttention(size)
    projected = attention.W_q(X), attention.W_k(Y), attention.W_v(Y)
    for start in range(0, num_hiddens, size):
        part = [each[:, :, start : start + size] for each in projected]
        parts.append(dot(*part, lengths)[0])
    slow = attention.W_o(nd.concat(*parts, dim=2))
    difference = float(np.abs((output - slow).asnumpy()).max())

    if run.progress:
        print("output", output.shape, "difference", difference)
    viz.show_heatmaps(
        [weights[head] for head in range(num_heads)],
        "Keys",
        "Queries",
        [f"head {head + 1}" for head in range(num_heads)],
        path=run.path("heads.png"),
    )
    shape = dict(zip(("sentences", "queries", "features"), output.shape))
    return {**shape, "difference": difference}


if __name__ == "__main__":
    cli.run_script(__file__)
