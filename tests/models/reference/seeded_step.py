"""One training step that two frameworks can take alike: the same numbers for both.

Parameters are addressed by their order in the net's structure and drawn from one
seeded generator. A net is described by a list of (kind, shape): kinds are ``weight``,
``bias``, ``scale`` and ``shift`` of BatchNorm, its running ``mean`` and ``variance``.
"""

import numpy as np

SEED = 20171001
NUM_PROJECTIONS = 3

# Options of get_model and the input shape of each net. Dropout is off, because the
# frameworks draw other masks. The sizes leave rows over at several pooling layers, so
# that their conventions at the border count.
CASES = {
    "linear": ({"num_outputs": 3}, (8, 2)),
    "softmax": ({}, (8, 1, 28, 28)),
    "mlp": ({"num_hiddens": (64, 32), "dropout": 0}, (8, 1, 28, 28)),
    "lenet": ({}, (8, 1, 28, 28)),
    "lenet_v2": ({}, (8, 1, 28, 28)),
    "lenet_bn": ({}, (8, 1, 28, 28)),
    "alexnet": ({"dropout": 0}, (8, 1, 127, 127)),
    "vgg11": ({"channel_ratio": 4, "dropout": 0}, (8, 1, 39, 39)),
    "vgg13": ({"dropout": 0}, (8, 3, 39, 39)),
    "vgg16": ({"dropout": 0}, (8, 3, 39, 39)),
    "vgg19": ({"dropout": 0}, (8, 3, 39, 39)),
    "nin": ({"dropout": 0}, (8, 1, 127, 127)),
    "googlenet": ({}, (8, 1, 70, 70)),
    "resnet18": ({}, (8, 1, 70, 70)),
    "resnet34": ({}, (8, 1, 70, 70)),
    "resnet50": ({}, (8, 1, 70, 70)),
    "resnet101": ({}, (8, 1, 70, 70)),
    "resnet152": ({}, (8, 1, 70, 70)),
    "resnet18_small": ({}, (8, 3, 28, 28)),
    "densenet": ({}, (8, 1, 70, 70)),
    "densenet121": ({}, (8, 1, 70, 70)),
}

# Deep nets of BatchNorm and relu, which single precision cannot follow to 1e-4: of a
# million relu inputs a few lie within rounding of 0 and fall on the other side, and
# each moves the gradients by about the root of the rounding error, 1e-3. In single
# precision they take the step where BatchNorm keeps relu inputs away from 0.
KINKED = [name for name in CASES if name.startswith(("resnet", "densenet"))]


def draw_batch(name):
    """Inputs of shape CASES[name][1] and labels (for linear: targets), float32."""
    shape = CASES[name][1]
    generator = np.random.default_rng([SEED, 0])
    X = generator.standard_normal(shape).astype("float32")
    if name == "linear":
        return X, generator.standard_normal((shape[0], 3)).astype("float32")
    return X, generator.integers(0, 10, shape[0]).astype("float32")


def draw_parameters(layout, far_from_kinks=False):
    """Yield a float32 array for each (kind, shape), at scales that keep signals alive.

    With ``far_from_kinks`` the outputs of BatchNorm are about 4 with a spread of about
    0.5, otherwise they have both signs.
    """
    generator = np.random.default_rng([SEED, 1])
    ranges = {"scale": (0.5, 1.5), "variance": (0.5, 1.5)}
    if far_from_kinks:
        ranges.update(scale=(0.3, 0.7), shift=(3, 5))
    for kind, shape in layout:
        if kind == "weight":
            fan_in = int(np.prod(shape[1:]))
            draw = generator.standard_normal(shape, "float32") * np.sqrt(2 / fan_in)
        else:
            draw = generator.uniform(*ranges.get(kind, (-0.2, 0.2)), shape)
        yield draw.astype("float32")


def fingerprint(array, index):
    """Norm of an array and its projections on fixed vectors of +1 and -1.

    An error vector e moves each projection by about its own norm, whatever its
    direction: a wrong order, sign or transposition shows.
    """
    flat = np.asarray(array, "float64").ravel()
    generator = np.random.default_rng([SEED, 2, index])
    numbers = [float(np.sqrt(flat @ flat))]
    for _ in range(NUM_PROJECTIONS):
        draw = np.frombuffer(generator.bytes((flat.size + 7) // 8), "uint8")
        is_plus = np.unpackbits(draw, count=flat.size).astype(bool)
        numbers.append(float(2 * flat[is_plus].sum() - flat.sum()))
    return numbers
