"""TinySSD and FCN-32s in PyTorch, with the targets and losses of the course."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F
from torch_targets import targets_of

SIZES = ((0.2, 0.272), (0.37, 0.447), (0.54, 0.619), (0.71, 0.79), (0.88, 0.961))
SHAPES = [[(a, a), (b, b), (a * 2**0.5, a / 2**0.5), (a / 2**0.5, a * 2**0.5)]
          for a, b in SIZES]  # fmt: skip


def make_detector(family) -> nn.Module:
    """The net of a family of boxes or masks."""
    return TinySSD() if family.model == "tiny_ssd" else FCN()


def _down(before, after):
    layers = []
    for channels in (before, after):
        layers += [nn.Conv2d(channels, after, 3, padding=1), nn.BatchNorm2d(after)]
        layers.append(nn.ReLU())
    return nn.Sequential(*layers, nn.MaxPool2d(2))


class TinySSD(nn.Module):
    """9.7, one class: anchors (A, 4), scores (N, A, 2), offsets (N, A, 4)."""

    def __init__(self):
        super().__init__()
        base = nn.Sequential(_down(3, 16), _down(16, 32), _down(32, 64))
        last = nn.AdaptiveMaxPool2d(1)
        stages = (base, _down(64, 128), _down(128, 128), _down(128, 128), last)
        self.stages = nn.ModuleList(stages)
        widths = (64, 128, 128, 128, 128)
        self.classes = nn.ModuleList(nn.Conv2d(n, 8, 3, padding=1) for n in widths)
        self.offsets = nn.ModuleList(nn.Conv2d(n, 16, 3, padding=1) for n in widths)

    def forward(self, X):
        anchors, scores, offsets = [], [], []
        for i, stage in enumerate(self.stages):
            X = stage(X)
            anchors.append(anchors_of(X, SHAPES[i]))
            scores.append(self.classes[i](X).permute(0, 2, 3, 1).flatten(1))
            offsets.append(self.offsets[i](X).permute(0, 2, 3, 1).flatten(1))
        scores = torch.cat(scores, dim=1).unflatten(1, (-1, 2))
        return (
            torch.cat(anchors),
            scores,
            torch.cat(offsets, dim=1).unflatten(1, (-1, 4)),
        )


def anchors_of(fmap, shapes):
    """Corner boxes on every place of a map, as fractions: (H * W * A, 4)."""
    height, width = fmap.shape[2:]
    y = (torch.arange(height) + 0.5) / height
    x = (torch.arange(width) + 0.5) / width
    centres = torch.stack(torch.meshgrid(y, x, indexing="ij")[::-1], dim=-1)
    half = torch.tensor(shapes) / 2 * torch.tensor([height / width, 1.0])
    boxes = [centres[:, :, None] - half, centres[:, :, None] + half]
    return torch.cat(boxes, dim=-1).flatten(0, 2)


def boxes_loss(net, X, labels):
    """Cross-entropy of the anchors and L1 of their offsets; losses and errors."""
    anchors, scores, offsets = net(X)
    with torch.no_grad():
        targets, mask, classes = targets_of(anchors, labels)
    losses = F.cross_entropy(scores.transpose(1, 2), classes)
    misses = ((offsets - targets) * mask).abs()
    error = losses + misses.mean()
    wrong = (scores.argmax(dim=2) != classes).sum().float()
    sums = (error.detach() * len(X), wrong, misses.detach().sum())
    return error, torch.stack(sums)


class Residual(nn.Module):
    """A block of ResNet-18, version 2: norm and relu before each convolution."""

    def __init__(self, before, after, stride):
        super().__init__()
        options = {"padding": 1, "bias": False}
        self.norms = nn.ModuleList([nn.BatchNorm2d(before), nn.BatchNorm2d(after)])
        self.first = nn.Conv2d(before, after, 3, stride, **options)
        self.second = nn.Conv2d(after, after, 3, **options)
        is_same = before == after and stride == 1
        self.shortcut = None
        if not is_same:
            self.shortcut = nn.Conv2d(before, after, 1, stride, bias=False)

    def forward(self, X):
        Y = self.norms[0](X).relu()
        shortcut = X if self.shortcut is None else self.shortcut(Y)
        return self.second(self.norms[1](self.first(Y)).relu()) + shortcut


class FCN(nn.Module):
    """9.10: ResNet-18 without its end, scores, enlarged 32 times."""

    def __init__(self, num_classes=21):
        super().__init__()
        layers, before = [nn.BatchNorm2d(3, affine=False)], 64
        layers += [nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64)]
        layers += [nn.ReLU(), nn.MaxPool2d(3, 2, 1)]
        for i, after in enumerate((64, 128, 256, 512)):
            layers += [
                Residual(before, after, 2 if i else 1),
                Residual(after, after, 1),
            ]
            before = after
        layers += [nn.BatchNorm2d(512), nn.ReLU(), nn.Conv2d(512, num_classes, 1)]
        self.last = nn.ConvTranspose2d(num_classes, num_classes, 64, 32, 16, bias=False)
        self.body = nn.Sequential(*layers)

    def forward(self, X):
        """(N, 3, H, W) to scores (N, C, H, W)."""
        height, width = X.shape[2:]  # odd sizes were rounded up on the way down
        return self.last(self.body(X))[..., :height, :width]


def masks_loss(net, X, y):
    """Mean cross-entropy of the pixels; losses, and pixels by class and prediction."""
    scores = net(X)
    error = F.cross_entropy(scores, y)
    pairs = y * scores.shape[1] + scores.argmax(dim=1)
    table = torch.bincount(pairs.flatten(), minlength=scores.shape[1] ** 2)
    return error, torch.cat([(error.detach() * len(X))[None], table.float()])
