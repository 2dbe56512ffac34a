"""v2:9.6 编码器-解码器架构

Text:     chapter_recurrent-modern/encoder-decoder
Run:      gluon-course run v2:encoder-decoder
Expected: a translator of two lines within the frame: its encoder keeps the words, its
          decoder says them again (copied 1)
Vary:     the encoder, in the file
"""

from mxnet import nd

from gluon_course import cli, nn
from gluon_course.base.run import RunOptions


class Keep(nn.Encoder):
    """编码器: the words themselves are the memory."""

    def hybrid_forward(self, F, X, valid_len):
        return [X, valid_len]


class Repeat(nn.Decoder):
    """解码器: says the word at its place in the source."""

    def init_state(self, F, words, valid_len):
        return [words, F.zeros_like(valid_len)]

    def step(self, F, tokens, words, place):
        word = F.pick(words, place, axis=1)
        scores = F.one_hot(word, depth=self.vocab_size)
        weights = F.expand_dims(F.zeros_like(words), axis=1)  # no attention
        return scores, weights, [words, place + 1]


def main(run=RunOptions()):
    # 合并编码器和解码器: 10 words, sentences of 4
    X = nd.array([[5, 3, 7, 2], [1, 4, 4, 9]])
    vocab_size, num_steps = 10, X.shape[1]
    net = nn.EncoderDecoder(Keep(vocab_size), Repeat(vocab_size, num_steps))
    lengths = nd.array([4, 4])

    # in training all words at once, in translation one after the other
    at_once = net(X, lengths, nd.zeros_like(X)).argmax(axis=2)
    states, step, said = net.encoding()(X, lengths), net.stepping(), []
    for _ in range(num_steps):
        scores, _, *states = step(nd.zeros((2, 1)), *states)
        said.append(scores.argmax(axis=1))
    one_by_one = nd.stack(*said, axis=1)
    if run.progress:
        print("source", X, "said", one_by_one)
    return {
        "copied": float((one_by_one == X).mean().asscalar()),
        "equal": float((one_by_one == at_once).mean().asscalar()),
    }


if __name__ == "__main__":
    cli.run_script(__file__)
