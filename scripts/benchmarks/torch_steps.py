"""Training steps of PyTorch: the usual loop, eager, compiled or channels_last."""

from __future__ import annotations

import os

import torch
from sizes import batch_of
from torch_detectors import boxes_loss, make_detector, masks_loss
from torch_nets import make_net
from torch_texts import make_text_net, tokens_loss
from torch_translators import make_translator, pairs_loss


def make_steps(family, role="torch"):
    """A function that takes so many steps, and reads their sums."""
    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    net, loss = MAKERS[family.kind](family), LOSSES[family.kind]
    batch = [torch.from_numpy(each) for each in batch_of(family)]
    batch = [each.long() if each.dtype == torch.int32 else each for each in batch]
    loss(net, *batch)  # fills in the shapes
    if role == "nhwc":
        net.to(memory_format=torch.channels_last)
        if batch[0].dim() == 4:
            batch[0] = batch[0].to(memory_format=torch.channels_last)
    for part in family.frozen:
        getattr(net, part).requires_grad_(False)
    params = [each for each in net.parameters() if each.requires_grad]
    kinds = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}
    optimizer = kinds[family.optimizer](params, family.lr, weight_decay=family.wd)
    compute = torch.compile(loss) if role == "compiled" else loss
    net.train()

    def steps(number):
        sums, state = 0, ()
        for _ in range(number):
            optimizer.zero_grad()
            error, counted, *state = compute(net, *batch, *state)
            error.backward()
            if family.clip:
                torch.nn.utils.clip_grad_norm_(params, family.clip)
            optimizer.step()
            state = [each.detach() for each in state]
            sums = sums + counted.detach()
        sums.tolist()

    steps.net = net
    return steps


def classes_loss(net, X, y):
    """Mean cross-entropy, and what the course counts: losses and hits."""
    y_hat = net(X)
    error = torch.nn.functional.cross_entropy(y_hat, y)
    hits = (y_hat.argmax(dim=1) == y).sum()
    return error, torch.stack([error.detach() * len(y), hits.float()])


MAKERS = {
    "pictures": lambda family: make_net(family.model, **family.options),
    "tokens": make_text_net,
    "reviews": make_text_net,
    "pairs": make_translator,
    "boxes": make_detector,
    "masks": make_detector,
}
LOSSES = {
    "pictures": classes_loss,
    "tokens": tokens_loss,
    "reviews": classes_loss,
    "pairs": pairs_loss,
    "boxes": boxes_loss,
    "masks": masks_loss,
}
