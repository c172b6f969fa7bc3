"""Tree crowns as areas."""

from __future__ import annotations

from math import pi, sin, sqrt

import geopandas as gpd
import pandas as pd

#: Vertices of a quarter of a crown.
_QUARTER = 32
_ANGLE = 2 * pi / (4 * _QUARTER)
#: Widening that gives the polygon the area of its circle; its outline is then
#: nowhere farther from the circle than 0.02 % of the radius. [1]
_WIDENING = sqrt(_ANGLE / sin(_ANGLE))


def discs(centres: gpd.GeoSeries, radius: pd.Series) -> gpd.GeoSeries:
    """Draw crowns as polygons whose area is that of their circle.

    Parameters
    ----------
    centres : GeoSeries
        Points. [m]
    radius : Series
        Radius of each, on the same index. [m]

    Returns
    -------
    GeoSeries
        Polygons on the same index, empty where the radius is 0. [m]
    """
    shapes: gpd.GeoSeries = centres.buffer(radius * _WIDENING, quad_segs=_QUARTER)
    return shapes
