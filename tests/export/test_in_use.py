"""Which graphs of a net are used and exported."""

import pytest
from mxnet import nd

from gluon_course import models
from gluon_course.export.in_use import graphs_in_use


@pytest.mark.parametrize("name", ["lenet", "lstm_lm", "text_cnn"])
def test_a_net_of_one_part_is_itself(name):
    net = models.get_model(name)
    shape = (20,) if len(net.input_shape) == 1 else net.input_shape
    graphs = graphs_in_use(net, shape, score_threshold=0)
    assert list(graphs) == [""] and graphs[""][0] is net


def test_a_detector_says_boxes_and_takes_its_options():
    net = models.get_model("tiny_ssd", num_classes=2)
    net.initialize()
    ((block, shape),) = graphs_in_use(net, (3, 64, 64), score_threshold=0).values()
    assert shape == (3, 64, 64)
    assert block(nd.zeros((1, *shape))).shape[2] == 6
    masks = models.get_model("mask_rcnn_tiny", num_classes=2, num_proposals=4)
    masks.initialize()
    ((block, _),) = graphs_in_use(masks, (3, 64, 64)).values()
    assert len(block(nd.zeros((1, 3, 64, 64)))) == 2


def test_word_vectors_are_looked_up():
    net = models.get_model("glove", vocab_size=9, embed_size=4)
    net.initialize()
    ((block, (words,)),) = graphs_in_use(net, (1,), score_threshold=0).values()
    assert block(nd.array([[3]])).shape == (1, 1, 4)
    assert (words.shape, words.span) == ((1,), (0, 8))


def test_a_translator_is_its_encoder_and_a_step():
    net = models.get_model("seq2seq", vocab_size=5, target_vocab_size=5, num_steps=3)
    assert list(graphs_in_use(net, (3,))) == ["encoder", "step"]
