"""Default routes: where a plan has none, the centrelines of its footways."""

from __future__ import annotations

from collections.abc import Collection

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from sbd.plans.layer import make_layer
from sbd.plans.plan import Note

#: Shorter pieces, left where a way only clips a corner of the site, are no routes. [m]
#: Source: our choice, one step of the measurements along routes.
SHORTEST_M = 1.0


def centrelines(
    footways: gpd.GeoDataFrame,
    site: BaseGeometry,
    *,
    leave_out: Collection[str] = (),
) -> tuple[gpd.GeoDataFrame | None, list[Note]]:
    """Take the centrelines of footways inside the site as its routes.

    Parameters
    ----------
    footways : GeoDataFrame
        Elements of kind ``footway``; areas have no centreline and are passed over.
    site : Polygon
        The polygon judged. [m]
    leave_out : collection of str
        Ids of footways that are not on the site (tunnels, indoors).

    Returns
    -------
    routes : GeoDataFrame or None
        Layer of kind ``route``, merged where lines meet end to end; None without any.
    notes : list of Note
        ``routes_default`` with the number of routes and their length. [m]

    References
    ----------
    Method, section 2 (Routes).
    """
    lines = footways[footways.geom_type == "LineString"]
    lines = lines[~lines.index.isin(list(leave_out))]
    pieces = _merged(lines.geometry.to_numpy(), site)
    if not pieces:
        return None, []
    geometry = np.empty(len(pieces), dtype=object)
    geometry[:] = pieces
    names = [f"route-{n}" for n in range(1, len(pieces) + 1)]
    frame = gpd.GeoDataFrame(geometry=geometry, index=names, crs=footways.crs)
    layer = make_layer("route", frame)
    length = round(float(layer.length.sum()), 1)
    return layer, [Note("routes_default", {"n": len(pieces), "length_m": length})]


def _merged(lines: NDArray[np.object_], site: BaseGeometry) -> list[BaseGeometry]:
    """Clip lines to the site and join them end to end, in an order of their own."""
    inside = shapely.intersection(lines, site)
    parts = [p for p in shapely.get_parts(inside) if p.length > 0]
    if not parts:
        return []
    merged = shapely.line_merge(shapely.union_all(parts))
    pieces = [
        shapely.normalize(piece)
        for piece in shapely.get_parts(merged)
        if piece.length >= SHORTEST_M
    ]
    return sorted(pieces, key=lambda p: (*p.bounds, shapely.to_wkb(p)))
