"""From a measured value to a level between 0 and 4."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

#: Points of a score per level: level 4 is 100. Source: method, section 5.
POINTS_PER_LEVEL = 25.0
TOP_LEVEL = 4


@dataclass(frozen=True)
class Scale:
    """How one part of a criterion turns a value into a level.

    Parameters
    ----------
    cuts : sequence of float or None
        ``cuts[k-1]`` is where level k is reached; None where the part does not
        decide that level.
    better : {"higher", "lower"}
        Which way values improve.
    range : tuple of float or None
        The values that can occur.
    max_level : int
        The most this part can give.
    tolerance : float
        Values short of a cut by no more than this reach it.
    """

    cuts: Sequence[float | None]
    better: Literal["higher", "lower"]
    range: tuple[float | None, float | None] = (0.0, None)
    max_level: int = TOP_LEVEL
    tolerance: float = 0.0

    def level(self, value: float) -> float:
        """Return the level of a value, not rounded.

        Parameters
        ----------
        value : float
            In the unit of the cuts; infinity is allowed.

        Returns
        -------
        float
            Between 0 and `max_level`; linear between cuts; below the first cut
            linear to 0 at ``2*c1 - c2`` (method, section 5).

        Examples
        --------
        >>> speed = Scale((64, 48, 32, 16), "lower")
        >>> [25 * speed.level(v) for v in (80, 72, 64, 40, 16)]
        [0.0, 12.5, 25.0, 62.5, 100.0]
        """
        sign = 1.0 if self.better == "higher" else -1.0
        cuts = [
            (k, sign * cut) for k, cut in enumerate(self.cuts, 1) if cut is not None
        ]
        reached = self._snapped(sign * value, [cut for _, cut in cuts])
        missed = next((n for n, (_, cut) in enumerate(cuts) if reached < cut), None)
        if missed is None:
            return float(self.max_level)
        k, cut = cuts[missed]
        if missed == 0:
            level = self._below_first(reached, sign) if k == 1 else float(k - 1)
        else:
            start = cuts[missed - 1][1]
            level = k - 1 + (reached - start) / (cut - start)
        return min(level, float(self.max_level))

    @property
    def bottom(self) -> float:
        """The level of the worst value: 0, unless low levels are left undecided."""
        first = next((k for k, cut in enumerate(self.cuts, 1) if cut is not None), 1)
        return float(first - 1)

    def _snapped(self, value: float, cuts: Sequence[float]) -> float:
        for cut in cuts:
            if cut - self.tolerance <= value < cut:
                return cut
        return value

    def _below_first(self, value: float, sign: float) -> float:
        first, second = self.cuts[0], self.cuts[1]
        if first is None or second is None or first == second:
            return 0.0
        zero = sign * (2 * first - second)
        worst = self.range[0] if sign > 0 else self.range[1]
        if worst is not None:
            zero = max(zero, sign * worst)
        top = sign * first
        if value <= zero or math.isinf(value) or zero >= top:
            return 0.0
        return (value - zero) / (top - zero)


def score(level: float) -> float:
    """Return the score of a level. [0-100]"""
    return POINTS_PER_LEVEL * level
