"""Language models and nets for reviews in PyTorch, as the sections have them."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F


def make_text_net(family) -> nn.Module:
    """The net of a family of tokens or reviews."""
    makers = {"text_cnn": TextCNN, "birnn": BiRNN}
    if family.model in makers:
        return makers[family.model](**family.options)
    return LanguageModel(family.model.removesuffix("_lm"), **family.options)


class LanguageModel(nn.Module):
    """6.5: one-hot vectors or learned ones, one recurrent layer, scores."""

    def __init__(self, cell, vocab_size, num_hiddens, embed_size=0):
        super().__init__()
        self.vocab_size = vocab_size
        self.embedding = nn.Embedding(vocab_size, embed_size) if embed_size else None
        kinds = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}
        options = {"nonlinearity": "relu"} if cell == "rnn" else {}
        width = embed_size or vocab_size
        self.rnn = kinds[cell](width, num_hiddens, **options)
        self.dense = nn.Linear(num_hiddens, vocab_size)

    def forward(self, X, state=None):
        """(N, T) and the state before to scores (T, N, V) and the state after."""
        if self.embedding is None:
            X = F.one_hot(X.T, self.vocab_size).float()
        else:
            X = self.embedding(X.T)
        H, state = self.rnn(X, state)
        return self.dense(H), state


def tokens_loss(net, X, Y, *state):
    """Mean cross-entropy of the next token, the sum of losses, and the state."""
    before = (state if len(state) > 1 else state[0]) if state else None
    scores, after = net(X, before)
    error = F.cross_entropy(scores.flatten(0, 1), Y.T.reshape(-1))
    sums = torch.stack([error.detach() * Y.numel()])
    return error, sums, *(after if isinstance(after, tuple) else (after,))


class TextCNN(nn.Module):
    """10.8: two sets of word vectors, windows of 3, 4 and 5 words."""

    def __init__(self, vocab_size, embed_size):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_size)
        self.constant_embedding = nn.Embedding(vocab_size, embed_size)
        self.convs = nn.ModuleList(
            nn.Conv1d(2 * embed_size, 100, width) for width in (3, 4, 5)
        )
        self.dropout, self.decoder = nn.Dropout(0.5), nn.Linear(300, 2)

    def forward(self, X):
        """Indices (N, T) to scores (N, 2)."""
        X = torch.cat([self.embedding(X), self.constant_embedding(X)], dim=2)
        X = X.transpose(1, 2)
        found = [conv(X).relu().amax(dim=2) for conv in self.convs]
        return self.decoder(self.dropout(torch.cat(found, dim=1)))


class BiRNN(nn.Module):
    """10.7: two bidirectional LSTM layers, first and last step."""

    def __init__(self, vocab_size, embed_size):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_size)
        self.encoder = nn.LSTM(embed_size, 100, num_layers=2, bidirectional=True)
        self.decoder = nn.Linear(400, 2)

    def forward(self, X):
        """Indices (N, T) to scores (N, 2)."""
        outputs, _ = self.encoder(self.embedding(X.T))
        return self.decoder(torch.cat([outputs[0], outputs[-1]], dim=1))
