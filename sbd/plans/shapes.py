"""Give source geometries the shapes that a kind may have."""

from __future__ import annotations

import shapely
from shapely.geometry import LineString, MultiLineString, Polygon
from shapely.geometry.base import BaseGeometry

from sbd.plans.kinds import KINDS, Shape

#: Kinds that stay one element although they have several parts.
_WHOLE = frozenset({"site", "extent"})
#: Things drawn as lines on purpose, even where the line closes.
_LINEAR = frozenset({"wall", "fence", "hedge", "barrier", "kerb", "route", "tactile"})


def shape_of(geometry: BaseGeometry) -> Shape:
    """Return whether a geometry is a point, a line or an area."""
    shapes: tuple[Shape, ...] = ("point", "line", "area")
    return shapes[int(shapely.get_dimensions(geometry))]


def parts_of(kind: str, geometry: BaseGeometry) -> list[BaseGeometry]:
    """Part a multi geometry, as every element is one thing; a site stays whole."""
    if geometry.is_empty:
        return []
    parts = [part for part in shapely.get_parts(geometry) if not part.is_empty]
    return [geometry] if kind in _WHOLE and len(parts) > 1 else parts


def convert(geometry: BaseGeometry, shape: Shape) -> BaseGeometry | None:
    """Turn one geometry into another shape, where that has a meaning.

    Parameters
    ----------
    geometry : BaseGeometry
        Point, line or area.
    shape : {"point", "line", "area"}
        What is wanted.

    Returns
    -------
    BaseGeometry or None
        Areas become their outline or their centre, closed lines become areas or
        their centre; None for open lines as areas or points, and points as anything.
    """
    found = shape_of(geometry)
    if found == shape:
        return geometry
    if found == "area":
        return _centre(geometry) if shape == "point" else _outline(geometry)
    if found == "line" and closed(geometry):
        area = _filled(geometry)
        if area is None:
            return None
        return area if shape == "area" else _centre(area)
    return None


def closed(geometry: BaseGeometry) -> bool:
    """Tell whether a line ends where it begins and goes round something."""
    return (
        isinstance(geometry, LineString)
        and len(geometry.coords) > 3
        and geometry.coords[0] == geometry.coords[-1]
    )


def fit(kind: str, geometry: BaseGeometry, *, drawn: bool) -> BaseGeometry | None:
    """Give one geometry a shape its kind may have.

    Parameters
    ----------
    kind : str
        Name in the catalogue.
    geometry : BaseGeometry
        Not multi, but for a site.
    drawn : bool
        Whether it comes from a drawing, where a closed line stands for what is in it.

    Returns
    -------
    BaseGeometry or None
        None if no shape of the kind can be had from it.
    """
    allowed = KINDS[kind].shapes
    found = shape_of(geometry)
    if drawn and found == "line" and "area" in allowed and kind not in _LINEAR:
        found, geometry = _fill(found, geometry)
    if found in allowed:
        return geometry
    for shape in ("area", "point", "line"):
        if shape in allowed and (kind not in _LINEAR or shape == "line"):
            converted = convert(geometry, shape)
            if converted is not None:
                return converted
    return None


def _fill(found: Shape, geometry: BaseGeometry) -> tuple[Shape, BaseGeometry]:
    area = convert(geometry, "area") if closed(geometry) else None
    return ("area", area) if area is not None else (found, geometry)


def _filled(line: BaseGeometry) -> BaseGeometry | None:
    """Return what a closed line goes round; a line that crosses itself is mended."""
    mended = shapely.get_parts(shapely.make_valid(Polygon(line.coords)))
    areas = [p for p in shapely.get_parts(mended) if shapely.get_dimensions(p) == 2]
    if not areas:
        return None
    return areas[0] if len(areas) == 1 else shapely.union_all(areas)


def _centre(area: BaseGeometry) -> BaseGeometry:
    centre = area.centroid
    return centre if centre.within(area) else area.representative_point()


def _outline(area: BaseGeometry) -> BaseGeometry:
    """Return the outer rings of an area as lines."""
    rings = [LineString(part.exterior.coords) for part in shapely.get_parts(area)]
    return rings[0] if len(rings) == 1 else MultiLineString(rings)
