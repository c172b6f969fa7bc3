"""Compiled loop over who sees what, for `sbd.indicators.surveillance`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sbd.indicators.compiled import kernel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@kernel
def gains(
    starts: Ints,
    cells: Ints,
    eyes: Floats,
    centres: Floats,
    full: float,
    end: float,
    found: Floats,
) -> None:
    """Weigh what each observer sees by angle and distance: max(0, cos) * f(d).

    Parameters
    ----------
    starts, cells : (m + 1,), (k,) int arrays
        What each observer sees, as `Visibility.cells` lists it.
    eyes : (m, 4) array
        Position and outward normal of each observer. [m, 1]
    centres : (n, 2) array
        Of the cells. [m]
    full, end : float
        f is 1 to the first distance and falls to 0 at the second. [m]
    found : (k,) array
        Zeros; written. [1]
    """
    for i in range(len(eyes)):
        x, y, u, v = eyes[i]
        for k in range(starts[i], starts[i + 1]):
            dx, dy = centres[cells[k], 0] - x, centres[cells[k], 1] - y
            ahead = dx * u + dy * v
            if ahead > 0:
                far = np.sqrt(dx * dx + dy * dy)
                fading = min(1.0, (end - far) / (end - full))
                found[k] = ahead / far * max(0.0, fading)
