"""The nets of chapters 3 and 5 in PyTorch, for comparison.

``make_net(name, num_classes=10)`` takes the names and options of the registry where a
benchmark needs them. Convolutions keep their biases, as in the course.
"""

from __future__ import annotations

from torch import cat, nn


def make_net(name: str, num_classes: int = 10, channel_ratio: int = 1) -> nn.Module:
    """The net of that name, with shapes filled in by the first batch."""
    if name == "vgg11":
        return vgg11(num_classes, channel_ratio)
    return globals()[name](num_classes)


def softmax(num_classes):
    """3.7"""
    return nn.Sequential(nn.Flatten(), nn.LazyLinear(num_classes))


def mlp(num_classes):
    """3.10"""
    hidden = nn.LazyLinear(256)
    return nn.Sequential(nn.Flatten(), hidden, nn.ReLU(), nn.LazyLinear(num_classes))


def lenet(num_classes):
    """5.5"""
    return nn.Sequential(
        *(nn.LazyConv2d(6, 5), nn.Sigmoid(), nn.MaxPool2d(2, 2)),
        *(nn.LazyConv2d(16, 5), nn.Sigmoid(), nn.MaxPool2d(2, 2)),
        *(nn.Flatten(), nn.LazyLinear(120), nn.Sigmoid()),
        *(nn.LazyLinear(84), nn.Sigmoid(), nn.LazyLinear(num_classes)),
    )


def lenet_bn(num_classes):
    """5.10"""
    return nn.Sequential(
        *(nn.LazyConv2d(6, 5), nn.LazyBatchNorm2d(), nn.Sigmoid(), nn.MaxPool2d(2, 2)),
        *(nn.LazyConv2d(16, 5), nn.LazyBatchNorm2d(), nn.Sigmoid(), nn.MaxPool2d(2, 2)),
        *(nn.Flatten(), nn.LazyLinear(120), nn.LazyBatchNorm1d(), nn.Sigmoid()),
        *(nn.LazyLinear(84), nn.LazyBatchNorm1d(), nn.Sigmoid()),
        nn.LazyLinear(num_classes),
    )


def alexnet(num_classes):
    """5.6"""
    return nn.Sequential(
        *(nn.LazyConv2d(96, 11, 4), nn.ReLU(), nn.MaxPool2d(3, 2)),
        *(nn.LazyConv2d(256, 5, padding=2), nn.ReLU(), nn.MaxPool2d(3, 2)),
        *(nn.LazyConv2d(384, 3, padding=1), nn.ReLU()),
        *(nn.LazyConv2d(384, 3, padding=1), nn.ReLU()),
        *(nn.LazyConv2d(256, 3, padding=1), nn.ReLU(), nn.MaxPool2d(3, 2)),
        *(nn.Flatten(), nn.LazyLinear(4096), nn.ReLU(), nn.Dropout(0.5)),
        *(nn.LazyLinear(4096), nn.ReLU(), nn.Dropout(0.5), nn.LazyLinear(num_classes)),
    )


def vgg11(num_classes, channel_ratio):
    """5.7"""
    layers = []
    for num_convs, channels in ((1, 64), (1, 128), (2, 256), (2, 512), (2, 512)):
        for _ in range(num_convs):
            layers += [
                nn.LazyConv2d(channels // channel_ratio, 3, padding=1),
                nn.ReLU(),
            ]
        layers.append(nn.MaxPool2d(2, 2))
    layers.append(nn.Flatten())
    for _ in range(2):
        layers += [nn.LazyLinear(4096), nn.ReLU(), nn.Dropout(0.5)]
    return nn.Sequential(*layers, nn.LazyLinear(num_classes))


def nin(num_classes):
    """5.8"""

    def block(channels, kernel_size, stride, padding):
        layers = [nn.LazyConv2d(channels, kernel_size, stride, padding), nn.ReLU()]
        for _ in range(2):
            layers += [nn.LazyConv2d(channels, 1), nn.ReLU()]
        return layers

    return nn.Sequential(
        *(*block(96, 11, 4, 0), nn.MaxPool2d(3, 2)),
        *(*block(256, 5, 1, 2), nn.MaxPool2d(3, 2)),
        *(*block(384, 3, 1, 1), nn.MaxPool2d(3, 2), nn.Dropout(0.5)),
        *(*block(num_classes, 3, 1, 1), nn.AdaptiveAvgPool2d(1), nn.Flatten()),
    )


class Inception(nn.Module):
    """Four paths joined on the channels: 1x1; 1x1, 3x3; 1x1, 5x5; pool, 1x1."""

    def __init__(self, c1, c2, c3, c4):
        super().__init__()
        self.paths = nn.ModuleList(
            [
                nn.Sequential(nn.LazyConv2d(c1, 1), nn.ReLU()),
                nn.Sequential(
                    *(nn.LazyConv2d(c2[0], 1), nn.ReLU()),
                    *(nn.LazyConv2d(c2[1], 3, padding=1), nn.ReLU()),
                ),
                nn.Sequential(
                    *(nn.LazyConv2d(c3[0], 1), nn.ReLU()),
                    *(nn.LazyConv2d(c3[1], 5, padding=2), nn.ReLU()),
                ),
                nn.Sequential(
                    *(nn.MaxPool2d(3, 1, 1), nn.LazyConv2d(c4, 1), nn.ReLU()),
                ),
            ]
        )

    def forward(self, X):
        """(N, C, H, W) to (N, sum of the paths' channels, H, W)."""
        return cat([path(X) for path in self.paths], dim=1)


def googlenet(num_classes):
    """5.9"""
    return nn.Sequential(
        *(nn.LazyConv2d(64, 7, 2, 3), nn.ReLU(), nn.MaxPool2d(3, 2, 1)),
        *(nn.LazyConv2d(64, 1), nn.ReLU()),
        *(nn.LazyConv2d(192, 3, padding=1), nn.ReLU(), nn.MaxPool2d(3, 2, 1)),
        Inception(64, (96, 128), (16, 32), 32),
        Inception(128, (128, 192), (32, 96), 64),
        nn.MaxPool2d(3, 2, 1),
        Inception(192, (96, 208), (16, 48), 64),
        Inception(160, (112, 224), (24, 64), 64),
        Inception(128, (128, 256), (24, 64), 64),
        Inception(112, (144, 288), (32, 64), 64),
        Inception(256, (160, 320), (32, 128), 128),
        nn.MaxPool2d(3, 2, 1),
        Inception(256, (160, 320), (32, 128), 128),
        Inception(384, (192, 384), (48, 128), 128),
        *(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.LazyLinear(num_classes)),
    )


class Residual(nn.Module):
    """Two 3x3 convolutions with BatchNorm, and a shortcut."""

    def __init__(self, channels, has_1x1conv=False, stride=1):
        super().__init__()
        self.body = nn.Sequential(
            *(nn.LazyConv2d(channels, 3, stride, 1), nn.LazyBatchNorm2d(), nn.ReLU()),
            *(nn.LazyConv2d(channels, 3, padding=1), nn.LazyBatchNorm2d()),
        )
        self.shortcut = nn.LazyConv2d(channels, 1, stride) if has_1x1conv else None

    def forward(self, X):
        """(N, C, H, W) to (N, channels, H / stride, W / stride)."""
        shortcut = X if self.shortcut is None else self.shortcut(X)
        return (self.body(X) + shortcut).relu()


def _stem():
    return nn.LazyConv2d(64, 7, 2, 3), nn.LazyBatchNorm2d(), nn.ReLU()


def resnet18(num_classes):
    """5.11"""
    blocks = [Residual(64), Residual(64)]
    for channels in (128, 256, 512):
        blocks += [Residual(channels, has_1x1conv=True, stride=2), Residual(channels)]
    head = (nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.LazyLinear(num_classes))
    return nn.Sequential(*_stem(), nn.MaxPool2d(3, 2, 1), *blocks, *head)


class DenseLayer(nn.Module):
    """BatchNorm, ReLU, 3x3 convolution, joined to its input on the channels."""

    def __init__(self, growth_rate):
        super().__init__()
        self.body = nn.Sequential(
            *(nn.LazyBatchNorm2d(), nn.ReLU()),
            nn.LazyConv2d(growth_rate, 3, padding=1),
        )

    def forward(self, X):
        """(N, C, H, W) to (N, C + growth_rate, H, W)."""
        return cat([X, self.body(X)], dim=1)


def densenet(num_classes):
    """5.12"""
    layers, channels = [], 64
    for block in range(4):
        layers += [DenseLayer(32) for _ in range(4)]
        channels += 4 * 32
        if block < 3:
            channels //= 2
            layers += [nn.LazyBatchNorm2d(), nn.ReLU(), nn.LazyConv2d(channels, 1)]
            layers.append(nn.AvgPool2d(2, 2))
    head = (nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.LazyLinear(num_classes))
    norm = (nn.LazyBatchNorm2d(), nn.ReLU())
    return nn.Sequential(*_stem(), nn.MaxPool2d(3, 2, 1), *layers, *norm, *head)
