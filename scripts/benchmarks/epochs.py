"""Whole epochs of the text's code (d2lzh 1.0.0) and of the course: same net and rates.

Fashion-MNIST in batches of 256: loading, training and evaluation by d2lzh's
``load_data_fashion_mnist`` and ``train_ch3`` or ``train_ch5``, or by the trainer of the
course. The lyrics: 10,000 characters, batch 32, 35 steps, 256 hidden units, by the
functions of 6.4 and 6.5, whose names both packages have.
"""

from __future__ import annotations

BATCH_SIZE = 256
# name: learning rate, initializer
IMAGES = {"softmax": (0.1, "normal"), "mlp": (0.5, "normal"), "lenet": (0.9, "xavier")}
HIDDENS, STEPS, ROWS, LR, THETA, EPOCHS = 256, 35, 32, 1e2, 1e-2, 3


def make_epochs(name, role):
    """A function that trains so many epochs, and how many epochs one of its work is."""
    model = name.removeprefix("epoch-")
    if model in IMAGES:
        return (_text_images if role == "text" else _course_images)(model), 1
    if role == "text":
        import d2lzh

        return _lyrics(d2lzh, model, _step_by_step), EPOCHS
    from gluon_course import d2lzh
    from gluon_course.scratch import rnn

    return _lyrics(d2lzh, model, rnn), EPOCHS


def _text_images(model):
    import text_code

    train_iter, test_iter = text_code.load_data()
    net, trainer = text_code.make_trainer(model)

    def epochs(number):
        text_code.train(model, net, trainer, train_iter, test_iter, number)

    return epochs


def _course_images(model):
    from mxnet import init

    from gluon_course import data, models, train
    from gluon_course.base.run import RunOptions

    lr, initializer = IMAGES[model]
    run = RunOptions(device="cpu")
    train_iter, test_iter = data.fashion_mnist(BATCH_SIZE, run=run)
    trainer = train.Trainer(
        models.get_model(model),
        train.Classification(),
        "sgd",
        {"learning_rate": lr},
        init=init.Xavier() if initializer == "xavier" else init.Normal(0.01),
        run=run,
    )

    def epochs(number):
        trainer.fit(train_iter, test_iter, trainer.state.epoch + number)

    return epochs


def _lyrics(names, model, network):
    import mxnet as mx
    from mxnet.gluon import rnn as layers

    from gluon_course.d2lzh.lyrics import load_data_jay_lyrics
    from gluon_course.scratch import init_rnn_state, rnn_params

    corpus, char_to_idx, idx_to_char, vocab_size = load_data_jay_lyrics()
    sizes = (HIDDENS, vocab_size, mx.cpu(), corpus, idx_to_char, char_to_idx)
    # the period is never reached: nothing is predicted
    rest = (EPOCHS, STEPS, LR, THETA, ROWS, EPOCHS + 1, 0, [])

    def params():
        return rnn_params(vocab_size, HIDDENS)

    def epochs(number):
        mx.random.seed(0)
        if model == "rnn-gluon":
            net = names.RNNModel(layers.RNN(HIDDENS), vocab_size)
            names.train_and_predict_rnn_gluon(net, *sizes, *rest)
        else:
            names.train_and_predict_rnn(
                network, params, init_rnn_state, *sizes, False, *rest
            )
        mx.nd.waitall()

    return epochs


def _step_by_step(inputs, state, params):
    from mxnet import nd

    W_xh, W_hh, b_h, W_hq, b_q = params
    (H,), outputs = state, []
    for X in inputs:
        H = nd.tanh(nd.dot(X, W_xh) + nd.dot(H, W_hh) + b_h)
        outputs.append(nd.dot(H, W_hq) + b_q)
    return outputs, (H,)
