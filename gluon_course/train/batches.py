"""Batches from any iterator: ours, Gluon's DataLoader, mx.io.DataIter or a list."""

from __future__ import annotations

from mxnet import gluon, io, nd

from gluon_course.base.errors import DataError


def epoch_batches(data_iter, epoch: int = 0):
    """One pass over ``data_iter`` as tuples of NDArrays.

    Parameters
    ----------
    data_iter : iterable
        Yields tuples or lists of NDArrays, or ``mx.io.DataBatch``.
    epoch : int
        Given to ``data_iter.set_epoch`` where it has one, so that the order of the
        samples is a function of seed and epoch.

    Raises
    ------
    DataError
        If there is not a single batch.
    """
    if hasattr(data_iter, "set_epoch"):
        data_iter.set_epoch(epoch)
    if isinstance(data_iter, io.DataIter):
        data_iter.reset()
    is_empty = True
    for batch in data_iter:
        is_empty = False
        yield _as_tuple(batch)
    if is_empty:
        raise DataError(
            "The data has no batch",
            "the set is empty, a generator was used up by an earlier epoch, or the"
            " batch size is above the number of samples with last_batch='discard'",
            "check the number of samples and the batch size",
        )


def split(batch: tuple, devices: list) -> list[tuple]:
    """The batch cut along axis 0, one part per device, sizes differing by 1 at most.

    A batch of fewer samples than devices uses the first devices only.
    """
    if len(devices) == 1:
        return [tuple(each.as_in_context(devices[0]) for each in batch)]
    devices = devices[: batch[0].shape[0]]
    parts = [
        gluon.utils.split_and_load(each, devices, even_split=False) for each in batch
    ]
    return list(zip(*parts))


def _as_tuple(batch) -> tuple:
    if isinstance(batch, io.DataBatch):
        batch = [*batch.data, *(batch.label or [])]
    elif isinstance(batch, nd.NDArray):
        batch = [batch]
    return tuple(
        each if isinstance(each, nd.NDArray) else nd.array(each) for each in batch
    )
