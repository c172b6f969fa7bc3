"""Room for labels on a drawing: inside the frame, and none over another."""

from __future__ import annotations

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

    def reserve(self, x: float, y: float, width: float, height: float) -> None:
        """Keep a rectangle free of labels. [px]"""
        self.taken.append((x, y, x + width, y + height))

    def place(
        self, x: float, y: float, width: float, height: float
    ) -> tuple[float, float] | None:
        """Find room for a label, as near to a point as can be.

        Parameters
        ----------
        x, y : float
            Where its middle should be. [px]
        width, height : float
            Its size. [px]

        Returns
        -------
        tuple of float or None
            Where its middle is; None where there is no room near. [px]
        """
        for aside, down in _STEPS:
            at_x = self._kept(x + aside * (width + self.margin), width, self.width)
            at_y = self._kept(y + down * (height + self.margin), height, self.height)
            left, top = at_x - width / 2, at_y - height / 2
            box = (left, top, left + width, top + height)
            if not any(self._overlap(box, other) for other in self.taken):
                self.taken.append(box)
                return at_x, at_y
        return None

    def free(self, x: float, y: float, width: float, height: float) -> bool:
        """Tell whether a label has room right at a point. [px]"""
        left, top = x - width / 2, y - height / 2
        box = (left, top, left + width, top + height)
        inside = left >= 0 and top >= 0
        inside = inside and box[2] <= self.width and box[3] <= self.height
        return inside and not any(self._overlap(box, t) for t in self.taken)

    def _kept(self, middle: float, size: float, whole: float) -> float:
        low = size / 2 + self.margin
        return min(max(middle, low), max(low, whole - low))

    def _overlap(self, one: Rectangle, other: Rectangle) -> bool:
        gap = self.margin - 1e-6
        return (
            one[0] < other[2] + gap
            and other[0] < one[2] + gap
            and one[1] < other[3] + gap
            and other[1] < one[3] + gap
        )
