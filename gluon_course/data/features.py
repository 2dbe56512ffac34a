"""Features of a frozen net instead of pictures, computed as the batches come."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator

import mxnet as mx
from mxnet import autograd, nd

from gluon_course.base.expected import check_normalisation


class FeatureLoader:
    """Batches of another loader after a net that is not trained.

    Nothing is kept: a batch of features lives as long as a batch of pictures, so that
    a set of any size fits, and random crops stay random in every epoch. The net runs
    in predict mode.

    Parameters
    ----------
    loader : iterable
        Yields (X, y).
    features : HybridBlock or function
        From X to features (N, ...), initialised; it is hybridized.
    ctx : Context, optional
        Where it runs; the CPU by default.

    Attributes
    ----------
    info : DataInfo or None
        That of the loader, with the shape of the features and no normalisation.

    Raises
    ------
    ConfigError
        If the net expects another normalisation than that of the loader.

    Section: 9.13 实战Kaggle比赛：狗的品种识别
    (chapter_computer-vision/kaggle-gluon-dog)
    """

    def __init__(self, loader, features: Callable, ctx: mx.Context | None = None):
        check_normalisation(features, loader)
        self.loader, self.features, self.ctx = loader, features, ctx or mx.cpu()
        if isinstance(features, mx.gluon.HybridBlock):
            features.hybridize()
        self.info = getattr(loader, "info", None)
        if self.info is not None:
            X = nd.zeros((1, *self.info.shape), ctx=self.ctx)
            shape = self._apply(X).shape[1:]
            self.info = dataclasses.replace(self.info, shape=shape, mean=(), std=())

    def __len__(self) -> int:
        return len(self.loader)

    def set_epoch(self, epoch: int) -> None:
        """Make the next pass the one of ``epoch`` (1, 2, ...)."""
        if hasattr(self.loader, "set_epoch"):
            self.loader.set_epoch(epoch)

    def __iter__(self) -> Iterator[tuple[nd.NDArray, ...]]:
        for X, *others in self.loader:
            yield (self._apply(X.as_in_context(self.ctx)), *others)

    def _apply(self, X: nd.NDArray) -> nd.NDArray:
        with autograd.pause(train_mode=False):
            return self.features(X)
