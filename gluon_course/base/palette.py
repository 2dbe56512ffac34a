"""Colours of classes in label pictures: Pascal VOC's rule, for up to 256 classes."""

VOID_LABEL = 255
"""Number of the pixels that are of no class, such as the borders of objects."""


def class_color(number: int) -> tuple[int, int, int]:
    """The RGB colour of a class, each 0..255.

    Bits 0, 1, 2 of the number become the highest of red, green, blue; bits 3, 4, 5 the
    next, and so on. 0 is black, 255 (224, 224, 192).

    Parameters
    ----------
    number : int
        0..255.
    """
    bits = [[number >> (3 * place + i) & 1 for place in range(8)] for i in range(3)]
    red, green, blue = (
        sum(bit << (7 - place) for place, bit in enumerate(each)) for each in bits
    )
    return red, green, blue


def flat_palette() -> list[int]:
    """The 256 colours one after the other, as Pillow's ``putpalette`` takes them."""
    return [value for number in range(256) for value in class_color(number)]
