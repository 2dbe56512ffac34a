"""v2:10.6 自注意力和位置编码

Text:     chapter_attention-mechanisms/self-attention-and-positional-encoding
Run:      gluon-course run v2:self-attention-and-positional-encoding
Expected: without positions self-attention does not see the order of the words, with
          them it does; waves of 60 positions in 32 features, in which a step by k is
          the same rotation everywhere; waves.png, encoding.png
Vary:     --encoding-dim 64; --num-steps 100
"""

import numpy as np
from mxnet import nd

from gluon_course import cli, nn, viz
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything


def main(encoding_dim=32, num_steps=60, num_heads=4, run=RunOptions()):
    seed_everything(run.seed)
    # 自注意力: the words in another order give the same results in that order
    attention = nn.MultiHeadAttention(encoding_dim, num_heads)
    attention.initialize("xavier")
    X = nd.random.normal(shape=(1, 6, encoding_dim))
    order = nd.array([3, 0, 5, 1, 4, 2])
    shuffled = nd.take(X, order, axis=1)
    encoding = nn.PositionalEncoding(encoding_dim)
    encoding.initialize()
    facts = {}
    for name, place in (("blind", lambda each: each), ("with_positions", encoding)):
        first, second = (
            attention(*[place(each)] * 3, nd.array([6]))[0] for each in (X, shuffled)
        )
        moved = nd.take(first, order, axis=1)
        facts[f"{name}_difference"] = float((moved - second).abs().max().asscalar())

    # 位置编码: waves that are slower from feature to feature
    P = encoding(nd.zeros((1, num_steps, encoding_dim)))[0].asnumpy()
    columns = [6, 7, 8, 9]
    viz.plot(
        np.arange(num_steps),
        [P[:, j] for j in columns],
        [f"column {j}" for j in columns],
        "position",
        "value",
        path=run.path("waves.png"),
    )
    viz.show_heatmaps(
        [P.T + 1],
        "position",
        "feature",
        ["1 + encoding"],
        path=run.path("encoding.png"),
    )

    # 相对位置信息: k positions on is a rotation of each pair by the same angle
    k, pairs = 5, P.reshape(num_steps, -1, 2)
    angles = k / 10_000 ** (np.arange(0, encoding_dim, 2) / encoding_dim)
    sine, cosine = np.sin(angles), np.cos(angles)
    turned = np.stack(
        [
            pairs[..., 0] * cosine + pairs[..., 1] * sine,
            pairs[..., 1] * cosine - pairs[..., 0] * sine,
        ],
        axis=2,
    )
    facts["rotation_error"] = float(np.abs(turned[:-k] - pairs[k:]).max())
    if run.progress:
        for name, value in facts.items():
            print(f"{name.replace('_', ' '):26} {value:.2g}")
    return facts


if __name__ == "__main__":
    cli.run_script(__file__)
