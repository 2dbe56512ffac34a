"""The nets of the course in PyTorch, from their descriptions, and one training step.

Sources: the sections' texts and the papers, not the package's builders. Parameters are
registered in the order in which the course's blocks name them (in a residual block:
convolutions, then BatchNorms), so that both nets can be filled in structure order.
"""

import torch
from seeded_step import CASES, draw_batch, draw_parameters
from torch import nn
from torch.nn import functional

KINDS = {"running_mean": "mean", "running_var": "variance"}


class Parallel(nn.Module):
    """Paths side by side, joined along the channels."""

    def __init__(self, *paths):
        super().__init__()
        self.paths = nn.ModuleList(paths)

    def forward(self, x):
        return torch.cat([path(x) for path in self.paths], dim=1)


class CourseResidual(nn.Module):
    """Section 5.11: convolutions with bias, shortcut without BatchNorm."""

    def __init__(self, cin, cout, stride):
        super().__init__()
        self.a = nn.Conv2d(cin, cout, 3, stride, padding=1)
        self.b = nn.Conv2d(cout, cout, 3, padding=1)
        self.shortcut = nn.Identity()
        if stride != 1 or cin != cout:
            self.shortcut = nn.Conv2d(cin, cout, 1, stride)
        self.norm_a, self.norm_b = nn.BatchNorm2d(cout), nn.BatchNorm2d(cout)

    def forward(self, x):
        y = functional.relu(self.norm_a(self.a(x)))
        return functional.relu(self.norm_b(self.b(y)) + self.shortcut(x))


class PaperBottleneck(nn.Module):
    """He et al. (2015), figure 5 right, stride in the 3x3 convolution."""

    def __init__(self, cin, cout, stride):
        super().__init__()
        mid = cout // 4
        self.convs = nn.ModuleList(
            (
                nn.Conv2d(cin, mid, 1, bias=False),
                nn.Conv2d(mid, mid, 3, stride, padding=1, bias=False),
                nn.Conv2d(mid, cout, 1, bias=False),
            )
        )
        self.norms = nn.ModuleList(nn.BatchNorm2d(c) for c in (mid, mid, cout))
        self.shortcut = nn.Identity()
        if stride != 1 or cin != cout:
            self.shortcut = nn.Sequential(
                nn.Conv2d(cin, cout, 1, stride, bias=False), nn.BatchNorm2d(cout)
            )

    def forward(self, x):
        y = x
        for i, (conv, norm) in enumerate(zip(self.convs, self.norms)):
            y = norm(conv(y))
            y = functional.relu(y) if i < 2 else y
        return functional.relu(y + self.shortcut(x))


class Growing(nn.Module):
    """Huang et al. (2017): each layer's output is appended to its input."""

    def __init__(self, layers):
        super().__init__()
        self.layers = nn.ModuleList(layers)

    def forward(self, x):
        for layer in self.layers:
            x = torch.cat((x, layer(x)), dim=1)
        return x


def conv(cin, cout, kernel, stride=1, padding=0):
    return [nn.Conv2d(cin, cout, kernel, stride, padding), nn.ReLU()]


def lenet(padding, pool, side, norm):
    """Sections 5.5, 5.10 and v2 6.6: ``norm`` says whether BatchNorm is in."""

    def after(channels, dimensions):
        kinds = {2: nn.BatchNorm2d, 1: nn.BatchNorm1d}
        return ([kinds[dimensions](channels)] if norm else []) + [nn.Sigmoid()]

    return [
        nn.Conv2d(1, 6, 5, padding=padding),
        *after(6, 2),
        pool(2, 2),
        nn.Conv2d(6, 16, 5),
        *after(16, 2),
        pool(2, 2),
        nn.Flatten(),
        nn.Linear(16 * side * side, 120),
        *after(120, 1),
        nn.Linear(120, 84),
        *after(84, 1),
        nn.Linear(84, 10),
    ]


def alexnet():
    # pictures of 127 x 127 become 30, 14, 6, 2
    return [
        *conv(1, 96, 11, 4),
        nn.MaxPool2d(3, 2),
        *conv(96, 256, 5, 1, 2),
        nn.MaxPool2d(3, 2),
        *conv(256, 384, 3, 1, 1),
        *conv(384, 384, 3, 1, 1),
        *conv(384, 256, 3, 1, 1),
        nn.MaxPool2d(3, 2),
        nn.Flatten(),
        *(nn.Linear(256 * 2 * 2, 4096), nn.ReLU()),
        *(nn.Linear(4096, 4096), nn.ReLU()),
        nn.Linear(4096, 10),
    ]


def vgg(plan, side, channels=1):
    """Table 1 of the paper: ``M`` is pooling; ``side`` is what pooling leaves."""
    layers = []
    for width in plan:
        if width == "M":
            layers.append(nn.MaxPool2d(2, 2))
        else:
            layers += conv(channels, width, 3, 1, 1)
            channels = width
    return [
        *layers,
        nn.Flatten(),
        *(nn.Linear(channels * side * side, 4096), nn.ReLU()),
        *(nn.Linear(4096, 4096), nn.ReLU()),
        nn.Linear(4096, 10),
    ]


def nin():
    def mlpconv(cin, cout, kernel, stride, padding):
        first = conv(cin, cout, kernel, stride, padding)
        return [*first, *conv(cout, cout, 1), *conv(cout, cout, 1)]

    return [
        *mlpconv(1, 96, 11, 4, 0),
        nn.MaxPool2d(3, 2),
        *mlpconv(96, 256, 5, 1, 2),
        nn.MaxPool2d(3, 2),
        *mlpconv(256, 384, 3, 1, 1),
        nn.MaxPool2d(3, 2),
        *mlpconv(384, 10, 3, 1, 1),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
    ]


def googlenet():
    """Table 1 of Szegedy et al. (2015), without its normalization and dropout."""
    # output channels of the 1x1, the 3x3 and 5x5 with what reduces before, the pooling
    rows = {
        "3a": (192, 64, 96, 128, 16, 32, 32),
        "3b": (256, 128, 128, 192, 32, 96, 64),
        "4a": (480, 192, 96, 208, 16, 48, 64),
        "4b": (512, 160, 112, 224, 24, 64, 64),
        "4c": (512, 128, 128, 256, 24, 64, 64),
        "4d": (512, 112, 144, 288, 32, 64, 64),
        "4e": (528, 256, 160, 320, 32, 128, 128),
        "5a": (832, 256, 160, 320, 32, 128, 128),
        "5b": (832, 384, 192, 384, 48, 128, 128),
    }

    def inception(row):
        cin, one, reduce3, three, reduce5, five, pool = rows[row]
        return Parallel(
            nn.Sequential(*conv(cin, one, 1)),
            nn.Sequential(*conv(cin, reduce3, 1), *conv(reduce3, three, 3, 1, 1)),
            nn.Sequential(*conv(cin, reduce5, 1), *conv(reduce5, five, 5, 1, 2)),
            nn.Sequential(nn.MaxPool2d(3, 1, 1), *conv(cin, pool, 1)),
        )

    return [
        *conv(1, 64, 7, 2, 3),
        nn.MaxPool2d(3, 2, 1),
        *conv(64, 64, 1),
        *conv(64, 192, 3, 1, 1),
        nn.MaxPool2d(3, 2, 1),
        *map(inception, ("3a", "3b")),
        nn.MaxPool2d(3, 2, 1),
        *map(inception, ("4a", "4b", "4c", "4d", "4e")),
        nn.MaxPool2d(3, 2, 1),
        *map(inception, ("5a", "5b")),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(1024, 10),
    ]


def stem(bias=True):
    return [
        nn.Conv2d(1, 64, 7, 2, 3, bias=bias),
        nn.BatchNorm2d(64),
        nn.ReLU(),
        nn.MaxPool2d(3, 2, 1),
    ]


def resnet(depths, widths, block, start):
    layers, cin = start, 64
    for stage, (depth, width) in enumerate(zip(depths, widths)):
        for i in range(depth):
            layers.append(block(cin, width, 2 if stage > 0 and i == 0 else 1))
            cin = width
    return [*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(cin, 10)]


def small_resnet():
    """Section 8.5: a 3x3 stem with stride 1, no pooling."""
    start = [nn.Conv2d(3, 64, 3, 1, 1), nn.BatchNorm2d(64), nn.ReLU()]
    return resnet((2, 2, 2, 2), (64, 128, 256, 512), CourseResidual, start)


def densenet(depths, bottleneck):
    """Growth 32, halving transitions; ``bottleneck`` as in the paper's DenseNet-B."""
    growth, channels, bias = 32, 64, not bottleneck
    layers = stem(bias)

    def before(cin):
        return [nn.BatchNorm2d(cin), nn.ReLU()]

    for block, depth in enumerate(depths):
        inner = []
        for _ in range(depth):
            cin, parts = channels, []
            if bottleneck:
                parts = [*before(cin), nn.Conv2d(cin, 4 * growth, 1, bias=False)]
                cin = 4 * growth
            parts += [*before(cin), nn.Conv2d(cin, growth, 3, 1, 1, bias=bias)]
            inner.append(nn.Sequential(*parts))
            channels += growth
        layers.append(Growing(inner))
        if block < len(depths) - 1:
            reduce = nn.Conv2d(channels, channels // 2, 1, bias=bias)
            layers += [*before(channels), reduce, nn.AvgPool2d(2, 2)]
            channels //= 2
    head = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 10)]
    return [*layers, *before(channels), *head]


PLAN = [64, "M", 128, "M", 256, 256, "M", 512, 512, "M", 512, 512, "M"]
SHORT, WIDE = (64, 128, 256, 512), (256, 512, 1024, 2048)
TWINS = {
    "linear": lambda: [nn.Linear(2, 3)],
    "softmax": lambda: [nn.Flatten(), nn.Linear(784, 10)],
    "mlp": lambda: [
        nn.Flatten(),
        *(nn.Linear(784, 64), nn.ReLU()),
        *(nn.Linear(64, 32), nn.ReLU()),
        nn.Linear(32, 10),
    ],
    "lenet": lambda: lenet(0, nn.MaxPool2d, 4, norm=False),
    "lenet_v2": lambda: lenet(2, nn.AvgPool2d, 5, norm=False),
    "lenet_bn": lambda: lenet(0, nn.MaxPool2d, 4, norm=True),
    "alexnet": alexnet,
    "vgg11": lambda: vgg([w if w == "M" else w // 4 for w in PLAN], 1),
    "vgg13": lambda: vgg([64, 64, "M", 128, *PLAN[2:]], 1, 3),
    "vgg16": lambda: vgg(
        [64, 64, "M", 128, 128, "M", *[256] * 3, "M", *([512] * 3 + ["M"]) * 2], 1, 3
    ),
    "vgg19": lambda: vgg(
        [64, 64, "M", 128, 128, "M", *[256] * 4, "M", *([512] * 4 + ["M"]) * 2], 1, 3
    ),
    "nin": nin,
    "googlenet": googlenet,
    "resnet18": lambda: resnet((2, 2, 2, 2), SHORT, CourseResidual, stem()),
    "resnet34": lambda: resnet((3, 4, 6, 3), SHORT, CourseResidual, stem()),
    "resnet50": lambda: resnet((3, 4, 6, 3), WIDE, PaperBottleneck, stem(False)),
    "resnet101": lambda: resnet((3, 4, 23, 3), WIDE, PaperBottleneck, stem(False)),
    "resnet152": lambda: resnet((3, 8, 36, 3), WIDE, PaperBottleneck, stem(False)),
    "resnet18_small": small_resnet,
    "densenet": lambda: densenet((4, 4, 4, 4), bottleneck=False),
    "densenet121": lambda: densenet((6, 12, 24, 16), bottleneck=True),
}


def numbers_of(net):
    """The (kind, tensor) of a net in structure order, running statistics included."""
    for module in net.modules():
        is_norm = isinstance(module, nn.modules.batchnorm._BatchNorm)
        for name, tensor in module.named_parameters(recurse=False):
            if is_norm:
                name = {"weight": "scale", "bias": "shift"}[name]
            yield name, tensor
        for name, tensor in module.named_buffers(recurse=False):
            if name in KINDS:
                yield KINDS[name], tensor


def training_step(name, dtype=torch.float64, far_from_kinks=False):
    """Loss, output, gradients and running statistics of one step of a twin.

    The running variance is given as MXNet keeps it: PyTorch puts the unbiased variance
    of the batch into it, MXNet the biased one, which is (n - 1) / n of the other.

    Returns
    -------
    dict
        ``loss`` float; ``output`` array; ``gradients`` and ``statistics`` lists of
        arrays in structure order.
    """
    net = nn.Sequential(*TWINS[name]()).to(dtype).train()
    numbers = list(numbers_of(net))
    layout = [(kind, tuple(tensor.shape)) for kind, tensor in numbers]
    with torch.no_grad():
        values = draw_parameters(layout, far_from_kinks)
        for (_, tensor), value in zip(numbers, values):
            tensor.copy_(torch.from_numpy(value))
    norms = [m for m in net.modules() if isinstance(m, nn.modules.batchnorm._BatchNorm)]
    before = [norm.running_var.clone() for norm in norms]
    counts = {}
    for norm in norms:
        norm.register_forward_hook(
            lambda module, inputs, _: counts.update(
                {module: inputs[0].numel() // inputs[0].shape[1]}
            )
        )
    X, y = (torch.from_numpy(array) for array in draw_batch(name))
    assert X.shape == CASES[name][1]
    output = net(X.to(dtype))
    if name == "linear":
        loss = ((output - y.to(dtype)) ** 2 / 2).mean()
    else:
        loss = functional.cross_entropy(output, y.long())
    loss.backward()
    with torch.no_grad():
        for norm, old in zip(norms, before):
            share = (counts[norm] - 1) / counts[norm]
            kept = (1 - norm.momentum) * old
            norm.running_var.copy_(kept + (norm.running_var - kept) * share)
    return {
        "loss": loss.item(),
        "output": output.detach().numpy(),
        "gradients": [
            tensor.grad.numpy()
            for kind, tensor in numbers
            if kind not in KINDS.values()
        ],
        "statistics": [
            tensor.numpy() for kind, tensor in numbers if kind in KINDS.values()
        ],
    }
