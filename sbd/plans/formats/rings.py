"""Areas out of lines that together form rings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely


def assemble(lines: Sequence[Any]) -> Any:
    """Make an area of lines that together form rings; rings within rings are holes.

    Parameters
    ----------
    lines : sequence of LineString
        In any order and direction; pieces that close no ring are left out.

    Returns
    -------
    Polygon or MultiPolygon or None
        None if no ring closes.
    """
    if not lines:
        return None
    array = np.empty(len(lines), dtype=object)
    array[:] = lines
    area = shapely.build_area(shapely.union_all(array))
    return None if area is None or area.is_empty else area
