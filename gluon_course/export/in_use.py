"""What of a net is used, and therefore exported: its graphs and what goes into each."""

from __future__ import annotations

from collections.abc import Sequence

from gluon_course.base.inputs import Input


def graphs_in_use(net, shape: Sequence[int], **options) -> dict[str, tuple]:
    """The graphs that answer questions, by the name of the part.

    Of a detector it is the net that says boxes, decoding and non-maximum suppression
    included; of word vectors the vectors, not the scores of pairs; of a translator the
    encoder and the step of the decoder. Other nets are used as they are trained.

    Parameters
    ----------
    net : HybridBlock
        With its parameters; those of the graphs are the same.
    shape : sequence of int
        One sample without the batch axis: (C, H, W) for pictures, (T,) for texts.
    **options
        For the ``detector`` of a net that has one; passed over for others.

    Returns
    -------
    dict of str to (HybridBlock, inputs)
        Inputs as :func:`~gluon_course.export.export_model` takes them. The name is
        empty for a net of one part.
    """
    if hasattr(net, "parts"):
        return dict(net.parts(shape))
    words = net.spec["options"]["vocab_size"] if hasattr(net, "embedder") else 0
    for special in ("mask_detector", "detector", "embedder"):
        if hasattr(net, special):
            net = getattr(net, special)(**({} if special == "embedder" else options))
            break
    if words:  # each of them is looked up in the proof, not the first one alone
        return {"": (net, (Input("data", shape, span=(0, words - 1)),))}
    inputs = net.inputs(shape) if hasattr(net, "inputs") else shape
    return {"": (net, tuple(inputs))}
