"""VOC's colours by the rule, against gluoncv's and the published ones."""

from gluon_course.base.palette import VOID_LABEL, class_color, flat_palette


def test_colours_are_those_of_voc():
    published = {0: (0, 0, 0), 1: (128, 0, 0), 15: (192, 128, 128), 20: (0, 64, 128)}
    for number, color in published.items():
        assert class_color(number) == color
    assert class_color(VOID_LABEL) == (224, 224, 192)


def test_the_palette_has_every_colour_once_and_is_gluoncvs():
    from gluoncv.utils.viz.segmentation import vocpallete

    palette = flat_palette()
    assert palette[: len(vocpallete)] == list(vocpallete)[: len(palette)]
    assert len({tuple(palette[i : i + 3]) for i in range(0, 768, 3)}) == 256
