"""How a crowd leaves when its widest way out is blocked: pure arithmetic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

#: A zone of which a larger share has no way out is not left at all. [1]
_CUT_OFF = 0.05

Floats = NDArray[np.float64]
#: From what passes each way out to what gets through to all of them. [p/min]
Through = Callable[[Floats], float]


@dataclass(frozen=True, eq=False)
class Leaving:
    """How a crowd leaves with its widest way out blocked.

    Parameters
    ----------
    people : float
        How many they are.
    minutes : float
        The longer of the time to pass the ways out and the time to walk; inf where
        no way out is left, or a part of the zone has none. [min]
    width_m : float
        Clear width that is left. [m]
    walk_m : float
        Longest walk to the nearest way out that is left. [m]
    passing_min : float
        Time to pass the ways out. [min]
    left : tuple of int
        Ways out that are left.
    blocked : int
        The one that is blocked; -1 where there was none.
    farthest : int
        Cell from which the walk is longest; -1 where nobody can walk.
    blocked_m : float
        Clear width of the way out that is blocked. [m]
    """

    people: float
    minutes: float
    width_m: float
    walk_m: float
    passing_min: float
    left: tuple[int, ...]
    blocked: int
    farthest: int
    blocked_m: float = 0.0


def leaving(
    people: float,
    widths: Floats,
    flows: Floats,
    walks: Floats,
    speed_ms: float,
    through: Through | None = None,
) -> Leaving:
    """Return how a crowd leaves when the widest way out that it reaches is blocked.

    Parameters
    ----------
    people : float
        How many they are.
    widths : (n,) array
        Clear width of each way out. [m]
    flows : (n,) array
        What passes a metre of it. [p/m/min]
    walks : (n, m) array
        Walk from each cell of the zone to each way out, inf where there is none. [m]
    speed_ms : float
        Walking speed. [m/s]
    through : callable, optional
        What reaches the ways out that are left, where it may be less than what
        passes them, from what passes each. [p/min]

    References
    ----------
    Domain, C4: t = N / (f b), the longer of that and the walk; largest exit removed.
    """
    usable = np.isfinite(walks).any(axis=1) & (widths > 0)
    if not usable.any():
        return Leaving(people, inf, 0.0, inf, inf, (), -1, -1)
    blocked = int(np.argmax(np.where(usable, widths, -1.0)))
    widest = float(widths[blocked])
    usable[blocked] = False
    left = np.flatnonzero(usable)
    if not len(left):
        return Leaving(people, inf, 0.0, inf, inf, (), blocked, -1, widest)
    nearest = walks[left].min(axis=0)
    reached = np.isfinite(nearest)
    farthest = int(np.argmax(np.where(reached, nearest, -1.0)))
    walk = float(nearest[farthest])
    passes = np.where(usable, widths * flows, 0.0)
    flow = float(passes.sum())
    if through is not None:
        flow = min(flow, through(passes))
    passing = people / flow if flow > 0 else inf
    minutes = max(passing, walk / speed_ms / 60)
    if np.mean(~reached) > _CUT_OFF:
        minutes = inf
    width = float(widths[left].sum())
    others = tuple(map(int, left))
    return Leaving(
        people, minutes, width, walk, passing, others, blocked, farthest, widest
    )
