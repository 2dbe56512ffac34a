"""How large the files of an export and what they describe may be.

The largest model of the course, VGG-16 with 1,000 classes, has 553 MB of parameters in
32 arrays; the longest graph, an unrolled decoder, has some 2,000 nodes.
"""

MANIFEST_BYTES = 64 << 20
SYMBOL_BYTES = 32 << 20
PARAMS_BYTES = 4 << 30
ONNX_BYTES = 2 << 30

JSON_DEPTH = 24
"""Lists and objects within each other; a graph within a node of a graph has 8."""

NODES = 20_000
"""Of a graph together with the graphs within its nodes."""

JSON_VALUES = 500_000
"""Lists and objects of one file."""

HEADS = 256
ARRAYS = 20_000
NAME_CHARACTERS = 400
VALUE_CHARACTERS = 4_000
"""Of one attribute, which may be a tuple."""

ELEMENTS = 1 << 29
"""Of one array, a parameter or what an operator returns for a batch of 2."""

CREATED = 1 << 26
"""Elements of an array that an operator makes from nothing, such as ``_zeros``."""

CLASS_NAMES = 100_000
CLASS_CHARACTERS = 1_000
TOKENS = 4_000_000
TOKEN_CHARACTERS = 2_000
NOTICE_CHARACTERS = 20_000
INPUTS = 256

LARGEST_BATCH = 64
"""Of an ONNX export whose batch axis is not free."""

PROCESSOR_S = 120
"""Processor time of one guarded load and its two small batches."""

WAIT_S = 600
"""For the guarded process on a machine that does much else."""

SPARE_BYTES = 2 << 30
"""Address space of the guarded process beyond what MXNet has and the parameters."""
