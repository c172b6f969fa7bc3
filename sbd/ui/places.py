"""Which criteria have a finding at a place chosen on the map."""

from __future__ import annotations

from math import cos, radians
from typing import Any

from shapely.affinity import affine_transform
from shapely.errors import GEOSException
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

from sbd.document import Assessment

#: A finding this near counts as being at the place: about a fingertip on a wall
#: map. [m]
REACH_M = 3.0
#: Length of a degree of latitude, to within 1 %, which is enough for a click. [m]
DEGREE_M = 111_320.0


def criteria_at(assessment: Assessment, lon: float, lat: float) -> tuple[str, ...]:
    """Return the criteria with a finding at a place, in the checklist's order.

    Parameters
    ----------
    assessment : Assessment
        With its places.
    lon, lat : float
        The place. [deg]

    Returns
    -------
    tuple of str
        Ids of criteria with a place of role ``finding`` or ``good`` within
        `REACH_M`; a context (what a value was taken from) is no finding.
    """
    place = _flat(Point(lon, lat), lat)
    return tuple(
        c.id
        for c in assessment.criteria
        if any(_near(f, place, lat) for f in (c.where or {}).get("features", ()))
    )


def _near(feature: dict[str, Any], place: BaseGeometry, lat: float) -> bool:
    if feature.get("properties", {}).get("role") not in ("finding", "good"):
        return False
    try:
        return bool(_flat(shape(feature["geometry"]), lat).distance(place) <= REACH_M)
    except (GEOSException, KeyError, TypeError, ValueError):
        return False


def _flat(geometry: BaseGeometry, lat: float) -> BaseGeometry:
    """Scale degrees to metres around a latitude."""
    across = DEGREE_M * cos(radians(lat))
    return affine_transform(geometry, [across, 0, 0, DEGREE_M, 0, 0])
