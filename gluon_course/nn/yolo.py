"""YOLO's targets on a grid: which cell is to find an object, and from which shape.

A prior is a cell of a feature map together with a shape. It is six numbers: column
and row of the cell, columns and rows of the map, and the shape's width and height as
fractions of the picture.
"""

from __future__ import annotations

from collections.abc import Sequence

from gluon_course.nn.boxes import centre_to_corner, corner_to_centre
from gluon_course.nn.offsets import MOST_GROWTH
from gluon_course.nn.operators import operators_of, rows_of

_TINY = 1e-12  # keeps the logarithm of an empty box finite


def yolo_priors(fmap, shapes: Sequence[tuple[float, float]]):
    """The priors of a feature map: every cell with every shape.

    Parameters
    ----------
    fmap : NDArray or Symbol, shape (N, C, H, W)
        Only its height and width count.
    shapes : sequence of A pairs of float
        Widths and heights as fractions of the picture.

    Returns
    -------
    shape (1, H * W * A, 6)
        Row by row, the A priors of a cell one after another.

    Source: Redmon and Farhadi (2018), YOLOv3: an incremental improvement
    """
    F = operators_of(fmap)
    rows = F.contrib.arange_like(fmap, axis=2)  # (H,)
    columns = F.contrib.arange_like(fmap, axis=3)  # (W,)
    height = F.reshape(F.sum(F.ones_like(rows)), (1, 1, 1, 1))
    width = F.reshape(F.sum(F.ones_like(columns)), (1, 1, 1, 1))
    row = F.reshape(rows, (1, -1, 1, 1))
    column = F.reshape(columns, (1, 1, -1, 1))
    row = F.broadcast_add(row, F.zeros_like(column))  # (1, H, W, 1)
    column = F.broadcast_add(column, F.zeros_like(row))
    one = F.ones_like(row)
    cell = [column, row, F.broadcast_mul(one, width), F.broadcast_mul(one, height)]
    priors = []
    for across, up in shapes:
        priors += [*cell, one * across, one * up]
    # (1, H, W, 6 * A) -> (1, H * W * A, 6)
    return F.reshape(F.concat(*priors, dim=-1), (1, -1, 6))


def yolo_target(priors, labels):
    """What each prior should say: every object is found by one prior.

    Of the priors in the cells with the object's centre, one in each map for each of
    its shapes, it is the one whose shape overlaps the object's most. If several
    objects want one prior, the last of them has it.

    Parameters
    ----------
    priors : NDArray or Symbol, shape (1, P, 6)
    labels : NDArray or Symbol, shape (N, M, 5)
        Class from 0, corner box as fractions of the picture; class -1 is padding.

    Returns
    -------
    places : shape (N, P, 4)
        Centre within the cell, 0..1, and the logarithms of the box's width and height
        over the shape's; 0 without object.
    mask : shape (N, P, 1)
        1 where a prior has an object.
    classes : shape (N, P)
        From 0; -1 without object.

    Source: Redmon and Farhadi (2018)
    """
    F = operators_of(labels)
    kinds = F.slice_axis(labels, axis=2, begin=0, end=1)  # (N, M, 1)
    centres = corner_to_centre(F.slice_axis(labels, axis=2, begin=1, end=5))
    box = _columns(F, centres, 4)  # each (N, M, 1)
    # each (1, 1, P)
    prior = [F.swapaxes(each, 1, 2) for each in _columns(F, priors, 6)]
    is_there = F.broadcast_mul(
        _is_in_cell(F, box[0], prior[0], prior[2]),
        _is_in_cell(F, box[1], prior[1], prior[3]),
    )
    both = F.broadcast_mul(
        F.broadcast_minimum(box[2], prior[4]), F.broadcast_minimum(box[3], prior[5])
    )
    union = F.broadcast_add(box[2] * box[3], prior[4] * prior[5]) - both
    fit = F.broadcast_mul(is_there * (1 + both / (union + _TINY)), kinds >= 0)
    best = F.argmax(fit, axis=2, keepdims=True)  # (N, M, 1)
    numbers = F.reshape(F.contrib.arange_like(fit, axis=2), (1, 1, -1))
    is_own = F.broadcast_equal(best, numbers) * (fit > 0)  # (N, M, P)
    objects = F.reshape(F.contrib.arange_like(fit, axis=1) + 1, (1, -1, 1))
    owner = F.max(F.broadcast_mul(is_own, objects), axis=1)  # (N, P), 0 for none
    mask = F.expand_dims(owner > 0, 2)
    chosen = rows_of(F.concat(kinds, centres, dim=2), F.relu(owner - 1))
    places = _encode(F, priors, F.slice_axis(chosen, axis=2, begin=1, end=5))
    # where, not a product: the place of a prior without object may be infinite
    places = F.where(
        F.broadcast_mul(mask, F.ones_like(places)), places, F.zeros_like(places)
    )
    classes = F.reshape(F.slice_axis(chosen, axis=2, begin=0, end=1), (0, -1))
    classes = F.where(owner > 0, classes, F.zeros_like(classes) - 1)
    return F.stop_gradient(places), F.stop_gradient(mask), F.stop_gradient(classes)


def decode_yolo(priors, places):
    """The boxes that places make of priors; inverse of :func:`yolo_target`.

    Parameters
    ----------
    priors : NDArray or Symbol, shape (1, P, 6)
    places : NDArray or Symbol, shape (N, P, 4)
        As :func:`yolo_target` gives them: the centre is within 0..1, after the sigmoid.

    Returns
    -------
    shape (N, P, 4)
        Corner boxes as fractions of the picture; none is more than
        ``exp(MOST_GROWTH)`` times its prior's shape.

    Source: Redmon and Farhadi (2018)
    """
    F = operators_of(places)
    cell, grid, shape = (
        F.slice_axis(priors, axis=2, begin=i, end=i + 2) for i in (0, 2, 4)
    )
    inside = F.slice_axis(places, axis=2, begin=0, end=2)
    growth = F.slice_axis(places, axis=2, begin=2, end=4)
    centre = F.broadcast_div(F.broadcast_add(inside, cell), grid)
    growth = F.minimum(growth, MOST_GROWTH)
    size = F.broadcast_mul(F.exp(growth), shape)
    return centre_to_corner(F.concat(centre, size, dim=2))


def yolo_detection(
    priors,
    predictions,
    iou_threshold: float = 0.45,
    score_threshold: float = 0.01,
    top: int = 400,
):
    """Boxes from predictions, without duplicates.

    Parameters
    ----------
    priors : NDArray or Symbol, shape (1, P, 6)
    predictions : NDArray or Symbol, shape (N, P, 5 + C)
        Centre, size, objectness and C classes of each prior, before the sigmoid.
    iou_threshold : float
        Of two boxes of a class that overlap more, the less probable goes.
    score_threshold : float
        Boxes below are left out. A score is objectness times probability of the most
        probable class.
    top : int
        Boxes that go into the comparison, the best of a picture; -1 for all.

    Returns
    -------
    shape (N, P, 6)
        Class from 0, score, corner box within 0..1, by falling score; class -1 where
        there is no box.

    Source: Redmon and Farhadi (2018)
    """
    F = operators_of(predictions)
    boxes = F.clip(decode_yolo(priors, yolo_places(predictions)), 0, 1)
    is_object = F.sigmoid(F.slice_axis(predictions, axis=2, begin=4, end=5))
    of_classes = F.slice_axis(predictions, axis=2, begin=5, end=None)
    kind = F.argmax(of_classes, axis=2, keepdims=True)
    score = is_object * F.sigmoid(F.max(of_classes, axis=2, keepdims=True))
    kind = F.where(score > score_threshold, kind, F.zeros_like(kind) - 1)
    return F.contrib.box_nms(
        F.concat(kind, score, boxes, dim=2),
        overlap_thresh=iou_threshold,
        valid_thresh=score_threshold,
        topk=top,
        coord_start=2,
        score_index=1,
        id_index=0,
        background_id=-1,
    )


def yolo_places(predictions):
    """The places of :func:`yolo_target` from a net's output.

    Parameters
    ----------
    predictions : NDArray or Symbol, shape (N, P, 4 or more)

    Returns
    -------
    shape (N, P, 4)
    """
    F = operators_of(predictions)
    inside = F.sigmoid(F.slice_axis(predictions, axis=2, begin=0, end=2))
    return F.concat(inside, F.slice_axis(predictions, axis=2, begin=2, end=4), dim=2)


def _is_in_cell(F, centre, cell, count):
    """Does the centre lie in the cell? (N, M, 1) and (1, 1, P) give (N, M, P).

    A centre on the picture's right or lower border is in the last cell.
    """
    place = F.broadcast_mul(F.clip(centre, 0, 1), count)
    return F.broadcast_equal(F.broadcast_minimum(F.floor(place), count - 1), cell)


def _encode(F, priors, centres):
    cell, grid, shape = (
        F.slice_axis(priors, axis=2, begin=i, end=i + 2) for i in (0, 2, 4)
    )
    centre = F.slice_axis(centres, axis=2, begin=0, end=2)
    size = F.slice_axis(centres, axis=2, begin=2, end=4)
    inside = F.broadcast_sub(F.broadcast_mul(centre, grid), cell)
    growth = F.log(F.broadcast_div(size + _TINY, shape))
    return F.concat(inside, growth, dim=2)


def _columns(F, rows, count: int) -> list:
    return [F.slice_axis(rows, axis=2, begin=i, end=i + 1) for i in range(count)]
