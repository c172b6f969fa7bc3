"""Room for labels on a drawing: inside, none over another, no lines crossed."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import product

#: Steps tried aside and up or down, in labels; the nearest first.
_STEPS = sorted(
    product((0, 0.5, -0.5, 1, -1, 1.5, -1.5, 2, -2), range(-6, 7)),
    key=lambda s: (
        s[0] ** 2 * 4 + s[1] ** 2,
        s,
    ),
)

#: How much farther aside, so that a label can stand beside the dot it names. [px]
_BY_DOT_PX = 12.0

Point = tuple[float, float]
Rectangle = tuple[float, float, float, float]


@dataclass
class LabelRoom:
    """A frame that fills with labels.

    Parameters
    ----------
    width, height : float
        Of the frame. [px]
    margin : float
        Kept free along its edges and round every label. [px]
    """

    width: float
    height: float
    margin: float = 4.0
    taken: list[Rectangle] = field(default_factory=list)
    lines: list[tuple[Point, Point]] = field(default_factory=list)

    def reserve(self, x: float, y: float, width: float, height: float) -> None:
        """Keep a rectangle free of labels. [px]"""
        self.taken.append((x, y, x + width, y + height))

    def draw_line(self, one: Point, other: Point) -> None:
        """Keep later labels and lines off a line from a place to its label. [px]"""
        self.lines.append((one, other))

    def place(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fits: Callable[[Rectangle], bool] | None = None,
    ) -> tuple[float, float] | None:
        """Find room for a label, as near to a point as can be.

        Parameters
        ----------
        x, y : float
            Where its middle should be. [px]
        width, height : float
            Its size. [px]
        fits : callable, optional
            Tells whether a label may stand at a free rectangle.

        Returns
        -------
        tuple of float or None
            Where its middle is; None where there is no room near. [px]
        """
        for aside, down in _STEPS:
            clear = math.copysign(_BY_DOT_PX, aside) if aside else 0.0
            shift = aside * (width + self.margin) + clear
            at_x = self._kept(x + shift, width, self.width)
            at_y = self._kept(y + down * (height + self.margin), height, self.height)
            left, top = at_x - width / 2, at_y - height / 2
            box = (left, top, left + width, top + height)
            if self._clear(box) and (fits is None or fits(box)):
                self.taken.append(box)
                return at_x, at_y
        return None

    def free(self, x: float, y: float, width: float, height: float) -> bool:
        """Tell whether a label has room right at a point. [px]"""
        left, top = x - width / 2, y - height / 2
        box = (left, top, left + width, top + height)
        inside = left >= 0 and top >= 0
        inside = inside and box[2] <= self.width and box[3] <= self.height
        return inside and self._clear(box)

    def open_to(self, one: Point, box: Rectangle) -> bool:
        """Tell whether a line to a label would cross no other line or label. [px]"""
        other = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        if any(_cross(one, other, *line) for line in self.lines):
            return False
        return not any(_enters(one, other, t) for t in self.taken if not within(one, t))

    def _clear(self, box: Rectangle) -> bool:
        if any(self._overlap(box, other) for other in self.taken):
            return False
        return not any(_enters(*line, box) for line in self.lines)

    def _kept(self, middle: float, size: float, whole: float) -> float:
        low = size / 2 + self.margin
        return min(max(middle, low), max(low, whole - low))

    def _overlap(self, one: Rectangle, other: Rectangle) -> bool:
        return overlap(one, other, self.margin - 1e-6)


def overlap(one: Rectangle, other: Rectangle, gap: float = 0.0) -> bool:
    """Tell whether two rectangles are nearer to each other than a gap. [px]"""
    return (
        one[0] < other[2] + gap
        and other[0] < one[2] + gap
        and one[1] < other[3] + gap
        and other[1] < one[3] + gap
    )


def within(point: Point, box: Rectangle) -> bool:
    """Tell whether a point lies in a rectangle or on its edge. [px]"""
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _enters(one: Point, other: Point, box: Rectangle) -> bool:
    """Tell whether a line touches a rectangle."""
    if within(one, box) or within(other, box):
        return True
    left, top, right, bottom = box
    diagonals = (
        ((left, top), (right, bottom)),
        ((left, bottom), (right, top)),
    )
    return any(_cross(one, other, *diagonal) for diagonal in diagonals)


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Tell whether two lines cross."""
    return _turn(a, b, c) != _turn(a, b, d) and _turn(c, d, a) != _turn(c, d, b)


def _turn(a: Point, b: Point, c: Point) -> bool:
    return (b[0] - a[0]) * (c[1] - a[1]) > (b[1] - a[1]) * (c[0] - a[0])
