"""A loader whose batches are augmented as they come."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator

import mxnet as mx
from mxnet import nd


class AugmentedLoader:
    """Batches of another loader after augmentation.

    The augmentations draw from MXNet's generator. The trainer seeds it for every
    epoch, so a resumed run sees the pictures that the uninterrupted one would have
    seen; outside of it call :func:`~gluon_course.base.seeds.seed_epoch`.

    Parameters
    ----------
    loader : iterable
        Yields (X, ...), X float32 (N, C, H, W) in [0, 1].
    *augmentations : callable
        From X to X, applied in this order. Blocks are hybridized.
    mixing : callable, optional
        From (X, y) to both, applied next, such as :class:`Mixup`.
    normalisation : Normalisation, optional
        Applied at the end.
    ctx : Context, optional
        Device on which the batches are changed, where they then are; that of the
        batch when None.

    Attributes
    ----------
    info : DataInfo or None
        That of the loader, with the normalisation.
    """

    def __init__(
        self,
        loader,
        *augmentations: Callable,
        mixing: Callable | None = None,
        normalisation=None,
        ctx: mx.Context | None = None,
    ):
        self.loader, self.augmentations, self.mixing = loader, augmentations, mixing
        self.normalisation, self.ctx = normalisation, ctx
        self.info = getattr(loader, "info", None)
        if self.info is not None and normalisation is not None:
            mean, std = normalisation.mean, normalisation.std
            self.info = dataclasses.replace(self.info, mean=mean, std=std)
        for each in (*augmentations, mixing):
            if isinstance(each, mx.gluon.HybridBlock):
                each.hybridize()

    def __len__(self) -> int:
        return len(self.loader)

    def set_epoch(self, epoch: int) -> None:
        """Make the next pass the one of ``epoch`` (1, 2, ...)."""
        if hasattr(self.loader, "set_epoch"):
            self.loader.set_epoch(epoch)

    def __iter__(self) -> Iterator[tuple[nd.NDArray, ...]]:
        for X, *others in self.loader:
            if self.ctx is not None:
                X, *others = (each.as_in_context(self.ctx) for each in (X, *others))
            for augmentation in self.augmentations:
                X = augmentation(X)
            if self.mixing is not None:
                X, *others = self.mixing(X, *others)
            if self.normalisation is not None:
                X = self.normalisation.normalize(X)
            yield (X, *others)
