"""The from-scratch sections (chapters 3 to 10), on NDArray and autograd alone."""

from gluon_course.base.startup import require_mxnet

require_mxnet()

from gluon_course.scratch import optimizers  # noqa: E402
from gluon_course.scratch.batch_norm import BatchNorm, batch_norm  # noqa: E402
from gluon_course.scratch.bi_rnn import bi_rnn, bi_rnn_params  # noqa: E402
from gluon_course.scratch.blocks import (  # noqa: E402
    MLP,
    FancyMLP,
    MySequential,
    NestMLP,
)
from gluon_course.scratch.conv import (  # noqa: E402
    Conv2D,
    corr2d,
    corr2d_im2col,
    corr2d_multi_in,
    corr2d_multi_in_out,
    corr2d_multi_in_out_1x1,
    im2col,
)
from gluon_course.scratch.conv_shapes import (  # noqa: E402
    conv_output_shape,
    same_padding,
    transposed_conv_output_shape,
)
from gluon_course.scratch.corr1d import corr1d, corr1d_multi_in  # noqa: E402
from gluon_course.scratch.data_parallel import (  # noqa: E402
    allreduce,
    get_params,
    split_and_load,
    train_batch,
    train_data_parallel,
)
from gluon_course.scratch.deep_rnn import (  # noqa: E402
    deep_rnn,
    deep_rnn_params,
    init_deep_state,
)
from gluon_course.scratch.descent import gd_1d, train_2d, trainer_2d  # noqa: E402
from gluon_course.scratch.device_training import train_on_devices  # noqa: E402
from gluon_course.scratch.devices import evaluate_accuracy, split_batch  # noqa: E402
from gluon_course.scratch.dropout import dropout  # noqa: E402
from gluon_course.scratch.gru import (  # noqa: E402
    gru,
    gru_layer,
    gru_params,
    init_gru_state,
)
from gluon_course.scratch.lenet import lenet, lenet_params  # noqa: E402
from gluon_course.scratch.linear import data_iter, linreg, squared_loss  # noqa: E402
from gluon_course.scratch.lstm import (  # noqa: E402
    init_lstm_state,
    lstm,
    lstm_layer,
    lstm_params,
)
from gluon_course.scratch.mlp import mlp, relu  # noqa: E402
from gluon_course.scratch.pooling import pool2d  # noqa: E402
from gluon_course.scratch.regression import (  # noqa: E402
    RegressionResult,
    train_ch7,
    train_gluon_ch7,
)
from gluon_course.scratch.rnn import (  # noqa: E402
    grad_clipping,
    init_rnn_state,
    rnn,
    rnn_layer,
    rnn_params,
    to_onehot,
)
from gluon_course.scratch.rnn_model import RNNModelScratch  # noqa: E402
from gluon_course.scratch.rnn_prediction import greedy_text, predict_rnn  # noqa: E402
from gluon_course.scratch.rnn_training import (  # noqa: E402
    perplexity,
    train_rnn,
    train_rnn_gluon,
    train_rnn_scratch,
)
from gluon_course.scratch.roi import roi_align, roi_pool  # noqa: E402
from gluon_course.scratch.sgd import sgd  # noqa: E402
from gluon_course.scratch.softmax import accuracy, cross_entropy, softmax  # noqa: E402
from gluon_course.scratch.training import check_finite, train_ch3  # noqa: E402
from gluon_course.scratch.transposed_conv import (  # noqa: E402
    conv_matrix,
    trans_conv,
    trans_conv_matrix,
    trans_conv_multi_in_out,
)
from gluon_course.scratch.weight_decay import l2_penalty  # noqa: E402

__all__ = [
    "MLP",
    "BatchNorm",
    "Conv2D",
    "FancyMLP",
    "MySequential",
    "NestMLP",
    "RNNModelScratch",
    "RegressionResult",
    "accuracy",
    "allreduce",
    "batch_norm",
    "bi_rnn",
    "bi_rnn_params",
    "check_finite",
    "conv_matrix",
    "conv_output_shape",
    "corr1d",
    "corr1d_multi_in",
    "corr2d",
    "corr2d_im2col",
    "corr2d_multi_in",
    "corr2d_multi_in_out",
    "corr2d_multi_in_out_1x1",
    "cross_entropy",
    "data_iter",
    "deep_rnn",
    "deep_rnn_params",
    "dropout",
    "evaluate_accuracy",
    "gd_1d",
    "get_params",
    "grad_clipping",
    "greedy_text",
    "gru",
    "gru_layer",
    "gru_params",
    "im2col",
    "init_deep_state",
    "init_gru_state",
    "init_lstm_state",
    "init_rnn_state",
    "l2_penalty",
    "lenet",
    "lenet_params",
    "linreg",
    "lstm",
    "lstm_layer",
    "lstm_params",
    "mlp",
    "optimizers",
    "perplexity",
    "pool2d",
    "predict_rnn",
    "relu",
    "rnn",
    "rnn_layer",
    "rnn_params",
    "roi_align",
    "roi_pool",
    "same_padding",
    "sgd",
    "softmax",
    "split_and_load",
    "split_batch",
    "squared_loss",
    "to_onehot",
    "train_2d",
    "train_batch",
    "train_ch3",
    "train_ch7",
    "train_data_parallel",
    "train_gluon_ch7",
    "train_on_devices",
    "train_rnn",
    "train_rnn_gluon",
    "train_rnn_scratch",
    "trainer_2d",
    "trans_conv",
    "trans_conv_matrix",
    "trans_conv_multi_in_out",
    "transposed_conv_output_shape",
]
