"""6.2 循环神经网络

Text:     chapter_recurrent-neural-networks/rnn
Run:      gluon-course run rnn
Expected: X W_xh + H W_hh and [X, H] times [W_xh; W_hh] are equal to rounding, for
          X (3, 1), W_xh (1, 4), H (3, 4), W_hh (4, 4)
Vary:     --num-hiddens 256; --num-steps 10 goes on with the new states
"""

from mxnet import nd

from gluon_course import cli
from gluon_course.base.run import RunOptions
from gluon_course.base.seeds import seed_everything


def main(batch_size=3, num_inputs=1, num_hiddens=4, num_steps=1, run=RunOptions()):
    seed_everything(run.seed)
    X = nd.random.normal(shape=(batch_size, num_inputs))
    W_xh = nd.random.normal(shape=(num_inputs, num_hiddens))
    H = nd.random.normal(shape=(batch_size, num_hiddens))
    W_hh = nd.random.normal(shape=(num_hiddens, num_hiddens))

    # 含隐藏状态的循环神经网络: the same weights in every step
    worst = 0.0
    for _ in range(num_steps):
        apart = nd.dot(X, W_xh) + nd.dot(H, W_hh)
        together = nd.dot(nd.concat(X, H, dim=1), nd.concat(W_xh, W_hh, dim=0))
        worst = max(worst, (apart - together).abs().max().asscalar().item())
        H = nd.tanh(apart)
        X = nd.random.normal(shape=X.shape)
    if run.progress:
        print("X W_xh + H W_hh:", apart, "\n[X, H] [W_xh; W_hh]:", together)
    return {"rows": apart.shape[0], "columns": apart.shape[1], "difference": worst}


if __name__ == "__main__":
    cli.run_script(__file__)
