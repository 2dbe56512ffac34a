"""The translators in PyTorch, of the sizes of the registered ones."""

from __future__ import annotations

import math

import torch
from torch import nn

BOS = 2


def make_translator(family):
    """The net of a family of sentence pairs."""
    options = family.options
    words, layers, drop = (
        options[name] for name in ("vocab_size", "num_layers", "dropout")
    )
    if family.model == "transformer":
        names = ("num_hiddens", "ffn_num_hiddens", "num_heads")
        return Transformer(words, *(options[name] for name in names), layers, drop)
    sizes = options["embed_size"], options["num_hiddens"]
    attention = 0 if family.model == "seq2seq" else options["num_hiddens"]
    return Recurrent(words, *sizes, layers, attention, drop)


def pairs_loss(net, X, X_len, Y, Y_len):
    """Cross-entropy of the target words after the true ones; losses and hits."""
    first = torch.full((len(Y), 1), BOS)
    scores = net(X, X_len, torch.cat([first, Y[:, :-1]], dim=1))
    mask = torch.arange(Y.shape[1]) < Y_len[:, None]
    losses = nn.functional.cross_entropy(scores.transpose(1, 2), Y, reduction="none")
    error = (losses * mask).sum() / mask.sum()
    hits = ((scores.argmax(dim=2) == Y) * mask).sum()
    return error, torch.stack([error.detach() * len(Y), hits.float()])


class Recurrent(nn.Module):
    """GRUs on both sides, with additive attention or the last state as context."""

    def __init__(self, words, embed, hidden, layers, attention, dropout):
        super().__init__()
        self.source, self.target = (
            nn.Embedding(words, embed),
            nn.Embedding(words, embed),
        )
        options = {"num_layers": layers, "dropout": dropout}
        self.encoder = nn.GRU(embed, hidden, **options)
        self.decoder = nn.GRU(embed + hidden, hidden, **options)
        self.out = nn.Linear(hidden, words)
        self.has_attention = bool(attention)
        if attention:
            self.W_q = nn.Linear(hidden, attention, bias=False)
            self.W_k = nn.Linear(hidden, attention, bias=False)
            self.v = nn.Linear(attention, 1, bias=False)

    def forward(self, X, lengths, Y):
        memory, state = self.encoder(self.source(X).transpose(0, 1))
        Y = self.target(Y).transpose(0, 1)  # (T, N, C)
        if not self.has_attention:
            context = state[-1].expand(len(Y), -1, -1)
            outputs, _ = self.decoder(torch.cat([Y, context], dim=2), state)
            return self.out(outputs.transpose(0, 1))
        memory = memory.transpose(0, 1)  # (N, S, H)
        keys, outputs = self.W_k(memory), []
        padding = torch.arange(X.shape[1]) >= lengths[:, None]
        for word in Y:
            sums = torch.tanh(self.W_q(state[-1])[:, None] + keys)
            scores = self.v(sums)[:, :, 0].masked_fill(padding, -math.inf)
            context = torch.bmm(scores.softmax(dim=1)[:, None], memory)[:, 0]
            step = torch.cat([word, context], dim=1)[None]
            output, state = self.decoder(step, state)
            outputs.append(output[0])
        return self.out(torch.stack(outputs, dim=1))


class Transformer(nn.Module):
    """PyTorch's own Transformer between embeddings with positions and scores."""

    def __init__(self, words, hidden, ffn, heads, layers, dropout):
        super().__init__()
        self.source = nn.Embedding(words, hidden)
        self.target = nn.Embedding(words, hidden)
        self.net = nn.Transformer(
            *(hidden, heads, layers, layers, ffn, dropout), batch_first=True
        )
        self.out = nn.Linear(hidden, words)
        angles = torch.arange(512)[:, None] / 10_000 ** (
            torch.arange(0, hidden, 2) / hidden
        )
        waves = torch.stack([angles.sin(), angles.cos()], dim=2).flatten(1)
        self.register_buffer("waves", waves)
        self.scale = math.sqrt(hidden)

    def forward(self, X, lengths, Y):
        padding = torch.arange(X.shape[1]) >= lengths[:, None]
        future = torch.triu(torch.ones(Y.shape[1], Y.shape[1], dtype=bool), 1)
        source = self.source(X) * self.scale + self.waves[: X.shape[1]]
        target = self.target(Y) * self.scale + self.waves[: Y.shape[1]]
        outputs = self.net(
            source,
            target,
            tgt_mask=future,
            src_key_padding_mask=padding,
            memory_key_padding_mask=padding,
        )
        return self.out(outputs)
